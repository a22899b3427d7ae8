// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AttestationRules} from "./AttestationRules.sol";
import {ILiquidationAuction} from "./interfaces/ILiquidationAuction.sol";
import {Attestation, Purpose, Signatures, Subject} from "./interfaces/IMarginTypes.sol";
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
    using AttestationRules for Attestation;

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

        attestation.requireEqual(subject);
        _requireModel(attestation);
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

    function _requireModel(Attestation calldata attestation) private view {
        bytes32 modelId = attestation.modelId();
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
        attestation.requireCash(subject);
        attestation.requireInitialMargin();
        market.requireCalmSet(attestation.round, EVERY_UNDERLYING);
    }

    /// @dev Calm or not, since risk only falls.
    function _requireReduced(Attestation calldata attestation, Subject memory subject) private pure {
        attestation.requireCash(subject);
        attestation.requireReduced(subject);
    }

    function _requireBreach(Attestation calldata attestation, Subject memory subject) private pure {
        int128 equity = attestation.equityNow(subject);
        if (equity >= int256(uint256(attestation.maintenanceMargin))) {
            revert ILiquidationAuction.NotBelowMaintenance(equity, attestation.maintenanceMargin);
        }
    }

    function _withCode(address account) private view returns (address) {
        if (account.code.length == 0) revert CodeMissing(account);
        return account;
    }
}
