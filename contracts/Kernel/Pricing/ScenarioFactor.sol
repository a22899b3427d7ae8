// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DivideShift} from "../Numerics/DivideShift.sol";
import {Exponential} from "../Numerics/Exponential.sol";
import {Logarithm} from "../Numerics/Logarithm.sol";
import {MulShift} from "../Numerics/MulShift.sol";
import {Saturation} from "../Numerics/Saturation.sol";
import {Black76} from "./Black76.sol";

/// @title The scenario's forward over the snapshot's, and its logarithm.
/// @notice Mirrors engine/Kernel/Pricing/ScenarioFactor.cs. Near expiry a part of the forward is an average that is
/// already settled; only the rest moves with the spot. A factor belongs to (expiry, spot shock).
library ScenarioFactor {
    /// @notice Least factor but zero, 2^-14 in Q40: between the two it counts as this.
    int256 internal constant LEAST_Q40 = 1 << 26;

    /// @notice Largest factor, 2^6 in Q40: a scenario set refuses more, and a valuation counts it as this.
    int256 internal constant MAX_Q40 = 1 << 46;

    /// @notice ln(2^40) as Logarithm.natural gives it, so that the logarithm of one is zero.
    int256 internal constant LOGARITHM_OF_ONE_Q40_Q46 = 1_951_035_865_051_674;

    /// @dev Bound of an exponent, 2^14 in Q46: far outside what the exponential resolves.
    int256 private constant EXPONENT_LIMIT = 1 << 60;

    /// @notice e^(z sigma sqrt(tau)): the spot's factor under a residual z of filtered historical simulation, of which
    /// sigma is today's volatility and tau the horizon. Source: G. Barone-Adesi, K. Giannopoulos and L. Vosper, VaR
    /// without correlations for portfolios of derivative securities, 1999.
    /// @param residualQ40 z, a past move in standard deviations of its day; any 64-bit number.
    /// @param sigmaQ46 Today's volatility of a year; negative counts as 0.
    /// @param sqrtHorizonQ46 Square root of the years of the horizon, not negative; sigma sqrt(tau) beyond 16 counts
    /// as 16.
    /// @return The factor, Q40, LEAST_Q40 to MAX_Q40; between those off by less than one unit and (|z| + 1) * 1.5e-14
    /// of its value. z = 0 and sigma = 0 give 1.
    function ofResidual(int256 residualQ40, int256 sigmaQ46, int256 sqrtHorizonQ46) internal pure returns (int256) {
        int256 deviationQ46 = Black76.totalVolatility(sigmaQ46, sqrtHorizonQ46);
        int256 exponentQ46 = MulShift.clamp(residualQ40, deviationQ46, 40, EXPONENT_LIMIT);
        int256 factorQ40 = Exponential.natural(
            Saturation.between(exponentQ46, -EXPONENT_LIMIT, Exponential.MAX_EXPONENT_Q46)
        );
        return Saturation.between(factorQ40, LEAST_Q40, MAX_Q40);
    }

    /// @notice floor(((forward - settledPart) * spotFactor + settledPart) / forward).
    /// @param forward The snapshot's forward F, positive.
    /// @param settledPart The part of it that is settled, same unit, not negative.
    /// @param spotFactorQ40 The scenario's spot over the snapshot's; counts as 0 to MAX_Q40.
    /// @return f, Q40: 0, or LEAST_Q40 to MAX_Q40; between those less than one unit too small.
    function ofForward(int256 forward, int256 settledPart, int256 spotFactorQ40) internal pure returns (int256) {
        int256 spot = _clamped(spotFactorQ40);
        // The difference has 64 bits, the factor 47, the settled part 63 and 40.
        unchecked {
            int256 shockedQ40 = ((forward - settledPart) * spot) + (settledPart << 40);
            return _clamped(DivideShift.clamp(shockedQ40, forward, MAX_Q40));
        }
    }

    /// @notice ln f.
    /// @param factorQ40 f, positive.
    /// @return The logarithm, Q46; off by less than 1.04 units (1.5e-14). ln 1 = 0.
    function log(int256 factorQ40) internal pure returns (int256) {
        // A logarithm lies between 0 and 2^52.
        unchecked {
            return Logarithm.natural(factorQ40) - LOGARITHM_OF_ONE_Q40_Q46;
        }
    }

    /// @notice The factor, or LEAST_Q40 if that is more: what a coin-settled cell divides by.
    /// @param factorQ40 f.
    function atLeastLeast(int256 factorQ40) internal pure returns (int256) {
        return factorQ40 < LEAST_Q40 ? LEAST_Q40 : factorQ40;
    }

    function _clamped(int256 factorQ40) private pure returns (int256) {
        if (factorQ40 <= 0) return 0;
        return Saturation.between(factorQ40, LEAST_Q40, MAX_Q40);
    }
}
