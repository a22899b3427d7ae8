// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bits} from "./Bits.sol";
import {ExponentialTable} from "./ExponentialTable.sol";

/// @title The exponential function.
/// @notice Mirrors engine/Kernel/Numerics/Exponential.cs. e^x = 2^y with y = x / ln 2 = n + f, n whole and 0 <= f < 1;
/// the first four binary digits of f choose a segment of ExponentialTable, the rest is its argument.
library Exponential {
    /// @notice Thrown when the exponent exceeds MAX_EXPONENT_Q46.
    error ExponentOutOfRange(int256 exponentQ46);

    /// @notice Largest accepted exponent, floor(22 ln 2) in Q46: the power stays below 2^22.
    int256 internal constant MAX_EXPONENT_Q46 = 1_073_069_725_778_421;

    /// @notice From here down the power is below one unit: -29 in Q46, and e^-29 < 2^-41.
    int256 internal constant UNDERFLOW_Q46 = -2_040_693_581_152_256;

    uint256 private constant FRACTION_BITS = 57;
    uint256 private constant SEGMENT_SHIFT = 53;

    /// @notice floor of e^exponent.
    /// @param exponentQ46 Any number up to MAX_EXPONENT_Q46; far below zero the power is 0.
    /// @return The power, Q40, 0 to 2^62; off by less than one unit and 2e-17 of its value. e^0 = 1.
    function natural(int256 exponentQ46) internal pure returns (int256) {
        if (exponentQ46 > MAX_EXPONENT_Q46) revert ExponentOutOfRange(exponentQ46);
        if (exponentQ46 <= UNDERFLOW_Q46) return 0;

        // -42 < y < 22, so |y| < 2^62.4 in Q57, and 21 - n is from 0 to 63. Every sum is positive and at most 2 in Q61.
        unchecked {
            int256 binaryQ57 = (exponentQ46 * ExponentialTable.BINARY_LOGARITHM_OF_E_Q61) >> 50;
            int256 whole = Bits.shiftRight(binaryQ57, FRACTION_BITS);
            int256 fractionQ57 = Bits.lowBits(binaryQ57, FRACTION_BITS);
            uint256 segment = uint256(Bits.shiftRight(fractionQ57, SEGMENT_SHIFT));
            int256 argumentQ57 = Bits.lowBits(fractionQ57, SEGMENT_SHIFT);

            (uint256 first, uint256 second) = ExponentialTable.select(segment);
            int256 sumQ61 = ExponentialTable.coefficient(second, 2);
            sumQ61 = ((sumQ61 * argumentQ57) >> FRACTION_BITS) + ExponentialTable.coefficient(second, 1);
            sumQ61 = ((sumQ61 * argumentQ57) >> FRACTION_BITS) + ExponentialTable.coefficient(second, 0);
            sumQ61 = ((sumQ61 * argumentQ57) >> FRACTION_BITS) + ExponentialTable.coefficient(first, 3);
            sumQ61 = ((sumQ61 * argumentQ57) >> FRACTION_BITS) + ExponentialTable.coefficient(first, 2);
            sumQ61 = ((sumQ61 * argumentQ57) >> FRACTION_BITS) + ExponentialTable.coefficient(first, 1);
            sumQ61 = ((sumQ61 * argumentQ57) >> FRACTION_BITS) + ExponentialTable.coefficient(first, 0);

            return Bits.shiftRight(sumQ61, uint256(21 - whole));
        }
    }
}
