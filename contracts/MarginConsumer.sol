// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {BookHash} from "./BookHash.sol";
import {ILiquidationAuction} from "./interfaces/ILiquidationAuction.sol";
import {Attestation, Purpose, Signatures} from "./interfaces/IMarginTypes.sol";
import {IMarginVaultBase} from "./interfaces/IMarginVaultBase.sol";
import {IMarginVerifier} from "./interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "./interfaces/IMarketRegistry.sol";
import {Capability, IModelRegistry} from "./interfaces/IModelRegistry.sol";

/// @title Base of a protocol that gates its own money on attestations, without a MarginVault.
/// @notice The protocol keeps of each account a sequence, the hash of its book and its cash, writes them first, then
/// calls `_require` with them, then `_spend` with the value that leaves, and moves money last.
/// @dev Warning: what the protocol owes itself:
/// the sequence rises with every change of book or collateral and with every action that is gated, before anything is
/// called, since two attestations may be signed for one sequence;
/// `actionHash` covers all that the caller chooses, the recipient among it;
/// the timelock of the verifier allocates it a share of the outflow limit, without which `_spend` refuses everything;
/// an account without a book leaves without an attestation, so that it needs no attesters.
/// The gate's refusals carry the names of the vault's: they are the errors of IMarginVaultBase.
abstract contract MarginConsumer {
    using SafeCast for int256;

    /// @notice What the attestation has to be about. Amounts are micro-units.
    struct Subject {
        /// Withdraw, Trade, Reduce or Liquidate.
        Purpose purpose;
        bytes32 account;
        /// Before the action.
        uint64 sequence;
        bytes32 priorBookHash;
        /// After the action; for a liquidation, which has none, the prior one.
        bytes32 bookHash;
        /// Before the action; only Reduce reads it.
        int128 priorCash;
        /// After the action.
        int128 cash;
        /// Zero for a liquidation.
        bytes32 actionHash;
    }

    /// @notice Thrown when the attestation has been used.
    error DigestConsumed(bytes32 digest);

    /// @notice Thrown when an address that must be a contract has no code.
    error CodeMissing(address account);

    /// Bit i stands for the registry's underlying i. A book hash does not name its own, so all have to be calm.
    uint64 private constant EVERY_UNDERLYING = type(uint64).max;

    /// @notice Checks the attesters' signatures and limits the outflow.
    IMarginVerifier public immutable verifier;

    /// @notice The market rounds.
    IMarketRegistry public immutable market;

    /// @notice The margin models.
    IModelRegistry public immutable models;

    /// @notice Oldest snapshot, seconds; the market's own limits hold too.
    uint32 public immutable maxAge;

    /// @notice The model that attestations are made with.
    bytes32 public adoptedModel;

    /// @notice Whether an attestation, by its digest, has been used.
    mapping(bytes32 digest => bool) public consumed;

    /// @param modelId Active in `models_`.
    /// @param maxAge_ Seconds, at least 1.
    constructor(address verifier_, address market_, address models_, bytes32 modelId, uint32 maxAge_) {
        if (maxAge_ == 0) revert IMarginVaultBase.LimitOutOfRange();
        verifier = IMarginVerifier(_withCode(verifier_));
        market = IMarketRegistry(_withCode(market_));
        models = IModelRegistry(_withCode(models_));
        maxAge = maxAge_;
        _adoptModel(modelId);
    }

    /// @notice Changes the model. A retired model stops every gate until another is adopted.
    function _adoptModel(bytes32 modelId) internal {
        models.requireActive(modelId, Capability.DISPUTE);
        adoptedModel = modelId;
        emit IMarginVaultBase.ModelAdopted(modelId);
    }

    /// @notice Refuses unless the attestation is signed, fresh, unused, and equal to the subject in everything, and its
    /// margin allows the purpose; then marks it used.
    function _require(
        Attestation calldata attestation,
        Signatures calldata signatures,
        Subject memory subject
    ) internal returns (bytes32 digest) {
        // First, so that a second use is named as one, whatever else has changed since.
        digest = verifier.check(attestation, signatures);
        if (consumed[digest]) revert DigestConsumed(digest);
        consumed[digest] = true;

        _requireEqual(attestation, subject);
        _requireMarket(attestation);
        if (subject.purpose == Purpose.Reduce) _requireReduced(attestation, subject);
        else if (subject.purpose == Purpose.Liquidate) _requireBreach(attestation, subject);
        else if (subject.purpose == Purpose.Withdraw || subject.purpose == Purpose.Trade) {
            _requireInitial(attestation, subject);
        } else revert IMarginVaultBase.WrongPurpose(subject.purpose);
    }

    /// @notice Draws on this contract's share of what the attesters of the epoch can let out in one window; refuses
    /// above it.
    /// @param value All that leaves, micro-units.
    function _spend(uint64 epoch, uint128 value) internal {
        verifier.spend(epoch, value);
    }

    function _requireEqual(Attestation calldata attestation, Subject memory subject) private view {
        if (attestation.purpose != subject.purpose) revert IMarginVaultBase.WrongPurpose(attestation.purpose);
        if (attestation.account != subject.account) {
            revert IMarginVaultBase.AccountMismatch(attestation.account, subject.account);
        }
        if (attestation.sequence != subject.sequence) {
            revert IMarginVaultBase.SequenceMismatch(attestation.sequence, subject.sequence);
        }
        if (attestation.priorBookHash != subject.priorBookHash) {
            revert IMarginVaultBase.BookMismatch(attestation.priorBookHash, subject.priorBookHash);
        }
        if (attestation.bookHash != subject.bookHash) {
            revert IMarginVaultBase.BookMismatch(attestation.bookHash, subject.bookHash);
        }
        if (attestation.actionHash != subject.actionHash) revert IMarginVaultBase.ActionMismatch();

        bytes32 modelId = BookHash.modelId(attestation.engineId, attestation.parametersHash, attestation.scenarioHash);
        if (modelId != adoptedModel) revert IMarginVaultBase.ModelMismatch(modelId, adoptedModel);
        models.requireActive(modelId, Capability.DISPUTE);
    }

    /// @dev A liquidation takes the latest round only, the others its predecessor in grace too (M5).
    function _requireMarket(Attestation calldata attestation) private view {
        bool exit = attestation.purpose != Purpose.Liquidate;
        uint64 observedAt = market.requireUsable(attestation.round, attestation.marketHash, exit);
        if (block.timestamp - observedAt > maxAge) revert IMarketRegistry.SnapshotStale(observedAt, maxAge);
    }

    /// @dev Equity after the action meets the initial margin, on a calm market (M6).
    function _requireInitial(Attestation calldata attestation, Subject memory subject) private view {
        if (subject.cash < attestation.cash) revert IMarginVaultBase.CashBelowAttested(subject.cash, attestation.cash);
        if (attestation.equity < 0 || uint128(attestation.equity) < attestation.initialMargin) {
            revert IMarginVaultBase.InitialMarginNotMet(attestation.equity, attestation.initialMargin);
        }
        market.requireCalmSet(attestation.round, EVERY_UNDERLYING);
    }

    /// @dev H3: the excess does not fall and equity meets the maintenance margin, calm or not, since risk only falls.
    function _requireReduced(Attestation calldata attestation, Subject memory subject) private pure {
        if (subject.cash < attestation.cash) revert IMarginVaultBase.CashBelowAttested(subject.cash, attestation.cash);
        int128 equity = _equityNow(attestation, subject);
        if (equity < int256(uint256(attestation.maintenanceMargin))) {
            revert IMarginVaultBase.MaintenanceMarginNotMet(equity, attestation.maintenanceMargin);
        }
        int128 before = (int256(attestation.priorExcess) + subject.priorCash).toInt128();
        int128 after_ = (int256(equity) - int256(uint256(attestation.initialMargin))).toInt128();
        if (after_ < before) revert IMarginVaultBase.ExcessNotImproved(before, after_);
    }

    function _requireBreach(Attestation calldata attestation, Subject memory subject) private pure {
        int128 equity = _equityNow(attestation, subject);
        if (equity >= int256(uint256(attestation.maintenanceMargin))) {
            revert ILiquidationAuction.NotBelowMaintenance(equity, attestation.maintenanceMargin);
        }
    }

    /// @dev Equity rises with cash one for one, so what came in or went out since moves the attested equity exactly: a
    /// stranger's dust does not break a test that is not one-sided in cash.
    function _equityNow(Attestation calldata attestation, Subject memory subject) private pure returns (int128) {
        return (int256(attestation.equity) + subject.cash - attestation.cash).toInt128();
    }

    function _withCode(address account) private view returns (address) {
        if (account.code.length == 0) revert CodeMissing(account);
        return account;
    }
}
