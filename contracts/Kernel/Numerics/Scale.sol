// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DivideShift} from "./DivideShift.sol";

/// @title From the decimals of documents to the binary fractions of the kernel, once, at the boundary.
/// @notice Mirrors engine/Kernel/Numerics/Scale.cs.
library Scale {
    /// @notice Units of a volatility, rate or ratio in one: documents count them in 10^-12.
    int256 internal constant UNITS_PER_ONE = 1_000_000_000_000;

    /// @notice floor(raw12 * 2^fractionBits / 10^12).
    /// @param raw12 A number in units of 10^-12.
    /// @param fractionBits The binary places of the result, 0 to 63.
    /// @return The number with `fractionBits` binary places; less than one unit too small.
    function convert(int256 raw12, uint256 fractionBits) internal pure returns (int256) {
        return DivideShift.floor(raw12, fractionBits, UNITS_PER_ONE);
    }

    /// @notice floor(raw12 * 2^fractionBits / 10^12), saturated: a valuation does not refuse an absurd number.
    /// @param raw12 A number in units of 10^-12.
    /// @param fractionBits The binary places of the result, 0 to 63.
    /// @return As `convert` where that fits 64 bits, else 2^63 - 1 with the number's sign.
    function clamp(int256 raw12, uint256 fractionBits) internal pure returns (int256) {
        if (fractionBits > DivideShift.MAX_SHIFT) revert DivideShift.ShiftOutOfRange(fractionBits);
        return DivideShift.clamp(raw12 << fractionBits, UNITS_PER_ONE, type(int64).max);
    }
}
