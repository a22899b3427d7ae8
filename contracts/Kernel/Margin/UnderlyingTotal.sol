// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Numerics/MulShift.sol";
import {MoneyRange} from "./MoneyRange.sol";

/// @title The profit or loss of one underlying in one scenario.
/// @notice Mirrors engine/Kernel/Margin/UnderlyingTotal.cs.
library UnderlyingTotal {
    /// @notice floor(sum * dampening).
    /// @param sum Expiries' profits and floor(notional * (factor - 1)) of what moves with the spot.
    /// @param dampeningQ40 The share that counts, from 0 to 2^40.
    function dampened(int256 sum, int256 dampeningQ40) internal pure returns (int256) {
        return MulShift.clamp(MoneyRange.clamp(sum), dampeningQ40, 40, MoneyRange.LIMIT);
    }
}
