// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {AttestationRules} from "../AttestationRules.sol";
import {AttestationType} from "../AttestationType.sol";
import {BlockHistory} from "../BlockHistory.sol";
import {TokenUnits} from "../TokenUnits.sol";
import {ICommittee} from "../interfaces/ICommittee.sol";
import {IMarginVerifier} from "../interfaces/IMarginVerifier.sol";
import {IMarginVault} from "../interfaces/IMarginVault.sol";
import {AccountState, Attestation, CashExit, Purpose, WithdrawRequest} from "../interfaces/IMarginTypes.sol";
import {CashExits} from "./CashExits.sol";
import {ExitQueue} from "./ExitQueue.sol";
import {VaultAccounts} from "./VaultAccounts.sol";

/// @title The fast way out: cash, attested, now.
abstract contract VaultInstantExits is VaultAccounts, ExitQueue {
    using CashExits for CashExit;
    using SafeERC20 for IERC20;

    /// @dev Words beside the quorum's entries: the exit, the quorum's offset and its length.
    uint256 private constant EXIT_WORDS = 14;

    /// @inheritdoc IMarginVault
    function withdrawAttested(CashExit calldata exit, bytes32[] calldata quorum) external override nonReentrant {
        _requireCanonical(quorum);
        bytes32 account = exit.account();
        uint128 amount = exit.amount();
        uint256 tokens = TokenUnits.toToken(amount, TokenUnits.MONEY_DECIMALS, _cashDecimals);
        bool whole = _requireOpen(exit);
        bytes32 book = _debit(exit, account);
        (bytes32 digest, bool drawn) = verifier.spendAttested(
            _structHash(exit, account, book),
            exit.validUntil(),
            exit.epoch(),
            exit.epochTerms,
            amount,
            exit.bitmap(),
            quorum
        );
        if (!drawn) {
            _queue(WithdrawRequest(account, CASH, amount, exit.recipient()), digest);
            return;
        }
        if (!whole) {
            amount = _haircut(amount);
            tokens = TokenUnits.toToken(amount, TokenUnits.MONEY_DECIMALS, _cashDecimals);
        }
        emit CashWithdrawn(account, amount, digest);
        IERC20(_cashToken).safeTransfer(exit.recipient(), tokens);
    }

    /// @inheritdoc IMarginVault
    function exitOf(uint256 exitId) external view override returns (PendingExit memory) {
        return _exits[exitId];
    }

    /// @notice What does not depend on the account: the pause, the model, the margin. Returns whether no shortfall is
    /// reserved.
    function _requireOpen(CashExit calldata exit) private returns (bool whole) {
        ExitTerms storage terms = _exitTerms;
        (uint32 pausedUntil, uint32 modelActiveUntil) = (terms.pausedUntil, terms.modelActiveUntil);
        whole = terms.shortfall == 0;
        if (block.timestamp < pausedUntil) revert PausedUntil(pausedUntil);
        bytes32 modelId = exit.modelId();
        _requireModel(terms.modelPrefix, modelId);
        if (block.timestamp >= modelActiveUntil) _renewModel(modelId);
        (int256 equity, uint128 initialMargin) = (exit.equity(), exit.initialMargin());
        if (equity < int256(uint256(initialMargin))) revert InitialMarginNotMet(exit.equity(), initialMargin);
    }

    /// @notice Takes the amount from the account and consumes the sequence. Returns the book.
    function _debit(CashExit calldata exit, bytes32 account) private returns (bytes32 book) {
        Account storage stored = _accounts[account];
        (int256 cash, uint256 sequence, AccountState state_) = (stored.cash, stored.sequence, stored.state);
        book = stored.bookHash;
        if (state_ != AccountState.Active) _requireActive(account);
        if (exit.sequence() != sequence) revert SequenceMismatch(exit.sequence(), uint64(sequence));
        uint256 amount = exit.amount();
        if (amount == 0) revert AmountZero();
        // Of 128 bits each.
        unchecked {
            cash -= int256(amount);
        }
        if (cash < 0) revert CashWouldBeNegative(AttestationRules.toInt128(cash));
        if (cash < exit.cash()) revert CashBelowAttested(int128(cash), exit.cash());
        // Both lie in the account's first word: one write instead of two, 300 gas. Cash is what it was or less, so it
        // fits, and no sequence reaches 2^64.
        assembly ("memory-safe") {
            let others := shl(192, shr(192, sload(stored.slot)))
            sstore(stored.slot, or(others, or(shl(128, add(sequence, 1)), cash)))
        }
    }

    /// @notice The EIP-712 hash of what the attesters must have signed.
    function _structHash(CashExit calldata exit, bytes32 account, bytes32 book) private view returns (bytes32) {
        bytes32 blockHash = BlockHistory.hashOf(exit.blockNumber());
        if (blockHash == 0) revert IMarginVerifier.BlockOutOfRange(exit.blockNumber());
        return
            AttestationType.structHash(
                Attestation({
                    consumer: address(this),
                    account: account,
                    sequence: exit.sequence(),
                    priorBookHash: book,
                    bookHash: book,
                    cash: exit.cash(),
                    actionHash: exit.actionHash(account),
                    engineId: exit.engineId,
                    parametersHash: exit.parametersHash,
                    scenarioHash: exit.scenarioHash,
                    round: exit.round(),
                    marketHash: market.exitMarketHash(exit.round()),
                    totalsHash: exit.totalsHash,
                    equity: exit.equity(),
                    initialMargin: exit.initialMargin(),
                    maintenanceMargin: exit.maintenanceMargin(),
                    valueAtRisk: exit.valueAtRisk(),
                    expectedShortfall: exit.expectedShortfall(),
                    priorExcess: 0,
                    bundleHash: exit.bundleHash,
                    validUntil: exit.validUntil(),
                    blockNumber: exit.blockNumber(),
                    blockHash: blockHash,
                    epoch: exit.epoch(),
                    purpose: Purpose.Withdraw
                })
            );
    }

    /// @dev Nothing rides along: the calldata has the length of its canonical encoding.
    function _requireCanonical(bytes32[] calldata quorum) private pure {
        // No array of calldata is longer than the calldata.
        unchecked {
            uint256 expected = 4 + 32 * (EXIT_WORDS + quorum.length);
            if (msg.data.length != expected) revert ICommittee.CalldataNotCanonical(msg.data.length, expected);
        }
    }
}
