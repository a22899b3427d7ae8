// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Saturating a number to an interval: how valuation stays total where listing would refuse.
/// @notice Mirrors engine/Kernel/Numerics/Saturation.cs.
library Saturation {
    /// @notice The number of [low, high] that is nearest to the value.
    /// @param value Any number, any scale.
    /// @param low The least result.
    /// @param high The greatest result, not below `low`.
    function between(int256 value, int256 low, int256 high) internal pure returns (int256) {
        if (value < low) return low;
        return value > high ? high : value;
    }
}
