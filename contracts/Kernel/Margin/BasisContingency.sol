// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Numerics/MulShift.sol";
import {ExpiryTotal} from "./ExpiryTotal.sol";
import {MoneyRange} from "./MoneyRange.sol";

/// @title What an expiry loses when forwards move and volatility does not, scaled by time.
/// @notice Mirrors engine/Kernel/Margin/BasisContingency.cs.
library BasisContingency {
    /// @notice add + multiplier * tau, scale 2^40, rounded up.
    /// @param addQ40 Constant part.
    /// @param multiplierQ40 Part per year.
    /// @param tauYearsQ46 Years to expiry.
    function factorCeil(int256 addQ40, int256 multiplierQ40, int256 tauYearsQ46) internal pure returns (int256) {
        // A sum of 64-bit numbers.
        unchecked {
            return addQ40 + MulShift.ceil(multiplierQ40, tauYearsQ46, 46);
        }
    }

    /// @notice ceil(loss * factor), the loss being today less the lower of the two moved values, at least zero.
    /// @param today The expiry's value, undiscounted.
    /// @param movedUp Its value with the forward up, undiscounted.
    /// @param movedDown Its value with the forward down, undiscounted.
    /// @param discountQ40 exp(-rate * tau).
    /// @param factorQ40 From `factorCeil`.
    function ofExpiry(
        int256 today,
        int256 movedUp,
        int256 movedDown,
        int256 discountQ40,
        int256 factorQ40
    ) internal pure returns (int256) {
        int256 lower = movedUp < movedDown ? movedUp : movedDown;
        // Both values are in the range of money.
        unchecked {
            int256 loss = ExpiryTotal.discounted(today, discountQ40) - ExpiryTotal.discounted(lower, discountQ40);
            return loss > 0 ? -MulShift.clamp(-loss, factorQ40, 40, MoneyRange.LIMIT) : int256(0);
        }
    }
}
