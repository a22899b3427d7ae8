// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {VaultFixture} from "./support/VaultFixture.sol";
import {HostileToken} from "./support/Tokens.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {
    Attestation,
    CashExit,
    MarginTags,
    Purpose,
    Signatures,
    WithdrawRequest
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Instant withdrawals in cash (W1). A member that the vault writes itself has no error of its own: the signers
/// of another one are no registered set. VaultRequests.t.sol has their names.
contract VaultWithdrawalTests is VaultFixture {
    WithdrawRequest private _request;

    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 500_000e6);
        _deposit(bobAccount, 500_000e6);
        _request = WithdrawRequest(aliceAccount, 0, 10_000e6, RECIPIENT);
    }

    function test_Withdraw_Attested_PaysAndConsumesTheSequence() public {
        _withdraw(_request, _withdrawal(_request));

        (uint64 sequence, , int128 held, ) = vault.state(aliceAccount);
        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid");
        assertEq(int256(held), 490_000e6, "cash");
        assertEq(sequence, 1, "sequence");
        assertEq(uint256(verifier.available(EPOCH, address(vault))), 990_000e6, "limit left");
    }

    function test_Withdraw_AfterAStrangersDust_StillPays() public {
        Attestation memory attestation = _withdrawal(_request);
        _deposit(aliceAccount, 1);

        _withdraw(_request, attestation);

        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid");
    }

    function test_Withdraw_Replayed_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        _withdraw(_request, attestation);

        _expectRefused(
            attestation,
            abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, uint64(0), uint64(1))
        );
    }

    /// @notice Withdrawing and depositing again restores book and cash, but not the sequence.
    function test_Withdraw_OfABookThatWasLeftAndRestored_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        _withdraw(_request, _withdrawal(_request));
        _deposit(aliceAccount, 10_000e6);

        _expectRefused(
            attestation,
            abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, uint64(0), uint64(1))
        );
    }

    /// @notice The caller and a subaccount are the account, so anyone else names another.
    function test_Withdraw_ByAnyoneElse_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        Signatures memory signatures = _signed(attestation);
        CashExit memory exit = _cashExit(_request, attestation, signatures.bitmap);

        vm.prank(STRANGER);
        vm.expectRevert(IMarginVaultBase.AccountUnknown.selector);
        vault.withdrawAttested(exit, _quorum(signatures));
    }

    function test_Withdraw_ToAnotherRecipient_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        _request.recipient = STRANGER;

        _expectUnsigned(attestation);
    }

    function test_Withdraw_OfAnotherAmount_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        _request.amount -= 1;

        _expectUnsigned(attestation);
    }

    function test_Withdraw_WithAnotherAccountsAttestation_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.account = bobAccount;

        _expectUnsigned(attestation);
    }

    function test_Withdraw_WithAnotherConsumersAttestation_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.consumer = STRANGER;

        _expectUnsigned(attestation);
    }

    function test_Withdraw_WithAnotherPurpose_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.purpose = Purpose.Trade;

        _expectUnsigned(attestation);
    }

    function test_Withdraw_OfAnotherPriorBook_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.priorBookHash = keccak256("other");

        _expectUnsigned(attestation);
    }

    function test_Withdraw_OfAnotherBookAfterwards_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.bookHash = keccak256("other");

        _expectUnsigned(attestation);
    }

    function test_Withdraw_WithMoreCashAttested_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.cash += 1;

        _expectRefused(
            attestation,
            abi.encodeWithSelector(
                IMarginVaultBase.CashBelowAttested.selector,
                int128(490_000e6),
                int128(490_000e6 + 1)
            )
        );
    }

    function test_Withdraw_BelowTheInitialMargin_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.equity = 80_000e6 - 1;

        _expectRefused(
            attestation,
            abi.encodeWithSelector(
                IMarginVaultBase.InitialMarginNotMet.selector,
                int128(80_000e6 - 1),
                uint128(80_000e6)
            )
        );
    }

    function test_Withdraw_AtTheInitialMargin_Pays() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.equity = 80_000e6;

        _withdraw(_request, attestation);

        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid");
    }

    function test_Withdraw_OfMoreThanTheCash_IsRefused() public {
        _request.amount = 500_000e6 + 1;
        Attestation memory attestation = _withdrawal(_request);

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.CashWouldBeNegative.selector, int128(-1)));
    }

    function test_Withdraw_WithAnotherModel_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.engineId = keccak256("other engine");
        bytes32 other = keccak256(abi.encode(MarginTags.MODEL, attestation.engineId, parametersHash, scenarioHash));

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.ModelMismatch.selector, other, modelId));
    }

    /// @notice The vault may have asked for the model a second before it was retired: the retirement waits as long.
    function test_Withdraw_WithAModelRetiredADayAgo_IsRefused() public {
        vault.renewModel();
        vm.prank(TIMELOCK);
        models.retire(modelId);
        _passADay(0);

        _expectRefused(
            _withdrawal(_request),
            abi.encodeWithSelector(IModelRegistry.ModelRetiredAt.selector, modelId, NOW + 1 days)
        );
    }

    function test_Withdraw_InTheNoticeOfARetirement_Pays() public {
        vm.prank(TIMELOCK);
        models.retire(modelId);
        _passADay(ROUND_LENGTH);

        _withdraw(_request, _withdrawal(_request));

        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid");
    }

    /// @notice Renewed in the notice, the answer ends with the model and not a day later.
    function test_Withdraw_RenewedInTheNotice_IsRefusedAtTheRetirement() public {
        vm.prank(TIMELOCK);
        models.retire(modelId);
        _passADay(ROUND_LENGTH);
        vault.renewModel();
        _nextRound(SPOT, 0);

        _expectRefused(
            _withdrawal(_request),
            abi.encodeWithSelector(IModelRegistry.ModelRetiredAt.selector, modelId, NOW + 1 days)
        );
    }

    function test_Withdraw_OfADroppedModel_IsRefusedAtOnce() public {
        Attestation memory attestation = _withdrawal(_request);
        vault.renewModel();
        bytes32 old = modelId;
        modelId = _scheduleModel(4, 2);
        vm.prank(TIMELOCK);
        vault.adoptModel(modelId);

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.ModelMismatch.selector, old, modelId));
    }

    function test_RenewModel_OfARetiredModel_IsRefused() public {
        vm.prank(TIMELOCK);
        models.retire(modelId);
        vm.warp(NOW + 1 days);

        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRetiredAt.selector, modelId, NOW + 1 days));
        vault.renewModel();
    }

    function test_Withdraw_OfAnOldRound_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        _nextRound(SPOT, 0);
        _nextRound(SPOT, 0);

        _expectRefused(
            attestation,
            abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, attestation.round, attestation.round + 2)
        );
    }

    function test_Withdraw_OfTheRoundJustSucceeded_Pays() public {
        Attestation memory attestation = _withdrawal(_request);
        _nextRound(SPOT, 0);

        _withdraw(_request, attestation);

        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid");
    }

    function test_Withdraw_OfAStaleRound_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        vm.warp(NOW + 25);

        _expectRefused(attestation, abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, NOW, uint32(24)));
    }

    function test_Withdraw_WithAnotherMarket_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.marketHash = keccak256("other");

        _expectUnsigned(attestation);
    }

    function test_Withdraw_AfterAJump_IsRefused() public {
        _nextRound(SPOT * 2, 0);

        _expectRefused(
            _withdrawal(_request),
            abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, uint64(1), uint64(0))
        );
    }

    function test_Withdraw_WithTooFewSignatures_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        Signatures memory signatures = _sign(ATTESTER_SEED, 5, 0x3, verifier.digest(attestation));
        CashExit memory exit = _cashExit(_request, attestation, signatures.bitmap);

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSignature("WrongSignatureCount(uint256,uint256)", 2, 3));
        vault.withdrawAttested(exit, _quorum(signatures));
    }

    function test_Withdraw_OfNothing_IsRefused() public {
        _request.amount = 0;

        _expectRefused(_withdrawal(_request), abi.encodeWithSelector(IMarginVaultBase.AmountZero.selector));
    }

    function test_Withdraw_ToABlacklistedRecipient_ChangesNothing() public {
        Attestation memory attestation = _withdrawal(_request);
        bytes memory data = _instantCall(_request, attestation, _signed(attestation));
        cash.misbehave(HostileToken.Mode.Blacklist, RECIPIENT, "");

        vm.prank(alice);
        (bool success, ) = address(vault).call(data);

        (uint64 sequence, , int128 held, ) = vault.state(aliceAccount);
        assertTrue(!success, "refused");
        assertEq(int256(held), 500_000e6, "cash");
        assertEq(sequence, 0, "sequence");
    }

    /// @notice A thousandth of a cent, many times: the account pays exactly what the recipient gets.
    function test_Withdraw_OfOneUnitManyTimes_HarvestsNothing() public {
        _request.amount = 1;
        for (uint256 i = 0; i < 20; ++i) _withdraw(_request, _withdrawal(_request));

        (, , int128 held, ) = vault.state(aliceAccount);
        assertEq(cash.balanceOf(RECIPIENT), 20, "paid");
        assertEq(int256(held), 500_000e6 - 20, "cash");
    }

    /// @notice To a day after the start, less `early` seconds, with a round of then.
    function _passADay(uint64 early) private {
        vm.warp(NOW + 1 days - early);
        vm.roll(block.number + 2);
        _registerRound(SPOT, 0);
    }

    function _withdraw(WithdrawRequest memory request, Attestation memory attestation) private {
        Signatures memory signatures = _signed(attestation);
        CashExit memory exit = _cashExit(request, attestation, signatures.bitmap);
        vm.prank(alice);
        vault.withdrawAttested(exit, _quorum(signatures));
    }

    function _expectUnsigned(Attestation memory attestation) private {
        _expectRefused(attestation, abi.encodeWithSelector(ICommittee.SignerSetMismatch.selector));
    }

    function _expectRefused(Attestation memory attestation, bytes memory reason) private {
        Signatures memory signatures = _signed(attestation);
        CashExit memory exit = _cashExit(_request, attestation, signatures.bitmap);
        vm.prank(alice);
        vm.expectRevert(reason);
        vault.withdrawAttested(exit, _quorum(signatures));
    }
}
