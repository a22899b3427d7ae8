// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DivideShift} from "../Numerics/DivideShift.sol";
import {Logarithm} from "../Numerics/Logarithm.sol";
import {Saturation} from "../Numerics/Saturation.sol";

/// @title The scenario's forward over the snapshot's, and its logarithm.
/// @notice Mirrors engine/Kernel/Pricing/ScenarioFactor.cs. Near expiry a part of the forward is an average that is
/// already settled; only the rest moves with the spot. A factor belongs to (expiry, spot shock).
library ScenarioFactor {
    /// @notice Least factor but zero, 2^-14 in Q40: between the two it counts as this.
    int256 internal constant LEAST_Q40 = 1 << 26;

    /// @notice Largest factor, 2^6 in Q40: a scenario set refuses more, and a valuation counts it as this.
    int256 internal constant MAX_Q40 = 1 << 46;

    /// @dev ln(2^40) as Logarithm.natural gives it, so that the logarithm of one is zero.
    int256 private constant LOGARITHM_OF_ONE_Q40_Q46 = 1_951_035_865_051_674;

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
