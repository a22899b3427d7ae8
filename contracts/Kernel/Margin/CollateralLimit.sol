// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MoneyRange} from "./MoneyRange.sol";

/// @title How much of what is not yet cash may cover a requirement.
/// @notice Mirrors engine/Kernel/Margin/CollateralLimit.cs.
library CollateralLimit {
    /// @notice max(0, value - limit): what is added to a requirement, so that no more than the limit covers it. It
    /// grows with the value by as much, and never by more, so more value never leaves an account with less.
    /// @param value The value that is in equity, any sign.
    /// @param limit The most that counts, not negative.
    function excess(int256 value, int256 limit) internal pure returns (int256) {
        // Numbers of 128 bits.
        unchecked {
            int256 excess_ = value - limit;
            return excess_ > 0 ? MoneyRange.clamp(excess_) : int256(0);
        }
    }
}
