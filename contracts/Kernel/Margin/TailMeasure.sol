// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DivideShift} from "../Numerics/DivideShift.sol";

/// @title Value at risk and expected shortfall of weighted scenario totals: the loss that the worst share of the weight
/// reaches, and the mean loss of that share.
/// @notice Mirrors engine/Kernel/Margin/TailMeasure.cs, which derives the formulas and their bounds. A loss is a
/// negated total and counts against zero. With weights w of sum W and a level a in millionths, the tail's mass is T = W
/// (10^6 - a) in millionths of a weight. Totals are within MoneyRange.LIMIT, weights 1 to 2^32 and scenarios at most
/// 2^16, so no sum exceeds 128 bits.
library TailMeasure {
    /// @notice A level of one, in millionths.
    int256 internal constant PPM_PER_ONE = 1_000_000;

    /// @notice The largest loss v for which the scenarios that lose v or more have at least the tail's mass. It is
    /// always one of the losses, and negative where every scenario of the tail gains.
    /// @param totals Profit or loss of each scenario, money; at least one.
    /// @param weights Their weights, from 1, as many.
    /// @param confidencePpm The level in millionths, 0 to 999,999.
    /// @return A loss, money; exact.
    /// @dev Up to 63 passes over the totals: for the few of a witness. A whole set comes with a hint (TailHint).
    function valueAtRisk(
        int256[] memory totals,
        int256[] memory weights,
        int256 confidencePpm
    ) internal pure returns (int256) {
        unchecked {
            int256 leastMass_ = leastMass(weights, confidencePpm);
            int256 low = totals[0];
            int256 high = totals[0];
            for (uint256 i = 1; i < totals.length; ++i) {
                low = totals[i] < low ? totals[i] : low;
                high = totals[i] > high ? totals[i] : high;
            }

            // The least total whose mass from below suffices. The range halves at most 63 times.
            while (low < high) {
                int256 middle = (low + high) >> 1;
                bool suffices = _massUpTo(totals, weights, middle) >= leastMass_;
                high = suffices ? middle : high;
                low = suffices ? low : middle + 1;
            }

            return -low;
        }
    }

    /// @notice ceil of the tail's mean loss: the losses beyond value at risk with their whole weight, and value at risk
    /// with the rest of the tail's mass. Never below value at risk, and like it negative where the tail gains.
    /// @param totals Profit or loss of each scenario, money; at least one.
    /// @param weights Their weights, from 1, as many.
    /// @param confidencePpm The level in millionths, 0 to 999,999.
    /// @param valueAtRisk_ From `valueAtRisk` of the same arguments.
    /// @return A loss, money; less than one unit too large.
    function expectedShortfall(
        int256[] memory totals,
        int256[] memory weights,
        int256 confidencePpm,
        int256 valueAtRisk_
    ) internal pure returns (int256) {
        unchecked {
            int256 excess = 0;
            for (uint256 i = 0; i < totals.length; ++i) {
                int256 beyond = -totals[i] - valueAtRisk_;
                excess += beyond > 0 ? weights[i] * beyond : int256(0);
            }

            // The engine's twin takes the quotient first to stay within 128 bits; the bits are the same.
            int256 mass = tailMass(weights, confidencePpm);
            int256 whole = excess / mass;
            int256 rest = excess % mass;
            int256 mean = (PPM_PER_ONE * whole) + (((PPM_PER_ONE * rest) + mass - 1) / mass);
            return valueAtRisk_ + mean;
        }
    }

    /// @notice T = W (10^6 - a): the tail's mass in millionths of a weight.
    /// @param weights The weights.
    /// @param confidencePpm a, in millionths.
    /// @return The mass, positive.
    function tailMass(int256[] memory weights, int256 confidencePpm) internal pure returns (int256) {
        unchecked {
            int256 sum = 0;
            for (uint256 i = 0; i < weights.length; ++i) {
                sum += weights[i];
            }

            int256 mass = sum * (PPM_PER_ONE - confidencePpm);
            if (mass <= 0) revert DivideShift.DivisorNotPositive(mass);
            return mass;
        }
    }

    /// @notice ceil(T / 10^6): the least whole mass that reaches the tail's.
    /// @param weights The weights.
    /// @param confidencePpm a, in millionths.
    function leastMass(int256[] memory weights, int256 confidencePpm) internal pure returns (int256) {
        unchecked {
            return (tailMass(weights, confidencePpm) + PPM_PER_ONE - 1) / PPM_PER_ONE;
        }
    }

    function _massUpTo(int256[] memory totals, int256[] memory weights, int256 total) private pure returns (int256) {
        unchecked {
            int256 mass = 0;
            for (uint256 i = 0; i < totals.length; ++i) {
                mass += totals[i] <= total ? weights[i] : int256(0);
            }

            return mass;
        }
    }
}
