// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";

/// @title Whether an amount has to be clamped.
/// @notice Almost none has, and this is an expression, which the optimizer inlines: a call of MoneyRange.clamp costs 40
/// gas more, and a margin has thousands.
library MoneyCheck {
    /// @notice Whether MoneyRange.clamp would change the amount.
    function isOutside(int256 amount) internal pure returns (bool) {
        unchecked {
            return uint256(amount + MoneyRange.LIMIT) > uint256(2 * MoneyRange.LIMIT);
        }
    }
}
