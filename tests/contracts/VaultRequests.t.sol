// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {VaultFixture} from "./support/VaultFixture.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {
    Attestation,
    MarginTags,
    Purpose,
    Signatures,
    WithdrawRequest
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Queued withdrawals with an attestation in full (W2): every bound member is wrong once, by its own error.
contract VaultRequestTests is VaultFixture {
    WithdrawRequest private _request;

    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 500_000e6);
        _deposit(bobAccount, 500_000e6);
        _request = WithdrawRequest(aliceAccount, 0, 10_000e6, RECIPIENT);
    }

    function test_RequestWithdraw_Replayed_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        _withdraw(_request, attestation);

        _expectRefused(
            attestation,
            abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, uint64(0), uint64(1))
        );
    }

    function test_RequestWithdraw_ByAnyoneElse_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        Signatures memory signatures = _signed(attestation);

        vm.prank(STRANGER);
        vm.expectRevert(IMarginVaultBase.NotOwner.selector);
        vault.requestWithdraw(_request, attestation, signatures);
    }

    function test_RequestWithdraw_ToAnotherRecipient_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        _request.recipient = STRANGER;

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.ActionMismatch.selector));
    }

    function test_RequestWithdraw_OfAnotherAmount_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        _request.amount -= 1;

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.ActionMismatch.selector));
    }

    function test_RequestWithdraw_WithAnotherAccountsAttestation_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.account = bobAccount;

        _expectRefused(
            attestation,
            abi.encodeWithSelector(IMarginVaultBase.AccountMismatch.selector, bobAccount, aliceAccount)
        );
    }

    function test_RequestWithdraw_WithAnotherConsumersAttestation_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.consumer = STRANGER;

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVerifier.WrongConsumer.selector, STRANGER));
    }

    function test_RequestWithdraw_WithAnotherPurpose_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.purpose = Purpose.Trade;

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.WrongPurpose.selector, Purpose.Trade));
    }

    function test_RequestWithdraw_OfAnotherPriorBook_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        (bytes32 other, bytes32 book) = (keccak256("other"), attestation.priorBookHash);
        attestation.priorBookHash = other;

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, other, book));
    }

    function test_RequestWithdraw_OfAnotherBookAfterwards_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        (bytes32 other, bytes32 book) = (keccak256("other"), attestation.bookHash);
        attestation.bookHash = other;

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, other, book));
    }

    function test_RequestWithdraw_WithMoreCashAttested_IsRefused() public {
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

    function test_RequestWithdraw_BelowTheInitialMargin_IsRefused() public {
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

    function test_RequestWithdraw_OfMoreThanTheCash_IsRefused() public {
        _request.amount = 500_000e6 + 1;
        Attestation memory attestation = _withdrawal(_request);

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.CashWouldBeNegative.selector, int128(-1)));
    }

    function test_RequestWithdraw_WithAnotherModel_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.engineId = keccak256("other engine");
        bytes32 other = keccak256(abi.encode(MarginTags.MODEL, attestation.engineId, parametersHash, scenarioHash));

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.ModelMismatch.selector, other, modelId));
    }

    function test_RequestWithdraw_WithARetiredModel_IsRefused() public {
        vm.prank(TIMELOCK);
        models.retire(modelId);
        vm.warp(NOW + 1 days);
        _nextRound(SPOT, 0);

        _expectRefused(
            _withdrawal(_request),
            abi.encodeWithSelector(IModelRegistry.ModelRetiredAt.selector, modelId, NOW + 1 days)
        );
    }

    /// @notice A liquidation asks the registry itself when the vault's answer is old.
    function test_LiquidationEquity_WithARetiredModel_IsRefused() public {
        vm.prank(TIMELOCK);
        models.retire(modelId);
        vm.warp(NOW + 1 days);
        _nextRound(SPOT, 0);
        Attestation memory attestation = _attestation(aliceAccount, Purpose.Liquidate);
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRetiredAt.selector, modelId, NOW + 1 days));
        vault.liquidationEquity(attestation, signatures);
    }

    function test_RequestWithdraw_OfAnOldRound_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        _nextRound(SPOT, 0);
        _nextRound(SPOT, 0);

        _expectRefused(
            attestation,
            abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, attestation.round, attestation.round + 2)
        );
    }

    function test_RequestWithdraw_OfAStaleRound_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        vm.warp(NOW + 25);

        _expectRefused(attestation, abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, NOW, uint32(24)));
    }

    function test_RequestWithdraw_WithAnotherMarket_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.marketHash = keccak256("other");

        _expectRefused(
            attestation,
            abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, keccak256("other"), marketHash)
        );
    }

    function test_RequestWithdraw_AfterAJump_IsRefused() public {
        _nextRound(SPOT * 2, 0);

        _expectRefused(
            _withdrawal(_request),
            abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, uint64(1), uint64(0))
        );
    }

    function test_RequestWithdraw_WithTooFewSignatures_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        Signatures memory signatures = _sign(ATTESTER_SEED, 5, 0x3, verifier.digest(attestation));

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSignature("WrongSignatureCount(uint256,uint256)", 2, 3));
        vault.requestWithdraw(_request, attestation, signatures);
    }

    function test_RequestWithdraw_OfNothing_IsRefused() public {
        _request.amount = 0;

        _expectRefused(_withdrawal(_request), abi.encodeWithSelector(IMarginVaultBase.AmountZero.selector));
    }

    function _withdraw(WithdrawRequest memory request, Attestation memory attestation) private {
        Signatures memory signatures = _signed(attestation);
        vm.prank(alice);
        vault.requestWithdraw(request, attestation, signatures);
    }

    function _expectRefused(Attestation memory attestation, bytes memory reason) private {
        Signatures memory signatures = _signed(attestation);
        vm.prank(alice);
        vm.expectRevert(reason);
        vault.requestWithdraw(_request, attestation, signatures);
    }
}
