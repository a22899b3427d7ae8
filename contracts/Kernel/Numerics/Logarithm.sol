// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bits} from "./Bits.sol";
import {LogarithmTable} from "./LogarithmTable.sol";

/// @title Natural logarithm of a whole number.
/// @notice Mirrors engine/Kernel/Numerics/Logarithm.cs. The number is 2^e * (1 + t) with 0 <= t < 1; the first four
/// binary digits of t choose a segment of LogarithmTable, and the rest, exact, is the argument of its polynomial.
library Logarithm {
    /// @notice Thrown when the number is not positive.
    error LogarithmOfNonPositive(int256 number);

    uint256 private constant SEGMENT_SHIFT = 58;

    /// @notice floor of ln(positive).
    /// @param positive A whole number, 1 to 2^63 - 1.
    /// @return The logarithm, Q46; below the exact value by less than 1.02 units (1.5e-14), above it by less than 0.02.
    /// ln 1 = 0.
    function natural(int256 positive) internal pure returns (int256) {
        if (positive <= 0) revert LogarithmOfNonPositive(positive);

        // 2^62 <= mantissa < 2^63, so its segment is its digits 2 to 5 and the argument is below 2^58 = 1/16 in Q62.
        // Every sum is below 2^57, every product below 2^115; the exponent adds at most 62 * ln 2 < 2^61.5 in Q56.
        unchecked {
            uint256 length = Bits.length(positive);
            int256 mantissaQ62 = positive << (63 - length);
            uint256 segment = uint256(Bits.shiftRight(mantissaQ62, SEGMENT_SHIFT)) - 16;
            int256 argumentQ62 = Bits.lowBits(mantissaQ62, SEGMENT_SHIFT);

            (uint256 first, uint256 second, uint256 third) = LogarithmTable.select(segment);
            int256 sumQ56 = LogarithmTable.coefficient(third, 0);
            sumQ56 = ((sumQ56 * argumentQ62) >> 62) + LogarithmTable.coefficient(second, 3);
            sumQ56 = ((sumQ56 * argumentQ62) >> 62) + LogarithmTable.coefficient(second, 2);
            sumQ56 = ((sumQ56 * argumentQ62) >> 62) + LogarithmTable.coefficient(second, 1);
            sumQ56 = ((sumQ56 * argumentQ62) >> 62) + LogarithmTable.coefficient(second, 0);
            sumQ56 = ((sumQ56 * argumentQ62) >> 62) + LogarithmTable.coefficient(first, 3);
            sumQ56 = ((sumQ56 * argumentQ62) >> 62) + LogarithmTable.coefficient(first, 2);
            sumQ56 = ((sumQ56 * argumentQ62) >> 62) + LogarithmTable.coefficient(first, 1);
            sumQ56 = ((sumQ56 * argumentQ62) >> 62) + LogarithmTable.coefficient(first, 0);

            return Bits.shiftRight(sumQ56 + int256(length - 1) * LogarithmTable.LOGARITHM_OF_TWO_Q56, 10);
        }
    }
}
