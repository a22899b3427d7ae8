// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Logarithm} from "../Numerics/Logarithm.sol";
import {MulShift} from "../Numerics/MulShift.sol";
import {Saturation} from "../Numerics/Saturation.sol";
import {SquareRoot} from "../Numerics/SquareRoot.sol";

/// @title Volatility of a strike from a stochastic-volatility-inspired smile.
/// @notice Mirrors engine/Kernel/Pricing/SviSmile.cs. J. Gatheral, 2004: w = a + b (rho (k - m) + sqrt((k - m)^2 +
/// sigma^2)) is the total variance at k = ln(K / F). The wings are cut off as Derive does: |k| at 4 sqrt(a + b sigma),
/// w at 0 and 20.
library SviSmile {
    /// @notice Bound of each parameter, 2^10 in Q46; beyond it a parameter counts as this.
    int256 internal constant MAX_PARAMETER_Q46 = 1 << 56;

    /// @notice Largest total variance, 20 in Q46.
    int256 internal constant MAX_VARIANCE_Q46 = 20 << 46;

    /// @dev Bound of an intermediate result, 2^14 in Q46.
    int256 private constant LIMIT = 1 << 60;

    /// @dev Bound of variance per year, 2^33 in Q75: its root is below 2^63 in Q46.
    int256 private constant MAX_YEARLY_VARIANCE_Q75 = 1 << 108;

    /// @notice sqrt(w / tau).
    /// @param aQ46 Level of variance.
    /// @param bQ46 Slope of the wings.
    /// @param rhoQ46 Asymmetry.
    /// @param mQ46 Shift of the smile.
    /// @param sigmaQ46 Curvature at the money.
    /// @param strike K, positive, any unit.
    /// @param forwardSvi The forward of the fit, positive, the same unit.
    /// @param tauYearsQ46 The years of the fit; less than one unit counts as one.
    /// @return Volatility of a year, Q46, below 2^17. The total variance is off by less than 2e-13 for parameters up to
    /// 1; the volatility adds less than one unit.
    function volatility(
        int256 aQ46,
        int256 bQ46,
        int256 rhoQ46,
        int256 mQ46,
        int256 sigmaQ46,
        int256 strike,
        int256 forwardSvi,
        int256 tauYearsQ46
    ) internal pure returns (int256) {
        // Parameters are at most 2^56 and logarithms 2^52, products are saturated at 2^60 and roots are below 2^58.
        unchecked {
            int256 levelQ46 = _bounded(aQ46);
            int256 slopeQ46 = _bounded(bQ46);
            int256 curvatureQ46 = _bounded(sigmaQ46);
            int256 wingQ46 = 4 * _rootQ46(levelQ46 + MulShift.clamp(slopeQ46, curvatureQ46, 46, LIMIT));
            int256 logStrikeQ46 = Logarithm.natural(strike) - Logarithm.natural(forwardSvi);
            int256 offsetQ46 = Saturation.between(logStrikeQ46, -wingQ46, wingQ46) - _bounded(mQ46);

            // |offset| < 2^11 and |sigma| <= 2^10: the squares have 114 bits, their root 58.
            int256 distanceQ46 = SquareRoot.floor((offsetQ46 * offsetQ46) + (curvatureQ46 * curvatureQ46));
            int256 shapeQ46 = MulShift.clamp(_bounded(rhoQ46), offsetQ46, 46, LIMIT) + distanceQ46;
            int256 varianceQ46 = Saturation.between(
                levelQ46 + MulShift.clamp(slopeQ46, shapeQ46, 46, LIMIT),
                0,
                MAX_VARIANCE_Q46
            );

            int256 tauQ46 = tauYearsQ46 < 1 ? int256(1) : tauYearsQ46;
            int256 yearlyQ75 = (varianceQ46 << 75) / tauQ46;
            int256 boundedQ75 = yearlyQ75 > MAX_YEARLY_VARIANCE_Q75 ? MAX_YEARLY_VARIANCE_Q75 : yearlyQ75;
            return SquareRoot.floor(boundedQ75 << 17);
        }
    }

    function _bounded(int256 parameterQ46) private pure returns (int256) {
        return Saturation.between(parameterQ46, -MAX_PARAMETER_Q46, MAX_PARAMETER_Q46);
    }

    /// @notice floor of the root of a number below 2^15, Q46; a negative one counts as 0.
    function _rootQ46(int256 squareQ46) private pure returns (int256) {
        return squareQ46 > 0 ? SquareRoot.floor(squareQ46 << 46) : int256(0);
    }
}
