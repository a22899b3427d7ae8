// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Numerics/MulShift.sol";

/// @title What a lost peg adds to the initial multiplier.
/// @notice Mirrors engine/Kernel/Margin/StableContingency.cs.
library StableContingency {
    /// @notice max(0, threshold - price) * factor, scale 2^40, rounded up.
    /// @param stablePriceQ40 Price of the stable coin.
    /// @param thresholdQ40 Price from which nothing is added.
    /// @param factorQ40 Multiplier per unit of lost peg.
    function multiplierCeil(
        int256 stablePriceQ40,
        int256 thresholdQ40,
        int256 factorQ40
    ) internal pure returns (int256) {
        // A difference of 64-bit numbers.
        unchecked {
            return
                stablePriceQ40 < thresholdQ40 ? MulShift.ceil(thresholdQ40 - stablePriceQ40, factorQ40, 40) : int256(0);
        }
    }
}
