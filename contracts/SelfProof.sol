// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketSections} from "./MarketSections.sol";
import {StoredBook} from "./StoredBook.sol";
import {IMarginEngine} from "./interfaces/IMarginEngine.sol";
import {IMarginVault} from "./interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "./interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "./interfaces/IMarketRegistry.sol";
import {Balance, MarginInput, MarginTags, MarketInput, Row, WithdrawRequest} from "./interfaces/IMarginTypes.sol";
import {Capability, IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {ISelfProof} from "./interfaces/ISelfProof.sol";

/// @title Sessions of self-proof, for any number of vaults.
/// @notice While an account's sequence stays, so do its rows and its collateral, and cash only grows: so one number
/// holds the book of a session together.
contract SelfProof is ISelfProof {
    /// @notice What a call computes with.
    struct Computation {
        IModelRegistry models;
        IMarginEngine engine;
        MarginInput input;
    }

    uint64 internal constant LIFETIME_ROUNDS = 20;
    uint8 private constant CASH = 0;
    uint256 private constant TOTAL_BYTES = 16;

    mapping(bytes32 session => Session) private _sessions;
    mapping(address vault => mapping(bytes32 account => bytes32 session)) private _newest;

    /// @inheritdoc ISelfProof
    function begin(address vault, WithdrawRequest calldata request) external override returns (bytes32 session) {
        (uint64 sequence, , , ) = IMarginVault(vault).state(request.account);
        bytes32 modelId = IMarginVault(vault).adoptedModel();
        uint64 begunAfter = IMarginVault(vault).market().latestRound();
        session = sessionId(vault, request, sequence, modelId, begunAfter);
        if (msg.sender == address(bytes20(request.account))) _newest[vault][request.account] = session;
        Session storage begun = _sessions[session];
        if (begun.vault != address(0)) return session;
        (begun.vault, begun.sequence, begun.begunAfter, begun.modelId, begun.request) = (
            vault,
            sequence,
            begunAfter,
            modelId,
            request
        );
        emit SessionBegun(session, request.account, sequence, begunAfter);
    }

    /// @inheritdoc ISelfProof
    function prove(
        bytes32 session,
        uint16 from,
        uint16 to,
        Row[] calldata rows,
        MarketInput calldata market
    ) external override {
        Session storage open = _open(session);
        if (from != open.next) revert ScenarioGap(open.next);
        Computation memory computation = _computation(session, open, rows, market);
        int128[] memory totals = computation.engine.scenarioTotals(
            computation.models,
            open.modelId,
            from,
            to,
            computation.input
        );
        bytes32 chain = open.chain;
        for (uint256 i = 0; i < totals.length; ++i) chain = _link(chain, totals[i]);
        (open.chain, open.next) = (chain, to);
        emit SessionProved(session, to);
    }

    /// @inheritdoc ISelfProof
    function finish(
        bytes32 session,
        bytes calldata totals,
        int128 tailHint,
        Row[] calldata rows,
        MarketInput calldata market
    ) external override {
        Session storage open = _open(session);
        Computation memory computation = _computation(session, open, rows, market);
        if (open.next != computation.models.model(open.modelId).scenarioCount) revert ScenarioGap(open.next);
        _requireTotals(open, totals);
        (open.initialMargin, open.maintenanceMargin) = _requirements(computation, open.modelId, totals, tailHint);
        int128 value = computation.engine.baseValue(computation.models, open.modelId, computation.input);
        open.equity = StoredBook.equity(value, _cashAfter(open));
        open.round = market.round;
        emit SessionFinished(session, market.round, open.equity, open.initialMargin, open.maintenanceMargin);
    }

    /// @inheritdoc ISelfProof
    function resultOf(bytes32 session) external view override returns (Session memory) {
        Session storage stored = _sessions[session];
        if (stored.round == 0) revert SessionNotFinished(session);
        _requireYoung(session, stored, stored.round);
        return stored;
    }

    /// @inheritdoc ISelfProof
    function sessionOf(bytes32 session) external view override returns (Session memory) {
        return _sessions[session];
    }

    /// @inheritdoc ISelfProof
    function newestOf(address vault, bytes32 account) external view override returns (bytes32) {
        return _newest[vault][account];
    }

    /// @inheritdoc ISelfProof
    function sessionId(
        address vault,
        WithdrawRequest calldata request,
        uint64 sequence,
        bytes32 modelId,
        uint64 begunAfter
    ) public pure override returns (bytes32) {
        return keccak256(abi.encode(MarginTags.SESSION, vault, request, sequence, modelId, begunAfter));
    }

    function _open(bytes32 session) private view returns (Session storage open) {
        open = _sessions[session];
        if (open.vault == address(0)) revert SessionUnknown(session);
        if (open.round != 0) revert SessionIsFinished(session);
    }

    /// @notice The engine and its input: the account after the payment, in the session's round.
    function _computation(
        bytes32 session,
        Session storage open,
        Row[] calldata rows,
        MarketInput calldata market
    ) private view returns (Computation memory computation) {
        IMarginVault vault = IMarginVault(open.vault);
        bytes32 account = open.request.account;
        _requireRound(vault.market(), open, market);
        _requireYoung(session, open, market.round);
        (uint64 sequence, , , ) = vault.state(account);
        if (sequence != open.sequence) revert IMarginVaultBase.SequenceMismatch(open.sequence, sequence);
        computation.models = vault.models();
        computation.engine = IMarginEngine(computation.models.requireEngine(open.modelId, Capability.SELF_PROOF));
        computation.input = StoredBook.inputOf(vault, account, rows, market);
        if (open.request.asset != CASH) _deduct(computation.input.collateral, vault, open.request);
    }

    function _requirements(
        Computation memory computation,
        bytes32 modelId,
        bytes calldata totals,
        int128 tailHint
    ) private view returns (uint128, uint128) {
        (IModelRegistry models, IMarginEngine engine) = (computation.models, computation.engine);
        IMarginEngine.Losses memory losses = engine.measures(models, modelId, totals, tailHint);
        IMarginEngine.AddOns memory addOns = engine.addOns(models, modelId, computation.input);
        return engine.requirement(models, modelId, losses, addOns);
    }

    function _cashAfter(Session storage open) private view returns (int256) {
        (, , int128 cash, ) = IMarginVault(open.vault).state(open.request.account);
        return open.request.asset == CASH ? cash - int256(uint256(open.request.amount)) : int256(cash);
    }

    /// @notice Refuses unless the round is calm, its sections are those shown, and it is the first after the session
    /// began.
    function _requireRound(IMarketRegistry registry, Session storage open, MarketInput calldata market) private view {
        IMarketRegistry.Snapshot memory snapshot = registry.snapshot(market.round);
        bytes32 given = MarketSections.marketHash(market);
        if (given != snapshot.marketHash) revert IMarketRegistry.MarketHashMismatch(given, snapshot.marketHash);
        bool next = market.round > open.begunAfter && snapshot.previousRound == open.begunAfter;
        if (!next) revert RoundNotAfterRequest(market.round, open.begunAfter);
        if (snapshot.jumped | snapshot.deviating != 0) {
            revert IMarketRegistry.MarketNotCalm(snapshot.jumped, snapshot.deviating);
        }
    }

    function _requireYoung(bytes32 session, Session storage stored, uint64 round) private view {
        uint64 latest = IMarginVault(stored.vault).market().latestRound();
        if (latest > round + LIFETIME_ROUNDS) revert SessionExpired(session, round);
    }

    function _requireTotals(Session storage open, bytes calldata totals) private view {
        bytes32 chain = 0;
        uint256 count = open.next;
        if (totals.length < TOTAL_BYTES * count) revert TotalsMismatch();
        for (uint256 i = 0; i < count; ++i) {
            bytes16 total = bytes16(totals[TOTAL_BYTES * i:TOTAL_BYTES * (i + 1)]);
            chain = _link(chain, int128(uint128(total)));
        }
        if (chain != open.chain) revert TotalsMismatch();
    }

    /// @notice Takes a payment in collateral out of the balances.
    function _deduct(Balance[] memory balances, IMarginVault vault, WithdrawRequest storage request) private view {
        bytes32 asset = vault.assetOf(request.asset).assetId;
        uint128 amount = request.amount;
        for (uint256 i = 0; i < balances.length; ++i) {
            if (balances[i].asset != asset) continue;
            if (balances[i].amount < amount) break;
            balances[i].amount -= amount;
            return;
        }
        if (amount == 0) return;
        revert IMarginVaultBase.CollateralTooLow(vault.collateralOf(request.account, request.asset), amount);
    }

    function _link(bytes32 chain, int128 total) private pure returns (bytes32) {
        return keccak256(abi.encode(chain, total));
    }
}
