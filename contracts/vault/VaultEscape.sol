// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {Position} from "../Position.sol";
import {StoredBook} from "../StoredBook.sol";
import {ExitMode} from "../interfaces/IMarginVault.sol";
import {Row, WithdrawRequest} from "../interfaces/IMarginTypes.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {IVaultExits} from "../interfaces/IVaultExits.sol";
import {VaultProvedExits} from "./VaultProvedExits.sol";

/// @title The ways out when attesters, publishers or both have stopped (W3).
abstract contract VaultEscape is VaultProvedExits {
    uint64 internal constant ESCAPE_DELAY = 24 hours;
    uint64 internal constant ESCAPE_WINDOW = 24 hours;
    uint64 internal constant SILENCE = 30 days;
    /// @notice How long publishers have after the sequencer's return before silence counts.
    uint64 internal constant RETURN_GRACE = 24 hours;
    uint64 internal constant SETTLING_TIME = 72 hours;

    /// @inheritdoc IVaultExits
    function requestExit(bytes32 account) external override {
        _requireOwner(account);
        _requireActive(account);
        _exitRequests[account] = ExitRequest(uint64(block.timestamp), uint64(block.number));
        emit ExitRequested(account, uint64(block.timestamp) + ESCAPE_DELAY);
    }

    /// @inheritdoc IVaultExits
    function escape(WithdrawRequest calldata request, Row[] calldata rows) external override nonReentrant {
        _requireMayLeave(request);
        _requireAlive();
        _requireRows(request.account, rows);
        _requireEscapeOpen(request.account);
        _take(request);
        // Retired or not: the engine is a contract without state whose code the registry has pinned.
        IMarginEngine engine = IMarginEngine(models.model(_adoptedModel).engine);
        (int128 value, uint128 margin) = engine.standardMargin(rows, _referencePrices(rows));
        int128 equity = StoredBook.equity(value, _funding(rows) + _accounts[request.account].cash);
        if (equity < int256(uint256(margin))) revert InitialMarginNotMet(equity, margin);
        _pay(request, ExitMode.ESCAPED, bytes32(0));
    }

    /// @inheritdoc IVaultExits
    function windDown() external override {
        _requireAlive();
        uint64 until = _aliveUntil();
        if (block.timestamp < until) revert MarketAlive(until);
        _woundDownAt = uint64(block.timestamp);
        _adopt(bytes32(0));
        _exitTerms.pausedUntil = uint32(block.timestamp) + uint32(SETTLING_TIME);
        emit WindingDown(uint64(block.timestamp));
    }

    /// @notice Since a row change voids the request, an account that trades never has an escape at hand.
    function _requireEscapeOpen(bytes32 account) private view {
        ExitRequest memory asked = _exitRequests[account];
        bool valid = asked.time != 0 && _accounts[account].rowsBlock < asked.blockNumber;
        if (!valid) revert ExitNotRequested();
        uint64 from = _later(asked.time, market.sequencerUpSince()) + ESCAPE_DELAY;
        if (block.timestamp < from) revert ExitDelay(from);
        if (block.timestamp >= from + ESCAPE_WINDOW) revert ExitLapsed(from + ESCAPE_WINDOW);
    }

    /// @notice The live reference price of each row's underlying, 1e-8.
    function _referencePrices(Row[] calldata rows) private view returns (int64[] memory spots) {
        spots = new int64[](rows.length);
        bytes32 last = 0;
        for (uint256 i = 0; i < rows.length; ++i) {
            bytes32 instrument = rows[i].instrument;
            uint40 expiry = InstrumentId.expiry(instrument);
            if (expiry != 0 && expiry <= block.timestamp) revert NotSettled(instrument);
            bytes32 underlying = InstrumentId.underlying(instrument);
            // Rows are ascending, so an underlying's stand together.
            if (underlying == last) {
                spots[i] = spots[i - 1];
                continue;
            }
            (int64 price, bool live) = market.referencePrice(underlying);
            if (!live) revert IMarketRegistry.ReferenceUnavailable(underlying);
            (spots[i], last) = (price, underlying);
        }
    }

    /// @notice The funding that perpetuals have still to get up to the last round, micro-units; negative to pay. An
    /// account that nobody touched for long may owe more of it than the margin covers.
    function _funding(Row[] calldata rows) private view returns (int256 funding) {
        for (uint256 i = 0; i < rows.length; ++i) {
            bytes32 instrument = rows[i].instrument;
            if (InstrumentId.kind(instrument) != InstrumentId.PERPETUAL) continue;
            Position.State memory position = Position.unpack(rows[i].packed);
            (, int64 fundingIndex) = market.lastRowOf(InstrumentId.underlying(instrument));
            funding += Position.funding(position.quantity, position.fundingIndex, fundingIndex);
        }
    }

    /// @notice A market without any round has not begun, so it cannot have ended.
    function _aliveUntil() private view returns (uint64) {
        uint64 latest = market.latestRound();
        if (latest == 0) return type(uint64).max;
        uint64 silent = market.snapshot(latest).registeredAt + SILENCE;
        return _later(silent, market.sequencerUpSince() + RETURN_GRACE);
    }

    function _later(uint64 a, uint64 b) private pure returns (uint64) {
        return a > b ? a : b;
    }
}
