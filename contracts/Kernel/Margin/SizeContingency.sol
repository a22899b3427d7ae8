// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Numerics/MulShift.sol";
import {MoneyRange} from "./MoneyRange.sol";

/// @title Add-ons that are a share of size at spot: perpetuals, naked short options, haircuts.
/// @notice Mirrors engine/Kernel/Margin/SizeContingency.cs.
library SizeContingency {
    /// @notice ceil(spot * size): a size in money.
    /// @param spot Raw 1e-8.
    /// @param size Raw 1e-8, not negative.
    /// @param moneyDecimals Places of the settlement currency.
    function atSpotCeil(int256 spot, int256 size, int256 moneyDecimals) internal pure returns (int256) {
        // A product of 64-bit numbers.
        unchecked {
            return MoneyRange.ceil(spot * MoneyRange.clamp(size), 16 - moneyDecimals);
        }
    }

    /// @notice ceil(amount * share).
    /// @param amount Money, not negative.
    /// @param shareQ40 The share; not negative.
    function shareCeil(int256 amount, int256 shareQ40) internal pure returns (int256) {
        // Negations of 64-bit numbers.
        unchecked {
            return -MulShift.clamp(-amount, shareQ40, 40, MoneyRange.LIMIT);
        }
    }
}
