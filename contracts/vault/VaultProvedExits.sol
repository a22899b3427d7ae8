// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ExitMode} from "../interfaces/IMarginVault.sol";
import {MarginTags, MarketInput, Row, WithdrawRequest} from "../interfaces/IMarginTypes.sol";
import {Capability} from "../interfaces/IModelRegistry.sol";
import {ISelfProof} from "../interfaces/ISelfProof.sol";
import {IVaultExits} from "../interfaces/IVaultExits.sol";
import {ProofGate} from "./ProofGate.sol";
import {VaultExits} from "./VaultExits.sol";

/// @title The ways out that need no attester (W0).
abstract contract VaultProvedExits is VaultExits, ProofGate {
    /// @inheritdoc IVaultExits
    function withdrawProved(
        WithdrawRequest calldata request,
        Row[] calldata rows,
        MarketInput calldata snapshot,
        int128 tailHint
    ) external override nonReentrant returns (uint256 exitId) {
        _requireMayLeave(request);
        _requireRows(request.account, rows);
        bytes32 proof = keccak256(
            abi.encode(
                MarginTags.INPUTS,
                address(this),
                request,
                _accounts[request.account].sequence,
                _adoptedModel,
                snapshot.round
            )
        );
        _take(request);
        _requireInitialProved(request.account, rows, snapshot, tailHint);
        return _payOrQueue(request, proof);
    }

    /// @inheritdoc IVaultExits
    function withdrawProvedSession(
        WithdrawRequest calldata request,
        bytes32 session
    ) external override nonReentrant returns (uint256 exitId) {
        _requireMayLeave(request);
        ISelfProof.Session memory proved = selfProof.resultOf(session);
        bool same =
            proved.vault == address(this) && keccak256(abi.encode(proved.request)) == keccak256(abi.encode(request));
        if (!same) revert ActionMismatch();
        bytes32 newest = selfProof.newestOf(address(this), request.account);
        if (session != newest) revert ISelfProof.SessionSuperseded(session, newest);
        uint64 sequence = _accounts[request.account].sequence;
        if (proved.sequence != sequence) revert SequenceMismatch(proved.sequence, sequence);
        if (proved.modelId != _adoptedModel) revert ModelMismatch(proved.modelId, _adoptedModel);
        models.requireActive(_adoptedModel, Capability.SELF_PROOF);
        market.requireCalmSet(market.latestRound(), type(uint64).max);
        if (proved.equity < int256(uint256(proved.initialMargin))) {
            revert InitialMarginNotMet(proved.equity, proved.initialMargin);
        }
        _take(request);
        return _payOrQueue(request, session);
    }

    /// @notice Pays cash within the outflow limit and queues the rest (X1). Collateral is always queued: the limit is
    /// in cash.
    /// @param proof What identifies the exit's proof; no attestation has it as its digest.
    function _payOrQueue(WithdrawRequest calldata request, bytes32 proof) private returns (uint256 exitId) {
        if (request.asset != CASH || !_draw(request.amount)) return _queue(request, proof);
        _pay(request, ExitMode.PROVED, proof);
    }

    /// @notice Draws on the limit if there is enough of it. Without a committee there is none.
    function _draw(uint128 amount) private returns (bool drawn) {
        uint64 epoch = verifier.currentEpoch();
        drawn = verifier.available(epoch, address(this)) >= amount;
        if (drawn) verifier.spend(epoch, amount);
    }
}
