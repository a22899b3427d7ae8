// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BookHash} from "./BookHash.sol";
import {Attestation, Subject} from "./interfaces/IMarginTypes.sol";
import {IMarginVaultBase} from "./interfaces/IMarginVaultBase.sol";

/// @title What an attestation must equal, and what its margin must meet: for the vault and for every MarginConsumer.
/// @notice Cash is compared, not hashed, since anyone may add to it. Equity is linear in cash with slope one, so the
/// attested equity is moved by exactly the cash that came since; only that keeps a stranger's dust from breaking a
/// Reduce or Liquidate attestation, whose tests are not one-sided in cash.
library AttestationRules {
    /// @notice Everything but cash, model and market equals the subject.
    function requireEqual(Attestation calldata attestation, Subject memory subject) internal pure {
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
    }

    /// @notice The account has at least the cash that was attested.
    function requireCash(Attestation calldata attestation, Subject memory subject) internal pure {
        if (subject.cash < attestation.cash) revert IMarginVaultBase.CashBelowAttested(subject.cash, attestation.cash);
    }

    /// @notice A withdrawal or an increasing trade: equity after it meets the initial margin.
    function requireInitialMargin(Attestation calldata attestation) internal pure {
        (int128 equity, uint128 initialMargin) = (attestation.equity, attestation.initialMargin);
        if (equity < 0 || uint128(equity) < initialMargin) {
            revert IMarginVaultBase.InitialMarginNotMet(equity, initialMargin);
        }
    }

    /// @notice A reducing trade (H3): the excess does not fall and equity meets the maintenance margin.
    function requireReduced(Attestation calldata attestation, Subject memory subject) internal pure {
        int128 equity = equityNow(attestation, subject);
        if (equity < int256(uint256(attestation.maintenanceMargin))) {
            revert IMarginVaultBase.MaintenanceMarginNotMet(equity, attestation.maintenanceMargin);
        }
        int128 before = toInt128(int256(attestation.priorExcess) + subject.priorCash);
        int128 after_ = toInt128(int256(equity) - int256(uint256(attestation.initialMargin)));
        if (after_ < before) revert IMarginVaultBase.ExcessNotImproved(before, after_);
    }

    /// @notice The attested equity, moved by the cash that came or went since.
    function equityNow(Attestation calldata attestation, Subject memory subject) internal pure returns (int128) {
        return toInt128(int256(attestation.equity) + subject.cash - attestation.cash);
    }

    /// @notice An amount of money, refused if it needs more than 128 bits.
    function toInt128(int256 amount) internal pure returns (int128) {
        if (amount != int128(amount)) revert IMarginVaultBase.QuantityTooLarge(amount);
        return int128(amount);
    }

    /// @notice The model that the attestation was computed with.
    function modelId(Attestation calldata attestation) internal pure returns (bytes32) {
        return BookHash.modelId(attestation.engineId, attestation.parametersHash, attestation.scenarioHash);
    }
}
