// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DivideShift} from "../Numerics/DivideShift.sol";
import {Exponential} from "../Numerics/Exponential.sol";
import {MulShift} from "../Numerics/MulShift.sol";
import {Saturation} from "../Numerics/Saturation.sol";

/// @title Discount factors: of the market, and of the scenario values of either sign.
/// @notice Mirrors engine/Kernel/Pricing/Discount.cs. The two sides are those of Derive's portfolio margin (PMRM_2):
/// what an account would receive is discounted by more than the rate, what it would owe is raised. All functions are
/// total.
library Discount {
    /// @notice Largest factor, 2^22 in Q40; a larger one counts as this.
    int256 internal constant MAX_FACTOR_Q40 = 1 << 62;

    int256 private constant ONE_Q40 = 1 << 40;

    /// @dev Bound of an intermediate result, 2^14 in Q46.
    int256 private constant LIMIT = 1 << 60;

    /// @notice min(1, e^(-rate tau)): a negative rate does not make future money worth more.
    /// @param rateQ46 Rate of a year, any sign.
    /// @param tauYearsQ46 Years to expiry, not negative.
    /// @return The market's discount D, Q40, 0 to 1; off by less than one unit and 1.5e-14.
    function factor(int256 rateQ46, int256 tauYearsQ46) internal pure returns (int256) {
        int256 exponentQ46 = MulShift.clamp(rateQ46, tauYearsQ46, 46, LIMIT);
        // The exponent is saturated.
        unchecked {
            return exponentQ46 > 0 ? Exponential.natural(-exponentQ46) : ONE_Q40;
        }
    }

    /// @notice base * e^(-tau (max(0, rate) * multiplier + add)): for a value the account would receive.
    /// @param baseQ40 The factor that applies whatever the time, not negative.
    /// @param rateQ46 Rate of a year; negative counts as 0.
    /// @param multiplierQ40 Multiple of the rate.
    /// @param addQ46 What is added to it.
    /// @param tauYearsQ46 Years to expiry, not negative.
    /// @return The factor, Q40, 0 to 2^22; off by less than 1 + base units and (1 + tau) * 1.5e-14 of its value.
    function longSide(
        int256 baseQ40,
        int256 rateQ46,
        int256 multiplierQ40,
        int256 addQ46,
        int256 tauYearsQ46
    ) internal pure returns (int256) {
        int256 exponentQ46 = _exponent(rateQ46, multiplierQ40, addQ46, tauYearsQ46);
        // The exponent is saturated.
        unchecked {
            return MulShift.clamp(baseQ40, _growth(-exponentQ46), 40, MAX_FACTOR_Q40);
        }
    }

    /// @notice min(1 / D, base * e^(tau (max(0, rate) * multiplier + add))): for a value the account would owe.
    /// @param baseQ40 The factor that applies whatever the time, not negative.
    /// @param rateQ46 Rate of a year; negative counts as 0 here, and D is 1.
    /// @param multiplierQ40 Multiple of the rate.
    /// @param addQ46 What is added to it.
    /// @param tauYearsQ46 Years to expiry, not negative.
    /// @return The factor, Q40, 0 to 2^22; off by less than 1 + base units and (1 + tau) * 1.5e-14 of its value, where
    /// 1 / D is the less by 1 + 1 / D^2 units.
    function shortSide(
        int256 baseQ40,
        int256 rateQ46,
        int256 multiplierQ40,
        int256 addQ46,
        int256 tauYearsQ46
    ) internal pure returns (int256) {
        int256 exponentQ46 = _exponent(rateQ46, multiplierQ40, addQ46, tauYearsQ46);
        int256 raisedQ40 = MulShift.clamp(baseQ40, _growth(exponentQ46), 40, MAX_FACTOR_Q40);
        int256 inverseQ40 = _inverse(factor(rateQ46, tauYearsQ46));
        return raisedQ40 < inverseQ40 ? raisedQ40 : inverseQ40;
    }

    /// @notice tau (max(0, rate) * multiplier + add), Q46, saturated.
    function _exponent(
        int256 rateQ46,
        int256 multiplierQ40,
        int256 addQ46,
        int256 tauYearsQ46
    ) private pure returns (int256) {
        int256 multipleQ46 = rateQ46 > 0 ? MulShift.clamp(rateQ46, multiplierQ40, 40, LIMIT) : int256(0);
        // Both terms are saturated.
        unchecked {
            int256 yearlyQ46 = multipleQ46 + Saturation.between(addQ46, -LIMIT, LIMIT);
            return MulShift.clamp(yearlyQ46, tauYearsQ46, 46, LIMIT);
        }
    }

    /// @notice e^exponent, Q40; an exponent beyond the domain counts as its largest.
    function _growth(int256 exponentQ46) private pure returns (int256) {
        return Exponential.natural(Saturation.between(exponentQ46, -LIMIT, Exponential.MAX_EXPONENT_Q46));
    }

    /// @notice floor(1 / D), at most 2^22; of no value left, 2^22.
    function _inverse(int256 discountQ40) private pure returns (int256) {
        return discountQ40 > 0 ? DivideShift.clamp(ONE_Q40 << 40, discountQ40, MAX_FACTOR_Q40) : MAX_FACTOR_Q40;
    }
}
