// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BookHash} from "../BookHash.sol";
import {AccountState, Attestation, Purpose, Signatures} from "../interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {Capability} from "../interfaces/IModelRegistry.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title The gate: what an attestation must equal before anything changes.
/// @notice Cash is compared, not hashed, since anyone may add to it. Equity is linear in cash with slope one, so the
/// attested equity is moved by exactly the cash that came since; only that keeps a stranger's dust from breaking a
/// Reduce or Liquidate attestation, whose tests are not one-sided in cash.
abstract contract AttestationGate is VaultStorage {
    /// @notice What the attestation has to be about.
    struct Subject {
        Purpose purpose;
        bytes32 account;
        /// Before the action.
        uint64 sequence;
        bytes32 priorBookHash;
        bytes32 bookHash;
        /// Cash after the action.
        int128 cash;
        bytes32 actionHash;
    }

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
            stored.cash,
            bytes32(0)
        );
        _requireEqual(attestation, subject);
        if (block.timestamp >= _exitTerms.modelActiveUntil) models.requireActive(_adoptedModel, Capability.DISPUTE);
        market.requireUsable(attestation.round, attestation.marketHash, false);
        _requireSigned(attestation, signatures);
        return _equityNow(attestation, subject.cash);
    }

    /// @notice The gate of a withdrawal or an increasing trade: equity after it meets the initial margin, on a calm
    /// market.
    function _requireInitial(
        Attestation calldata attestation,
        Signatures calldata signatures,
        Subject memory subject
    ) internal returns (bytes32 digest) {
        _requireEqual(attestation, subject);
        _requireModelActive(_modelId(attestation));
        _requireCashAttested(attestation.cash, subject.cash);
        bytes32 registered = market.exitMarketHash(attestation.round);
        if (attestation.marketHash != registered) {
            revert IMarketRegistry.MarketHashMismatch(attestation.marketHash, registered);
        }
        _requireInitialMargin(attestation.equity, attestation.initialMargin);
        return _requireSigned(attestation, signatures);
    }

    /// @notice The gate of a reducing trade (H3): the excess does not fall and equity meets the maintenance margin. It
    /// holds in a market that is not calm too, since it only lowers risk.
    /// @param cashBefore Stored cash before the trade; `priorExcess` is without it.
    function _requireReduced(
        Attestation calldata attestation,
        Signatures calldata signatures,
        Subject memory subject,
        int128 cashBefore
    ) internal {
        _requireEqual(attestation, subject);
        _requireModelActive(_modelId(attestation));
        _requireCashAttested(attestation.cash, subject.cash);
        market.requireUsable(attestation.round, attestation.marketHash, true);
        int128 equity = _equityNow(attestation, subject.cash);
        if (equity < int256(uint256(attestation.maintenanceMargin))) {
            revert MaintenanceMarginNotMet(equity, attestation.maintenanceMargin);
        }
        int128 before = _toInt128(int256(attestation.priorExcess) + cashBefore);
        int128 after_ = _toInt128(int256(equity) - int256(uint256(attestation.initialMargin)));
        if (after_ < before) revert ExcessNotImproved(before, after_);
        _requireSigned(attestation, signatures);
    }

    function _requireEqual(Attestation calldata attestation, Subject memory subject) private view {
        if (attestation.purpose != subject.purpose) revert WrongPurpose(attestation.purpose);
        if (attestation.account != subject.account) revert AccountMismatch(attestation.account, subject.account);
        if (attestation.sequence != subject.sequence) {
            revert SequenceMismatch(attestation.sequence, subject.sequence);
        }
        if (attestation.priorBookHash != subject.priorBookHash) {
            revert BookMismatch(attestation.priorBookHash, subject.priorBookHash);
        }
        if (attestation.bookHash != subject.bookHash) revert BookMismatch(attestation.bookHash, subject.bookHash);
        if (attestation.actionHash != subject.actionHash) revert ActionMismatch();

        _requireModel(_exitTerms.modelPrefix, _modelId(attestation));
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

    function _modelId(Attestation calldata attestation) private pure returns (bytes32) {
        return BookHash.modelId(attestation.engineId, attestation.parametersHash, attestation.scenarioHash);
    }

    function _requireSigned(
        Attestation calldata attestation,
        Signatures calldata signatures
    ) private view returns (bytes32 digest) {
        return verifier.check(attestation, signatures);
    }

    function _requireCashAttested(int128 attested, int128 actual) internal pure {
        if (actual < attested) revert CashBelowAttested(actual, attested);
    }

    function _requireInitialMargin(int128 equity, uint128 initialMargin) internal pure {
        if (equity < 0 || uint128(equity) < initialMargin) revert InitialMarginNotMet(equity, initialMargin);
    }

    function _equityNow(Attestation calldata attestation, int128 cash) private pure returns (int128) {
        return _toInt128(int256(attestation.equity) + cash - attestation.cash);
    }
}
