// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Position} from "../Position.sol";
import {RowList} from "../RowList.sol";
import {Slice} from "../Slice.sol";
import {TokenUnits} from "../TokenUnits.sol";
import {CashReason} from "../interfaces/IMarginVault.sol";
import {IVaultTrading} from "../interfaces/IVaultTrading.sol";
import {Attestation, MarketInput, Purpose, Row, Signatures, Subject} from "../interfaces/IMarginTypes.sol";
import {ProofGate} from "./ProofGate.sol";
import {VaultSettlement} from "./VaultSettlement.sol";

/// @title Slices move from a debtor to a bidder.
abstract contract VaultSlices is VaultSettlement, ProofGate {
    using RowList for RowList.List;

    /// @inheritdoc IVaultTrading
    function applySlice(
        SliceSale calldata sale,
        Row[] calldata fromRows,
        Row[] calldata toRows,
        Attestation calldata gate,
        Signatures calldata signatures
    ) external override onlyAuction nonReentrant {
        Subject memory subject;
        subject.purpose = Purpose.Trade;
        subject.account = sale.to;
        subject.sequence = _accounts[sale.to].sequence;
        subject.priorBookHash = _accounts[sale.to].bookHash;
        subject.actionHash = keccak256(abi.encode(sale.from, sale.to, sale.fraction));
        _moveSlice(sale, fromRows, toRows);
        subject.bookHash = _accounts[sale.to].bookHash;
        subject.cash = _accounts[sale.to].cash;
        _requireInitial(gate, signatures, subject);
    }

    /// @inheritdoc IVaultTrading
    function applySliceProved(
        SliceSale calldata sale,
        Row[] calldata fromRows,
        Row[] calldata toRows,
        MarketInput calldata snapshot,
        int128 tailHint
    ) external override onlyAuction nonReentrant {
        RowList.List memory taken = _moveSlice(sale, fromRows, toRows);
        _requireInitialProved(sale.to, taken.inUse(), snapshot, tailHint);
    }

    /// @notice Moves the fraction of rows, cash and collateral. Returns the taker's rows afterwards.
    function _moveSlice(
        SliceSale calldata sale,
        Row[] calldata fromRows,
        Row[] calldata toRows
    ) private returns (RowList.List memory taken) {
        _requireActive(sale.to);
        _requireRows(sale.from, fromRows);
        _requireRows(sale.to, toRows);
        _stampRows(sale.to);
        int256 cash = Slice.ofSigned(_accounts[sale.from].cash, sale.fraction);
        // A negative price is paid out of what the auction has reserved for the deficit, not by the debtor.
        int256 proceeds = sale.price > 0 ? int256(sale.price) : int256(0);
        _changeCash(sale.from, proceeds - cash, CashReason.SLICE);
        int256 netted;
        (taken, netted) = _sliceRows(sale, fromRows, toRows);
        _changeCash(sale.to, cash - sale.price + netted, CashReason.SLICE);
        _sliceCollateral(sale);
    }

    /// @notice Moves the fraction of every row. Returns the taker's rows afterwards, and its cash from netting rows
    /// that it held with another entry.
    function _sliceRows(
        SliceSale calldata sale,
        Row[] calldata fromRows,
        Row[] calldata toRows
    ) private returns (RowList.List memory to, int256 cash) {
        uint256 count = fromRows.length;
        RowList.List memory from = RowList.copy(fromRows, 0);
        to = RowList.copy(toRows, count);
        (Row[] memory fromChanged, Row[] memory toChanged) = (new Row[](count), new Row[](count));
        for (uint256 i = 0; i < count; ++i) {
            bytes32 instrument = fromRows[i].instrument;
            Position.State memory held = Position.unpack(fromRows[i].packed);
            Position.State memory sold = Position.unpack(fromRows[i].packed);
            // A part of an int64 is one.
            sold.quantity = int64(Slice.ofSigned(held.quantity, sale.fraction));
            Position.State memory before = to.get(instrument);
            (Position.State memory taken, int256 netted) = _takeOver(instrument, before, sold);
            _moveOpenInterest(
                instrument,
                Position.longPart(taken.quantity) -
                    Position.longPart(before.quantity) -
                    Position.longPart(sold.quantity),
                Position.shortPart(taken.quantity) -
                    Position.shortPart(before.quantity) -
                    Position.shortPart(sold.quantity)
            );
            held.quantity -= sold.quantity;
            from.set(instrument, held);
            to.set(instrument, taken);
            fromChanged[i] = Row(instrument, Position.pack(held));
            toChanged[i] = Row(instrument, Position.pack(taken));
            cash += netted;
        }
        _storeRows(sale.from, from, fromChanged);
        _storeRows(sale.to, to, toChanged);
    }

    /// @notice The taker's row after taking `sold` over at the debtor's own entry price and funding index. Where the
    /// taker has a row already, what the two indices differ by is settled, so that one index can stand for both.
    function _takeOver(
        bytes32 instrument,
        Position.State memory before,
        Position.State memory sold
    ) private pure returns (Position.State memory taken, int256 cash) {
        if (before.quantity == 0) return (sold, 0);
        (taken, cash) = Position.trade(instrument, before, sold.quantity, sold.entryPrice, before.fundingIndex);
        cash += Position.funding(sold.quantity, sold.fundingIndex, before.fundingIndex);
    }

    function _sliceCollateral(SliceSale calldata sale) private {
        for (uint8 asset = 1; asset < _assets.length; ++asset) {
            uint128 held = _collateral[sale.from][asset];
            if (held == 0) continue;
            (, uint8 rawDecimals, uint8 tokenDecimals) = _token(asset);
            uint128 part = Slice.ofCollateral(held, sale.fraction, TokenUnits.unit(rawDecimals, tokenDecimals));
            _changeCollateral(sale.from, asset, -int256(uint256(part)));
            _changeCollateral(sale.to, asset, int256(uint256(part)));
        }
    }
}
