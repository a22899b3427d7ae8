// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Numerics/MulShift.sol";
import {MoneyRange} from "./MoneyRange.sol";

/// @title The one place that decides rounding of margin: equity is floored, a requirement is rounded up, so that no
/// number of transactions can harvest what rounding drops.
/// @notice Mirrors engine/Kernel/Margin/Requirement.cs.
library Requirement {
    /// @notice ceil(loss * multiplier).
    /// @param loss The loss that binds, at least zero.
    /// @param multiplierQ40 Initial or maintenance multiplier.
    function ofLossCeil(int256 loss, int256 multiplierQ40) internal pure returns (int256) {
        // Negations of 64-bit numbers.
        unchecked {
            return -MulShift.clamp(-loss, multiplierQ40, 40, MoneyRange.LIMIT);
        }
    }

    /// @notice max(0, -total): what a profit or loss counts as among losses.
    /// @param total Profit or loss, money.
    function lossOf(int256 total) internal pure returns (int256) {
        // The negation of a 64-bit number.
        unchecked {
            return total < 0 ? -total : int256(0);
        }
    }

    /// @notice The largest of the losses that may bind, each at least zero; one that the model leaves out is zero.
    /// @param scan The worst scenario's.
    /// @param basis The forward contingency.
    /// @param tail Value at risk or expected shortfall.
    function binding(int256 scan, int256 basis, int256 tail) internal pure returns (int256) {
        int256 larger = scan > basis ? scan : basis;
        return larger > tail ? larger : tail;
    }

    /// @notice The sum of equity's parts, clamped.
    /// @param parts Cash, collateral, expiries' values and profits, each already floored.
    function equity(int256 parts) internal pure returns (int256) {
        return MoneyRange.clamp(parts);
    }
}
