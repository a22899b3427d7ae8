// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AttestationRules} from "../AttestationRules.sol";
import {AccountState, Attestation, Purpose, Signatures, Subject} from "../interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {Capability} from "../interfaces/IModelRegistry.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title The gate: what an attestation must equal before anything changes.
/// @notice The comparisons are those of AttestationRules; model, market and signatures are asked here.
abstract contract AttestationGate is VaultStorage {
    using AttestationRules for Attestation;

    /// @notice The gate of a liquidation: the account as it stands. Returns its equity now.
    function _requireLiquidate(
        Attestation calldata attestation,
        Signatures calldata signatures
    ) internal view returns (int128 equity) {
        bytes32 account = attestation.account;
        Account storage stored = _accounts[account];
        if (stored.state == AccountState.None) revert AccountUnknown();
        bytes32 book = stored.bookHash;
        Subject memory subject = Subject(
            Purpose.Liquidate,
            account,
            stored.sequence,
            book,
            book,
            0,
            stored.cash,
            bytes32(0)
        );
        _requireEqual(attestation, subject);
        if (block.timestamp >= _exitTerms.modelActiveUntil) models.requireActive(_adoptedModel, Capability.DISPUTE);
        market.requireUsable(attestation.round, attestation.marketHash, false);
        _requireSigned(attestation, signatures);
        return attestation.equityNow(subject);
    }

    /// @notice The gate of a withdrawal or an increasing trade: equity after it meets the initial margin, on a calm
    /// market.
    function _requireInitial(
        Attestation calldata attestation,
        Signatures calldata signatures,
        Subject memory subject
    ) internal returns (bytes32 digest) {
        _requireEqual(attestation, subject);
        _requireModelActive(attestation.modelId());
        attestation.requireCash(subject);
        bytes32 registered = market.exitMarketHash(attestation.round);
        if (attestation.marketHash != registered) {
            revert IMarketRegistry.MarketHashMismatch(attestation.marketHash, registered);
        }
        attestation.requireInitialMargin();
        return _requireSigned(attestation, signatures);
    }

    /// @notice The gate of a reducing trade (H3): the excess does not fall and equity meets the maintenance margin. It
    /// holds in a market that is not calm too, since it only lowers risk.
    function _requireReduced(
        Attestation calldata attestation,
        Signatures calldata signatures,
        Subject memory subject
    ) internal {
        _requireEqual(attestation, subject);
        _requireModelActive(attestation.modelId());
        attestation.requireCash(subject);
        market.requireUsable(attestation.round, attestation.marketHash, true);
        attestation.requireReduced(subject);
        _requireSigned(attestation, signatures);
    }

    function _requireEqual(Attestation calldata attestation, Subject memory subject) private view {
        attestation.requireEqual(subject);
        _requireModel(_exitTerms.modelPrefix, attestation.modelId());
    }

    function _requireModel(bytes16 adoptedPrefix, bytes32 modelId) internal view {
        if (bytes16(modelId) != adoptedPrefix) revert ModelMismatch(modelId, _adoptedModel);
    }

    /// @notice Refuses unless the model is active. The registry says how long its answer stays right, so that only the
    /// first use of a day asks it.
    function _requireModelActive(bytes32 modelId) private {
        if (block.timestamp >= _exitTerms.modelActiveUntil) _renewModel(modelId);
    }

    function _renewModel(bytes32 modelId) internal {
        _exitTerms.modelActiveUntil = uint32(models.activeUntil(modelId, Capability.DISPUTE));
    }

    function _requireSigned(
        Attestation calldata attestation,
        Signatures calldata signatures
    ) private view returns (bytes32 digest) {
        return verifier.check(attestation, signatures);
    }
}
