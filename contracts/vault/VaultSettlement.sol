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
/// (S2). Cash may become negative; no gate applies, since the margin of a settled row is gone with it. In a vault that
/// is wound down every row is settled, an expired one at its own price if it has one.
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
            (FinalPrice memory final_, bool due) = _settlementOf(rows[i].instrument);
            if (!due) continue;
            if (final_.price == 0) {
                unpriced = rows[i].instrument;
                continue;
            }
            cash += _settleRow(list, rows[i], final_);
            settled = RowList.noted(settled, Row(rows[i].instrument, bytes32(0)));
        }
        if (settled.length == 0) {
            if (unpriced != bytes32(0)) revert SettlementMissing(unpriced);
            revert NotExpired();
        }
        _storeRows(account, list, settled);
        _changeCash(account, cash, CashReason.SETTLED);
    }

    /// @notice At what an instrument settles, zero without a price, and whether it does: once it has expired, or when
    /// the vault is wound down.
    function _settlementOf(bytes32 instrument) private returns (FinalPrice memory final_, bool due) {
        uint40 expiry = InstrumentId.expiry(instrument);
        bytes32 underlying = InstrumentId.underlying(instrument);
        if (_woundDownAt != 0) return (_finalPrice(underlying, expiry), true);
        due = expiry != 0 && expiry <= block.timestamp;
        if (due) (final_.price, ) = market.settlement(underlying, expiry);
    }

    /// @notice What the first settlement after the winding down found, for all rows alike: of what had expired by then
    /// the registered price, of everything else the reference price; the spot of the last row where no feed answers.
    function _finalPrice(bytes32 underlying, uint40 expiry) private returns (FinalPrice memory final_) {
        bool expired = expiry != 0 && expiry <= _woundDownAt;
        // An underlying fills the first 8 bytes, an expiry the last 5.
        bytes32 key = expired ? underlying | bytes32(uint256(expiry)) : underlying;
        final_ = _finalPrices[key];
        if (final_.price != 0) return final_;
        if (expired) (final_.price, ) = market.settlement(underlying, expiry);
        if (final_.price == 0) {
            (final_.price, final_.fundingIndex) = market.lastRowOf(underlying);
            (int64 price, bool live) = market.referencePrice(underlying);
            if (live) final_.price = price;
        }
        _finalPrices[key] = final_;
        emit FinalPriceFixed(underlying, expired ? expiry : 0, final_.price, final_.fundingIndex);
    }

    /// @notice Removes the row; returns its value at the settlement price, micro-units, floored, and the funding that a
    /// perpetual has still to get.
    function _settleRow(RowList.List memory list, Row calldata row, FinalPrice memory final_) private returns (int256) {
        Position.State memory position = Position.unpack(row.packed);
        Position.State memory none;
        list.set(row.instrument, none);
        _moveOpenInterest(
            row.instrument,
            -Position.longPart(position.quantity),
            -Position.shortPart(position.quantity)
        );
        int256 perUnit = int256(final_.price) - position.entryPrice;
        int256 funding = 0;
        uint8 kind = InstrumentId.kind(row.instrument);
        if (kind == InstrumentId.CALL || kind == InstrumentId.PUT) {
            int256 strike = int256(uint256(InstrumentId.strike(row.instrument)));
            int256 moneyness = kind == InstrumentId.CALL ? final_.price - strike : strike - final_.price;
            perUnit = moneyness > 0 ? moneyness : int256(0);
        } else if (kind == InstrumentId.PERPETUAL) {
            funding = Position.funding(position.quantity, position.fundingIndex, final_.fundingIndex);
        }
        return Position.floorDivide(position.quantity * perUnit, Position.PRICED_PER_MICRO) + funding;
    }
}
