// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {AttestationRules} from "../AttestationRules.sol";
import {TokenUnits} from "../TokenUnits.sol";
import {CashReason, ExitMode} from "../interfaces/IMarginVault.sol";
import {Attestation, Purpose, Signatures, Subject, WithdrawRequest} from "../interfaces/IMarginTypes.sol";
import {IVaultExits} from "../interfaces/IVaultExits.sol";
import {ExitQueue} from "./ExitQueue.sol";

/// @title The slow ways out: attested and delayed, or without rows.
abstract contract VaultExits is ExitQueue, IVaultExits {
    using SafeERC20 for IERC20;

    /// @inheritdoc IVaultExits
    function requestWithdraw(
        WithdrawRequest calldata request,
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external override nonReentrant returns (uint256 exitId) {
        return _queue(request, _debitAttested(request, attestation, signatures));
    }

    /// @inheritdoc IVaultExits
    function finaliseWithdraw(uint256 exitId) external override nonReentrant {
        PendingExit memory exit = _takeExit(exitId);
        _requireActive(exit.account);
        if (block.timestamp < exit.readyAt) revert ExitNotReady(exit.readyAt);
        if (disputes.proved(exit.digest)) revert ExitDisputed(exit.digest);
        _pay(WithdrawRequest(exit.account, exit.asset, exit.amount, exit.recipient), ExitMode.QUEUED, exit.digest);
    }

    /// @inheritdoc IVaultExits
    function cancelWithdraw(uint256 exitId) external override {
        PendingExit memory exit = _takeExit(exitId);
        bool allowed = _ownerOf(exit.account) == msg.sender || disputes.proved(exit.digest);
        if (!allowed) revert NotOwner();
        if (exit.asset == CASH) {
            _changeCash(exit.account, int256(uint256(exit.amount)), CashReason.EXIT_CANCELLED);
        } else {
            _requireActive(exit.account);
            _changeCollateral(exit.account, exit.asset, int256(uint256(exit.amount)));
            ++_accounts[exit.account].sequence;
        }
        emit ExitCancelled(exitId, exit.account);
    }

    /// @inheritdoc IVaultExits
    function withdrawFlat(WithdrawRequest calldata request) external override nonReentrant {
        _requireMayLeave(request);
        Account storage account = _accounts[request.account];
        if (account.rowsCount != 0) revert NotFlat();
        _take(request);
        _pay(request, ExitMode.FLAT, bytes32(0));
    }

    function _debitAttested(
        WithdrawRequest calldata request,
        Attestation calldata attestation,
        Signatures calldata signatures
    ) private returns (bytes32) {
        _requireMayLeave(request);
        Subject memory subject;
        subject.purpose = Purpose.Withdraw;
        subject.account = request.account;
        Account storage account = _accounts[request.account];
        subject.sequence = account.sequence++;
        subject.priorBookHash = account.bookHash;
        _debit(request);
        subject.bookHash = request.asset == CASH ? subject.priorBookHash : account.bookHash;
        subject.cash = account.cash;
        subject.actionHash = keccak256(abi.encode(request));
        if (subject.cash < 0) revert CashWouldBeNegative(subject.cash);
        return _requireInitial(attestation, signatures, subject);
    }

    /// @notice Takes the amount from the account and consumes the sequence.
    function _take(WithdrawRequest calldata request) internal {
        _debit(request);
        Account storage account = _accounts[request.account];
        if (account.cash < 0) revert CashWouldBeNegative(account.cash);
        ++account.sequence;
    }

    function _requireMayLeave(WithdrawRequest calldata request) internal view {
        _requireOwner(request.account);
        _requireActive(request.account);
        uint32 pausedUntil = _exitTerms.pausedUntil;
        if (block.timestamp < pausedUntil) revert PausedUntil(pausedUntil);
        if (request.amount == 0) revert AmountZero();
        if (request.asset != CASH) _requireCollateral(request.asset);
    }

    /// @notice Takes the amount from the account. The events are `Withdrawn` and `ExitQueued`.
    function _debit(WithdrawRequest calldata request) private {
        if (request.asset == CASH) {
            Account storage account = _accounts[request.account];
            account.cash = AttestationRules.toInt128(int256(account.cash) - int256(uint256(request.amount)));
        } else {
            _changeCollateral(request.account, request.asset, -int256(uint256(request.amount)));
        }
        (, uint8 rawDecimals, uint8 tokenDecimals) = _token(request.asset);
        TokenUnits.toToken(request.amount, rawDecimals, tokenDecimals);
    }

    /// @notice Removes an exit from the queue; refused if an insolvency took it back.
    function _takeExit(uint256 exitId) private returns (PendingExit memory exit) {
        exit = _exits[exitId];
        Account storage account = _accounts[exit.account];
        if (exit.account == bytes32(0) || exit.era != account.exitEra) revert ExitUnknown(exitId);
        delete _exits[exitId];
        if (exit.asset == CASH) account.queuedCash -= exit.amount;
        else _queuedCollateral[exit.account][exit.asset] -= exit.amount;
    }

    function _pay(WithdrawRequest memory request, uint8 mode, bytes32 digest) internal {
        uint128 paid = request.asset == CASH ? _haircut(request.amount) : request.amount;
        (IERC20 token, uint8 rawDecimals, uint8 tokenDecimals) = _token(request.asset);
        emit Withdrawn(request.account, request.recipient, request.asset, paid, mode, digest);
        token.safeTransfer(request.recipient, TokenUnits.toToken(paid, rawDecimals, tokenDecimals));
    }
}
