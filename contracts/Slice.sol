// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Position} from "./Position.sol";

/// @title A fraction of everything an account holds.
/// @notice Every part is ceil(part * fraction) with its sign: the taker gets no less of what is held and no more of
/// what is owed than its fraction, so rounding never helps the debtor, and each part is off its share by less than one
/// raw unit.
library Slice {
    /// @notice The whole, in millionths.
    uint32 internal constant WHOLE = 1e6;

    /// @notice ceil(part * fraction / 1e6), negative for a debt or a short.
    function ofSigned(int256 part, uint32 fraction) internal pure returns (int256) {
        return Position.ceilDivide(part * int256(uint256(fraction)), int256(uint256(WHOLE)));
    }

    /// @notice ceil(part * fraction / 1e6), raised to a multiple of `unit`, of which `part` is one.
    function ofCollateral(uint128 part, uint32 fraction, uint128 unit) internal pure returns (uint128) {
        uint256 step = uint256(WHOLE) * unit;
        uint256 units = (uint256(part) * fraction + step - 1) / step;
        // units * unit <= part, since fraction <= 1e6 and unit divides part.
        return uint128(units * unit);
    }
}
