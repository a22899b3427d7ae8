// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {MarketSections} from "../MarketSections.sol";
import {OrderBook} from "../OrderBook.sol";
import {Position} from "../Position.sol";
import {RowList} from "../RowList.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {CashReason} from "../interfaces/IMarginVault.sol";
import {AccountChange, Attestation, Fill, Order, Purpose, Row, Subject} from "../interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {Capability} from "../interfaces/IModelRegistry.sol";
import {IVaultTrading} from "../interfaces/IVaultTrading.sol";
import {OrderDomain} from "./OrderDomain.sol";
import {Shortfall} from "./Shortfall.sol";

/// @title Clearing fills between signed orders.
/// @notice Each fill moves one quantity from a seller to a buyer at one price, so quantities cancel by construction;
/// cash follows `Position.trade` on each side. Entry prices, funding and rows are computed here, never taken from
/// calldata.
abstract contract VaultClearing is Shortfall, OrderDomain, IVaultTrading {
    using RowList for RowList.List;

    /// @notice What every account of a batch shares.
    struct Batch {
        bytes32[] digests;
        bytes32 actionHash;
        bytes32 marketHash;
        /// By fill: the perpetual's funding index now.
        int64[] fundingIndices;
        /// By fill: the fee of each side, micro-units.
        uint128[] fees;
        /// By fill: the instrument's open interest before the batch.
        uint128[] longBefore;
        /// By order: whether its account's change was applied.
        bool[] applied;
    }

    /// @notice An account's book while its fills are applied.
    struct Side {
        RowList.List list;
        Row[] changed;
        int256 cash;
    }

    uint256 internal constant MAX_ROWS = 128;

    uint32 public immutable priceBandPpm;
    uint32 public immutable clearingFeePpm;

    constructor(Config memory config) {
        if (config.priceBandPpm == 0 || config.priceBandPpm >= PPM || config.clearingFeePpm >= PPM) {
            revert LimitOutOfRange();
        }
        priceBandPpm = config.priceBandPpm;
        clearingFeePpm = config.clearingFeePpm;
    }

    /// @inheritdoc IVaultTrading
    function clear(
        Fill[] calldata fills,
        Order[] calldata orders,
        bytes[] calldata ownerSignatures,
        AccountChange[] calldata changes,
        bytes[] calldata marketSections
    ) external override nonReentrant {
        if (changes.length == 0) revert AmountZero();
        Batch memory batch;
        _checkOrders(batch, orders, ownerSignatures);
        batch.actionHash = OrderBook.actionHash(batch.digests, fills);
        _checkFills(batch, fills, orders, changes[0].attestation, marketSections);
        for (uint256 i = 0; i < changes.length; ++i) _applyChange(batch, fills, orders, changes[i]);
        _checkOutcome(batch, fills, orders);
    }

    /// @notice Refuses a second row change within minBookInterval blocks (B9), and marks this one.
    function _stampRows(bytes32 account) internal {
        uint64 nextBlock = uint64(_accounts[account].rowsBlock) + minBookInterval;
        if (_accounts[account].rowsBlock != 0 && block.number < nextBlock) revert BookChangedTooSoon(nextBlock);
        _accounts[account].rowsBlock = uint40(block.number);
    }

    /// @notice Writes the account's rows after a change, and tells which changed.
    function _storeRows(bytes32 account, RowList.List memory list, Row[] memory changed) internal {
        if (list.count > MAX_ROWS) revert TooManyRows(list.count);
        Account storage stored = _accounts[account];
        stored.rowsHash = list.hash();
        stored.rowsCount = uint8(list.count);
        _rehash(account);
        emit BookChanged(account, ++stored.sequence, stored.rowsHash, changed);
    }

    function _checkOrders(Batch memory batch, Order[] calldata orders, bytes[] calldata ownerSignatures) private view {
        if (ownerSignatures.length < orders.length) revert OrderSignatureRejected(ownerSignatures.length);
        batch.digests = new bytes32[](orders.length);
        batch.applied = new bool[](orders.length);
        for (uint256 i = 0; i < orders.length; ++i) {
            Order calldata order = orders[i];
            OrderBook.requireLive(order, _minNonces[order.account]);
            batch.digests[i] = _orderDigest(order);
            bool signed = OrderBook.isSignedBy(_ownerOf(order.account), batch.digests[i], ownerSignatures[i]);
            if (!signed) revert OrderSignatureRejected(i);
        }
    }

    /// @notice Every fill against both orders and the mark, which the attested round's own sections give.
    function _checkFills(
        Batch memory batch,
        Fill[] calldata fills,
        Order[] calldata orders,
        Attestation calldata attestation,
        bytes[] calldata marketSections
    ) private {
        uint64 observedAt = market.requireUsable(attestation.round, attestation.marketHash, true);
        batch.marketHash = MarketSections.marketHash(attestation.round, observedAt, marketSections);
        _requireMarket(attestation, batch);
        uint256 count = fills.length;
        (batch.fundingIndices, batch.fees, batch.longBefore) = (
            new int64[](count),
            new uint128[](count),
            new uint128[](count)
        );
        IMarginEngine engine = IMarginEngine(models.requireEngine(_adoptedModel, Capability.DISPUTE));
        for (uint256 i = 0; i < count; ++i) {
            if (fills[i].buyOrder >= orders.length) revert OrderMissing(fills[i].buyOrder);
            if (fills[i].sellOrder >= orders.length) revert OrderMissing(fills[i].sellOrder);
            bytes32 instrument = orders[fills[i].buyOrder].instrument;
            _requireMatch(fills[i], orders[fills[i].buyOrder], orders[fills[i].sellOrder]);
            _requireInBand(fills[i].price, engine.mark(instrument, observedAt, marketSections));
            batch.fees[i] = _useOrders(batch, fills[i], orders[fills[i].buyOrder], orders[fills[i].sellOrder]);
            batch.fundingIndices[i] = MarketSections.fundingIndex(InstrumentId.underlying(instrument), marketSections);
            batch.longBefore[i] = _openInterest[instrument].long;
        }
    }

    /// @notice Refuses unless a buy and a sell of one tradable instrument both allow the price.
    function _requireMatch(Fill calldata fill, Order calldata buy, Order calldata sell) private view {
        if (!buy.buy || sell.buy || buy.instrument != sell.instrument) revert NotZeroSum(buy.instrument);
        if (fill.quantity == 0) revert AmountZero();
        _requireTradable(buy.instrument);
        OrderBook.requireWithinLimit(buy, fill.price);
        OrderBook.requireWithinLimit(sell, fill.price);
    }

    /// @notice Counts the fill against both orders; returns the fee of each side.
    function _useOrders(
        Batch memory batch,
        Fill calldata fill,
        Order calldata buy,
        Order calldata sell
    ) private returns (uint128 fee) {
        fee = _fee(fill.quantity, fill.price);
        OrderBook.requireFeeWithinLimit(buy, fee, fill.quantity);
        OrderBook.requireFeeWithinLimit(sell, fee, fill.quantity);
        _addFilled(batch.digests[fill.buyOrder], fill.quantity, buy.maxQuantity);
        _addFilled(batch.digests[fill.sellOrder], fill.quantity, sell.maxQuantity);
    }

    function _addFilled(bytes32 digest, uint64 quantity, uint64 maxQuantity) private {
        uint256 filled = _filled[digest] + quantity;
        if (filled > maxQuantity) revert OrderOverfilled(filled, maxQuantity);
        _filled[digest] = filled;
    }

    /// @notice Changes one account's rows and cash by its fills, and puts it through its gate.
    function _applyChange(
        Batch memory batch,
        Fill[] calldata fills,
        Order[] calldata orders,
        AccountChange calldata change
    ) private {
        bytes32 account = change.account;
        Account storage stored = _accounts[account];
        _requireActive(account);
        _stampRows(account);
        _requireRows(account, change.rowsBefore);
        _requireMarket(change.attestation, batch);
        Subject memory subject;
        subject.purpose = change.attestation.purpose;
        subject.account = account;
        subject.sequence = stored.sequence;
        subject.priorBookHash = stored.bookHash;
        subject.actionHash = batch.actionHash;
        subject.priorCash = stored.cash;

        Side memory side = _applyFills(batch, fills, orders, change);
        if (side.changed.length == 0) revert AccountWithoutFill(account);
        _storeRows(account, side.list, side.changed);
        _changeCash(account, side.cash, CashReason.CLEARED);
        subject.bookHash = stored.bookHash;
        subject.cash = stored.cash;
        _requireTradeGate(change, subject);
    }

    function _applyFills(
        Batch memory batch,
        Fill[] calldata fills,
        Order[] calldata orders,
        AccountChange calldata change
    ) private returns (Side memory side) {
        side.list = RowList.copy(change.rowsBefore, fills.length);
        for (uint256 i = 0; i < orders.length; ++i) {
            if (orders[i].account == change.account) batch.applied[i] = true;
        }
        for (uint256 i = 0; i < fills.length; ++i) {
            Fill calldata fill = fills[i];
            Order calldata buy = orders[fill.buyOrder];
            int256 quantity = int256(uint256(fill.quantity));
            if (buy.account == change.account) _applyFill(batch, i, fill.price, side, buy.instrument, quantity);
            if (orders[fill.sellOrder].account == change.account) {
                _applyFill(batch, i, fill.price, side, buy.instrument, -quantity);
            }
        }
    }

    function _applyFill(
        Batch memory batch,
        uint256 index,
        int64 price,
        Side memory side,
        bytes32 instrument,
        int256 quantity
    ) private {
        Position.State memory before = side.list.get(instrument);
        (Position.State memory position, int256 cash) = Position.trade(
            instrument,
            before,
            quantity,
            price,
            batch.fundingIndices[index]
        );
        side.list.set(instrument, position);
        side.changed = RowList.noted(side.changed, Row(instrument, Position.pack(position)));
        side.cash += cash - int256(uint256(batch.fees[index]));
        _moveOpenInterest(
            instrument,
            Position.longPart(position.quantity) - Position.longPart(before.quantity),
            Position.shortPart(position.quantity) - Position.shortPart(before.quantity)
        );
    }

    function _requireTradeGate(AccountChange calldata change, Subject memory subject) private {
        if (subject.purpose == Purpose.Trade) {
            uint32 pausedUntil = _totals.tradesPausedUntil;
            if (block.timestamp < pausedUntil) revert PausedUntil(pausedUntil);
            _requireInitial(change.attestation, change.signatures, subject);
        } else if (subject.purpose == Purpose.Reduce) {
            _requireReduced(change.attestation, change.signatures, subject);
        } else {
            revert WrongPurpose(subject.purpose);
        }
    }

    /// @notice Every side must have been applied; open interest that grew must be within its cap; fees become
    /// insurance.
    function _checkOutcome(Batch memory batch, Fill[] calldata fills, Order[] calldata orders) private {
        uint256 fees = 0;
        for (uint256 i = 0; i < fills.length; ++i) {
            Order calldata buy = orders[fills[i].buyOrder];
            Order calldata sell = orders[fills[i].sellOrder];
            if (!batch.applied[fills[i].buyOrder]) revert AccountChangeMissing(buy.account);
            if (!batch.applied[fills[i].sellOrder]) revert AccountChangeMissing(sell.account);
            uint128 long = _openInterest[buy.instrument].long;
            uint128 cap = _openInterestCaps[InstrumentId.underlying(buy.instrument)];
            if (long > batch.longBefore[i] && long > cap) {
                revert OpenInterestCapExceeded(buy.instrument, long, cap);
            }
            fees += 2 * uint256(batch.fees[i]);
        }
        _addInsurance(fees);
    }

    function _requireInBand(int64 price, int64 mark) private view {
        int256 distance = price < mark ? int256(mark) - price : int256(price) - mark;
        bool inBand = price > 0 && distance * int256(uint256(PPM)) <= int256(mark) * int256(uint256(priceBandPpm));
        if (!inBand) revert PriceOutsideBand(price, mark);
    }

    function _requireTradable(bytes32 instrument) private view {
        InstrumentId.requireCanonical(instrument);
        uint40 expiry = InstrumentId.expiry(instrument);
        bool tradable =
            InstrumentId.settlement(instrument) == InstrumentId.SETTLEMENT_LINEAR &&
                (expiry == 0 || expiry > block.timestamp);
        if (!tradable) revert InstrumentNotTradable(instrument);
    }

    /// @notice ceil(quantity * price * clearingFeePpm), micro-units.
    function _fee(uint64 quantity, int64 price) private view returns (uint128) {
        int256 priced = int256(uint256(quantity)) * price * int256(uint256(clearingFeePpm));
        // The band has refused prices that are not positive; below 2^64 * 2^63 * 2^20 / 1e16 < 2^94.
        return uint128(uint256(Position.ceilDivide(priced, Position.PRICED_PER_MICRO * int256(uint256(PPM)))));
    }

    function _requireMarket(Attestation calldata attestation, Batch memory batch) private pure {
        if (attestation.marketHash != batch.marketHash) {
            revert IMarketRegistry.MarketHashMismatch(batch.marketHash, attestation.marketHash);
        }
    }
}
