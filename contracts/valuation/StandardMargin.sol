// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {PositionValue} from "../Kernel/Margin/PositionValue.sol";
import {SizeContingency} from "../Kernel/Margin/SizeContingency.sol";
import {DivideShift} from "../Kernel/Numerics/DivideShift.sol";
import {MarketRow} from "../MarketRow.sol";
import {Row} from "../interfaces/IMarginTypes.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";

/// @title The standard margin of the escape (rule E3): what an account must keep when nothing but spots is known.
/// @notice Options and spot that are held count as nothing. A short option owes its intrinsic value at spot and a share
/// of its size, max(13 %, 15 % - out of the money / spot), the shares of Derive's standard manager. A perpetual or
/// future has its profit at spot, and needs 10 % of its size.
library StandardMargin {
    using MarketRow for bytes32;

    int256 private constant MAXIMUM_SHARE_Q40 = (15 * (int256(1) << 40)) / 100;
    int256 private constant MINIMUM_SHARE_Q40 = (13 * (int256(1) << 40)) / 100;
    int256 private constant LINEAR_SHARE_Q40 = (10 * (int256(1) << 40)) / 100;
    int256 private constant DOLLAR_DECIMALS = 6;

    /// @notice Value and margin of a row, of linear settlement in micro-units.
    function ofRow(Row calldata row, int256 spot) internal pure returns (int256 value, int256 margin) {
        uint8 kind = InstrumentId.kind(row.instrument);
        if (InstrumentId.settlement(row.instrument) == InstrumentId.SETTLEMENT_INVERSE) {
            revert IMarginEngine.SettlementMixed(row.instrument);
        }
        int256 quantity = row.packed.signed(0);
        unchecked {
            int256 size = SizeContingency.atSpotCeil(spot, quantity < 0 ? -quantity : quantity, DOLLAR_DECIMALS);
            if (kind == InstrumentId.PERPETUAL || kind == InstrumentId.FUTURE) {
                value = PositionValue.profit(spot, row.packed.signed(1), quantity, DOLLAR_DECIMALS);
                return (value, SizeContingency.shareCeil(size, LINEAR_SHARE_Q40));
            }
            if (quantity > 0) return (0, 0);
            if (kind == InstrumentId.SPOT) return (-size, 0);
            int256 strike = int256(uint256(InstrumentId.strike(row.instrument)));
            int256 outside = kind == InstrumentId.CALL ? strike - spot : spot - strike;
            if (outside < 0) value = PositionValue.notional(-outside, quantity, DOLLAR_DECIMALS);
            margin = SizeContingency.shareCeil(size, _shareQ40(outside, spot));
        }
    }

    /// @dev max(minimum, maximum - out of the money / spot).
    function _shareQ40(int256 outside, int256 spot) private pure returns (int256) {
        if (outside <= 0) return MAXIMUM_SHARE_Q40;
        unchecked {
            int256 shareQ40 =
                MAXIMUM_SHARE_Q40 - DivideShift.clamp(outside << 40, spot < 1 ? int256(1) : spot, MoneyRange.LIMIT);
            return shareQ40 > MINIMUM_SHARE_Q40 ? shareQ40 : MINIMUM_SHARE_Q40;
        }
    }
}
