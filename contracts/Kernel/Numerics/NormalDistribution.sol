// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bits} from "./Bits.sol";
import {NormalDistributionTable} from "./NormalDistributionTable.sol";

/// @title The standard normal distribution function, less one half.
/// @notice Mirrors engine/Kernel/Numerics/NormalDistribution.cs. S(d) = Phi(d) - 1/2 is odd, so half of it is stored:
/// 16 segments of width 1/2 in NormalDistributionTable. Beyond 8 it keeps the value it has just below 8, where 1/2 - S
/// is 6.2e-16.
library NormalDistribution {
    /// @notice One half in Q52: Phi(d) = S(d) + HALF_Q52.
    int256 internal constant HALF_Q52 = 1 << 51;

    /// @dev Largest deviation that a segment holds: just below 8.
    int256 private constant LAST_Q46 = (8 << 46) - 1;

    uint256 private constant SEGMENT_SHIFT = 45;

    /// @notice S(d) = Phi(d) - 1/2.
    /// @param deviationQ46 Any number.
    /// @return S, Q52, odd in the deviation, |S| < 1/2; off by less than 4e-15. S(0) = 0.
    /// @dev Warning: NormalDistributionTable.load once before.
    function centred(int256 deviationQ46) internal pure returns (int256) {
        // sign is 0 or -1, so (n ^ sign) - sign is n or -n, without a branch.
        // The argument is below 2^45, every sum below 2^52 and every product below 2^97.
        unchecked {
            int256 sign = deviationQ46 >> 255;
            int256 magnitudeQ46 = (deviationQ46 ^ sign) - sign;
            if (magnitudeQ46 > LAST_Q46) return (NormalDistributionTable.SATURATED_Q52 ^ sign) - sign;

            int256 argumentQ46 = Bits.lowBits(magnitudeQ46, SEGMENT_SHIFT);
            NormalDistributionTable.select(uint256(Bits.shiftRight(magnitudeQ46, SEGMENT_SHIFT)));
            int256 sumQ52 = NormalDistributionTable.coefficient(10);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(9);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(8);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(7);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(6);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(5);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(4);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(3);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(2);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(1);
            sumQ52 = ((sumQ52 * argumentQ46) >> 46) + NormalDistributionTable.coefficient(0);
            return (sumQ52 ^ sign) - sign;
        }
    }

    /// @notice first * Phi(d1) - second * Phi(d2): both sides of Black's formula.
    /// @param firstQ40 A number that is not negative.
    /// @param d1Q46 Any number.
    /// @param secondQ46 A number that is not negative.
    /// @param d2Q46 Any number.
    /// @return The difference, Q40, at most `firstQ40`; off by -1 to 1/64 units and 4e-15 of the larger number.
    /// @dev Warning: NormalDistributionTable.load once before. Each product is floored to Q46 and their difference to
    /// Q40: two units of 2^-46 and one of 2^-40, where two floors to Q40 would cost two of 2^-40. The two evaluations
    /// are written out: as two calls of `centred` they cost 60 gas more.
    function weightedDifference(
        int256 firstQ40,
        int256 d1Q46,
        int256 secondQ46,
        int256 d2Q46
    ) internal pure returns (int256) {
        // As above; Phi lies between 0 and 1, so a product lies between 0 and its number: 69 bits, and 63 after the
        // shift.
        unchecked {
            int256 sign1 = d1Q46 >> 255;
            int256 magnitude1Q46 = (d1Q46 ^ sign1) - sign1;
            int256 sign2 = d2Q46 >> 255;
            int256 magnitude2Q46 = (d2Q46 ^ sign2) - sign2;
            int256 sum1Q52;
            int256 sum2Q52;
            if ((magnitude1Q46 | magnitude2Q46) > LAST_Q46) {
                sum1Q52 = centred(magnitude1Q46);
                sum2Q52 = centred(magnitude2Q46);
            } else {
                int256 argument1Q46 = Bits.lowBits(magnitude1Q46, SEGMENT_SHIFT);
                NormalDistributionTable.select(uint256(Bits.shiftRight(magnitude1Q46, SEGMENT_SHIFT)));
                sum1Q52 = NormalDistributionTable.coefficient(10);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(9);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(8);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(7);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(6);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(5);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(4);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(3);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(2);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(1);
                sum1Q52 = ((sum1Q52 * argument1Q46) >> 46) + NormalDistributionTable.coefficient(0);

                int256 argument2Q46 = Bits.lowBits(magnitude2Q46, SEGMENT_SHIFT);
                NormalDistributionTable.select(uint256(Bits.shiftRight(magnitude2Q46, SEGMENT_SHIFT)));
                sum2Q52 = NormalDistributionTable.coefficient(10);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(9);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(8);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(7);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(6);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(5);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(4);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(3);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(2);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(1);
                sum2Q52 = ((sum2Q52 * argument2Q46) >> 46) + NormalDistributionTable.coefficient(0);
            }

            int256 differenceQ46 = ((firstQ40 * (HALF_Q52 + (sum1Q52 ^ sign1) - sign1)) >> 46) -
                ((secondQ46 * (HALF_Q52 + (sum2Q52 ^ sign2) - sign2)) >> 52);
            return differenceQ46 >> 6;
        }
    }
}
