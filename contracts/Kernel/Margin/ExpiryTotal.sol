// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Numerics/MulShift.sol";
import {MoneyRange} from "./MoneyRange.sol";

/// @title The profit or loss of one expiry's options in one scenario, in the normative order of floors.
/// @notice Mirrors engine/Kernel/Margin/ExpiryTotal.cs.
library ExpiryTotal {
    /// @notice floor(sum * discount): the expiry's value today.
    /// @param sum The sum of floor(notional * cell) over the expiry's options.
    /// @param discountQ40 exp(-rate * tau), at most 2^40.
    function discounted(int256 sum, int256 discountQ40) internal pure returns (int256) {
        // A discount is at most one, so that the product is in range as the sum is.
        unchecked {
            return (MoneyRange.clamp(sum) * discountQ40) >> 40;
        }
    }

    /// @notice The shocked value, discounted and then scaled by the side that its sign gives.
    /// @param sum The sum of floor(notional * cell) in the scenario.
    /// @param discountQ40 exp(-rate * tau).
    /// @param longSideQ40 What a value of at least zero is multiplied by.
    /// @param shortSideQ40 What a value below zero is multiplied by.
    function shocked(
        int256 sum,
        int256 discountQ40,
        int256 longSideQ40,
        int256 shortSideQ40
    ) internal pure returns (int256) {
        int256 discounted_ = discounted(sum, discountQ40);
        return MulShift.clamp(discounted_, discounted_ >= 0 ? longSideQ40 : shortSideQ40, 40, MoneyRange.LIMIT);
    }

    /// @notice Shocked value less today's; a rotation of the smile counts as a loss whichever way it went.
    /// @param shocked_ From `shocked`.
    /// @param today From `discounted`.
    /// @param rotated Whether the scenario rotates the smile.
    function profit(int256 shocked_, int256 today, bool rotated) internal pure returns (int256) {
        // A difference of 63-bit numbers.
        unchecked {
            int256 profit_ = shocked_ - today;
            return rotated && profit_ > 0 ? -profit_ : profit_;
        }
    }
}
