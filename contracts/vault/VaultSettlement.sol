// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {Position} from "../Position.sol";
import {RowList} from "../RowList.sol";
import {CashReason} from "../interfaces/IMarginVault.sol";
import {IVaultTrading} from "../interfaces/IVaultTrading.sol";
import {AccountState, Row} from "../interfaces/IMarginTypes.sol";
import {VaultClearing} from "./VaultClearing.sol";

/// @title Expired rows become cash.
/// @notice All settled rows of an account at once, so that nobody can settle the winning leg and leave the losing one
/// (S2). Cash may become negative; no gate applies, since the margin of a settled row is gone with it.
abstract contract VaultSettlement is VaultClearing {
    using RowList for RowList.List;

    /// @inheritdoc IVaultTrading
    function settle(bytes32 account, Row[] calldata rows) external override {
        if (_accounts[account].state == AccountState.None) revert AccountUnknown();
        _requireRows(account, rows);
        RowList.List memory list = RowList.copy(rows, 0);
        Row[] memory settled = new Row[](0);
        bytes32 unpriced;
        int256 cash = 0;
        for (uint256 i = 0; i < rows.length; ++i) {
            uint40 expiry = InstrumentId.expiry(rows[i].instrument);
            if (expiry == 0 || expiry > block.timestamp) continue;
            (int64 price, bool set) = market.settlement(InstrumentId.underlying(rows[i].instrument), expiry);
            if (!set) {
                unpriced = rows[i].instrument;
                continue;
            }
            cash += _settleRow(list, rows[i], price);
            settled = RowList.noted(settled, Row(rows[i].instrument, bytes32(0)));
        }
        if (settled.length == 0) {
            if (unpriced != bytes32(0)) revert SettlementMissing(unpriced);
            revert NotExpired();
        }
        _storeRows(account, list, settled);
        _changeCash(account, cash, CashReason.SETTLED);
    }

    /// @notice Removes the row; returns its value at the settlement price, micro-units, floored.
    function _settleRow(RowList.List memory list, Row calldata row, int64 price) private returns (int256) {
        Position.State memory position = Position.unpack(row.packed);
        Position.State memory none;
        list.set(row.instrument, none);
        _moveOpenInterest(
            row.instrument,
            -Position.longPart(position.quantity),
            -Position.shortPart(position.quantity)
        );
        int256 perUnit = int256(price) - position.entryPrice;
        uint8 kind = InstrumentId.kind(row.instrument);
        if (kind == InstrumentId.CALL || kind == InstrumentId.PUT) {
            int256 strike = int256(uint256(InstrumentId.strike(row.instrument)));
            int256 moneyness = kind == InstrumentId.CALL ? price - strike : strike - price;
            perUnit = moneyness > 0 ? moneyness : int256(0);
        }
        return Position.floorDivide(position.quantity * perUnit, Position.PRICED_PER_MICRO);
    }
}
