// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {VaultFixture} from "./support/VaultFixture.sol";
import {HostileToken} from "./support/Tokens.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IVaultExits} from "../../contracts/interfaces/IVaultExits.sol";
import {
    AccountState,
    Attestation,
    CashExit,
    MarginTags,
    Row,
    Signatures,
    WithdrawRequest
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Queued exits, exits without rows, and pauses.
contract VaultExitTests is VaultFixture {
    WithdrawRequest private _request;
    HostileToken private _ether;

    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 500_000e6);
        _request = WithdrawRequest(aliceAccount, 0, 10_000e6, RECIPIENT);
        _ether = new HostileToken(18);
        vm.prank(TIMELOCK);
        vault.registerAsset("ETH", address(_ether), 1_000e8);
        _ether.mint(alice, 10e18);
        vm.startPrank(alice);
        _ether.approve(address(vault), 10e18);
        vault.depositCollateral(aliceAccount, 1, 10e8);
        vm.stopPrank();
    }

    function test_Withdraw_AboveTheLimit_IsQueuedNotRefused() public {
        vm.prank(GUARDIAN);
        verifier.setBondedFloor(EPOCH, 10_000e6);

        _withdraw(_withdrawal(_request));

        IMarginVaultBase.PendingExit memory exit = vault.exitOf(1);
        assertEq(cash.balanceOf(RECIPIENT), 0, "paid");
        assertEq(exit.amount, 10_000e6, "queued");
        assertEq(exit.readyAt, NOW + 6 hours, "ready at");
        assertEq(int256(vault.accountOf(aliceAccount).cash), 490_000e6, "cash");
    }

    function test_RequestWithdraw_WithinTheLimit_IsQueuedAndDrawsNothing() public {
        uint128 before = verifier.available(EPOCH, address(vault));

        _queue(_request);

        assertEq(verifier.available(EPOCH, address(vault)), before, "limit");
        assertEq(vault.accountOf(aliceAccount).queuedCash, 10_000e6, "queued cash");
    }

    function test_FinaliseWithdraw_AfterTheDelay_Pays() public {
        _queue(_request);
        vm.warp(NOW + 6 hours);

        vault.finaliseWithdraw(1);

        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid");
        assertEq(vault.accountOf(aliceAccount).queuedCash, 0, "queued cash");
    }

    function test_FinaliseWithdraw_Twice_IsRefused() public {
        _queue(_request);
        vm.warp(NOW + 6 hours);
        vault.finaliseWithdraw(1);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.ExitUnknown.selector, 1));
        vault.finaliseWithdraw(1);
    }

    function test_FinaliseWithdraw_ASecondEarly_IsRefused() public {
        _queue(_request);
        vm.warp(NOW + 6 hours - 1);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.ExitNotReady.selector, NOW + 6 hours));
        vault.finaliseWithdraw(1);
    }

    function test_FinaliseWithdraw_OfADisprovedAttestation_IsRefused() public {
        bytes32 digest = _queue(_request);
        disputes.disprove(digest);
        vm.warp(NOW + 6 hours);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.ExitDisputed.selector, digest));
        vault.finaliseWithdraw(1);
    }

    function test_CancelWithdraw_ByTheOwner_ReturnsTheCash() public {
        _queue(_request);

        vm.prank(alice);
        vault.cancelWithdraw(1);

        assertEq(int256(vault.accountOf(aliceAccount).cash), 500_000e6, "cash");
    }

    function test_CancelWithdraw_ByAStranger_IsRefused() public {
        _queue(_request);

        vm.expectRevert(IMarginVaultBase.NotOwner.selector);
        vault.cancelWithdraw(1);
    }

    function test_CancelWithdraw_ByAStrangerOnceDisproved_ReturnsTheCash() public {
        disputes.disprove(_queue(_request));

        vm.prank(STRANGER);
        vault.cancelWithdraw(1);

        assertEq(int256(vault.accountOf(aliceAccount).cash), 500_000e6, "cash");
    }

    /// @notice The limit is in cash and cannot know what ether is worth, so collateral always waits.
    function test_RequestWithdraw_OfCollateral_IsQueuedThenPaid() public {
        _request = WithdrawRequest(aliceAccount, 1, 4e8, RECIPIENT);
        Attestation memory attestation = _withdrawal(_request);
        attestation.bookHash = _bookWithEther(6e8);

        _queue(attestation);
        vm.warp(NOW + 6 hours);
        vault.finaliseWithdraw(1);

        assertEq(_ether.balanceOf(RECIPIENT), 4e18, "paid");
        assertEq(vault.collateralOf(aliceAccount, 1), 6e8, "left");
    }

    function test_CancelWithdraw_OfCollateral_ReturnsItAndRaisesTheSequence() public {
        _request = WithdrawRequest(aliceAccount, 1, 4e8, RECIPIENT);
        Attestation memory attestation = _withdrawal(_request);
        attestation.bookHash = _bookWithEther(6e8);
        _queue(attestation);

        vm.prank(alice);
        vault.cancelWithdraw(1);

        (uint64 sequence, bytes32 book, , ) = vault.state(aliceAccount);
        assertEq(book, _bookWithEther(10e8), "book");
        assertEq(sequence, 3, "sequence");
    }

    function test_RequestWithdraw_OfMoreCollateralThanHeld_IsRefused() public {
        _request = WithdrawRequest(aliceAccount, 1, 10e8 + 1, RECIPIENT);

        _expectRefused(
            _withdrawal(_request),
            abi.encodeWithSelector(IMarginVaultBase.CollateralTooLow.selector, uint128(10e8), uint128(10e8 + 1))
        );
    }

    function test_WithdrawFlat_WithoutRows_PaysAllOfCashAndCollateral() public {
        vm.startPrank(alice);
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 0, 500_000e6, RECIPIENT));
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 1, 10e8, RECIPIENT));
        vm.stopPrank();

        assertEq(cash.balanceOf(RECIPIENT), 500_000e6, "cash");
        assertEq(_ether.balanceOf(RECIPIENT), 10e18, "ether");
    }

    function test_WithdrawFlat_OfMoreThanTheCash_IsRefused() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.CashWouldBeNegative.selector, int128(-1)));
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 0, 500_000e6 + 1, RECIPIENT));
    }

    function test_WithdrawFlat_ByAStranger_IsRefused() public {
        vm.expectRevert(IMarginVaultBase.NotOwner.selector);
        vault.withdrawFlat(_request);
    }

    function test_WithdrawFlat_ThatCallsBack_MeetsTheGuard() public {
        bytes memory again = abi.encodeCall(IVaultExits.finaliseWithdraw, (1));
        cash.misbehave(HostileToken.Mode.CallBack, address(vault), again);

        vm.prank(alice);
        vault.withdrawFlat(_request);

        bytes4 answer = bytes4(cash.callBackAnswer());
        assertEq(bytes32(answer), bytes32(bytes4(keccak256("ReentrancyGuardReentrantCall()"))), "guarded");
    }

    function test_Pause_OfWithdrawals_StopsThemForItsTime() public {
        _pause(GUARDIAN, 0, 72 hours);

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.PausedUntil.selector, NOW + 72 hours));
        vault.withdrawFlat(_request);
        vm.warp(NOW + 72 hours);
        vm.prank(alice);
        vault.withdrawFlat(_request);

        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid afterwards");
    }

    function test_Pause_OfWithdrawals_LetsDepositsAndQueuedExitsPass() public {
        _queue(_request);
        vm.warp(NOW + 6 hours);
        _pause(GUARDIAN, 0, 72 hours);

        vault.finaliseWithdraw(1);
        _deposit(aliceAccount, 5e6);

        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid");
        assertEq(int256(vault.accountOf(aliceAccount).cash), 490_005e6, "cash");
    }

    function test_Pause_OfMoreThanThreeDays_IsRefused() public {
        vm.prank(GUARDIAN);
        vm.expectRevert(
            abi.encodeWithSelector(IMarginVaultBase.PauseTooLong.selector, uint64(72 hours + 1), uint64(72 hours))
        );
        vault.pause(0, 72 hours + 1);
    }

    function test_Pause_ByTheGuardianTwice_NeedsTheTimelockBetween() public {
        _pause(GUARDIAN, 0, 1 hours);
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.PauseSpent.selector, uint8(0)));
        vault.pause(0, 1 hours);

        _pause(TIMELOCK, 0, 0);
        _pause(GUARDIAN, 0, 2 hours);

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.PausedUntil.selector, NOW + 2 hours));
        vault.withdrawFlat(_request);
    }

    function test_Pause_OfAnUnknownAction_IsRefused() public {
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.ActionUnknown.selector, uint8(2)));
        vault.pause(2, 1);
    }

    function test_Pause_ByAStranger_IsRefused() public {
        vm.expectRevert(abi.encodeWithSignature("OnlyTimelock(address)", address(this)));
        vault.pause(0, 1);
    }

    function test_Freeze_ByAStranger_IsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.OnlyAuction.selector, address(this)));
        vault.freeze(aliceAccount);
    }

    function test_LiquidationEquity_OfNobody_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.account = bytes32(uint256(1));
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(IMarginVaultBase.AccountUnknown.selector);
        vault.liquidationEquity(attestation, signatures);
    }

    function test_Frozen_Account_CannotWithdrawNorAddCollateral() public {
        vm.prank(address(auction));
        vault.freeze(aliceAccount);
        bytes memory frozen = abi.encodeWithSelector(IMarginVaultBase.AccountFrozen.selector, AccountState.Auction);

        vm.startPrank(alice);
        vm.expectRevert(frozen);
        vault.withdrawFlat(_request);
        vm.expectRevert(frozen);
        vault.depositCollateral(aliceAccount, 1, 1);
        vm.stopPrank();
    }

    function _pause(address by, uint8 action, uint64 duration) private {
        vm.prank(by);
        vault.pause(action, duration);
    }

    function _withdraw(Attestation memory attestation) private {
        Signatures memory signatures = _signed(attestation);
        CashExit memory exit = _cashExit(_request, attestation, signatures.bitmap);
        vm.prank(alice);
        vault.withdrawAttested(exit, _quorum(signatures));
    }

    function _queue(WithdrawRequest memory request) private returns (bytes32 digest) {
        Attestation memory attestation = _withdrawal(request);
        _queue(attestation);
        return verifier.digest(attestation);
    }

    function _queue(Attestation memory attestation) private {
        Signatures memory signatures = _signed(attestation);
        vm.prank(alice);
        vault.requestWithdraw(_request, attestation, signatures);
    }

    function _expectRefused(Attestation memory attestation, bytes memory reason) private {
        Signatures memory signatures = _signed(attestation);
        vm.prank(alice);
        vm.expectRevert(reason);
        vault.requestWithdraw(_request, attestation, signatures);
    }

    function _bookWithEther(uint128 amount) private view returns (bytes32) {
        bytes32 collateral = keccak256(abi.encode(MarginTags.COLLATERAL, 1, bytes32("ETH"), uint256(amount) << 128));
        bytes32 rows = _rowsHash(new Row[](0));
        return keccak256(abi.encode(MarginTags.BOOK, address(vault), aliceAccount, rows, collateral));
    }
}
