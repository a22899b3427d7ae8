// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ProofFixture} from "./support/ProofFixture.sol";
import {MarginVault} from "../../contracts/MarginVault.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {Capability, IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {ISelfProof} from "../../contracts/interfaces/ISelfProof.sol";
import {IVaultExits} from "../../contracts/interfaces/IVaultExits.sol";
import {AccountState, MarketInput, Row, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Exits, purchases and rebuttals without attesters (W0).
/// @notice At 50,000 Alice's worst loss is 25,000, her initial margin 31,250 and her equity 35,000: 3,750 may leave.
contract SelfProofTests is ProofFixture {
    uint128 private constant SPARE = 3_750e6;
    uint64 private constant LIFETIME = 20;

    function test_WithdrawProved_ToTheInitialMargin_PaysAndConsumesTheSequence() public {
        uint256 exitId = _withdraw(_request(SPARE));

        assertEq(exitId, 0, "paid at once");
        assertEq(cash.balanceOf(RECIPIENT), SPARE, "recipient");
        assertEq(_cashOf(aliceAccount), 31_250e6, "cash");
        assertEq(uint256(_sequenceOf(aliceAccount)), 2, "sequence");
    }

    function test_WithdrawProved_OneUnitBelowTheInitialMargin_IsRefused() public {
        _expectRefused(_request(SPARE + 1), _marginNotMet(31_250e6 - 1, 31_250e6));
    }

    /// @notice Whole dollars, so that nothing is rounded: two perpetuals gain 2 (S - 50,000), and five quarters of a
    /// quarter of 2 S are 5 S / 8.
    function testFuzz_WithdrawProved_AtAnyPrice_LeavesTheInitialMargin(uint64 price, uint64 paid) public {
        int128 spot = int128(int64(price % 4_000)) + 48_000;
        int128 amount = int128(int64(paid % 45_000)) + 1;
        _nextRound(int64(spot) * 1e8, 0);
        int128 equity = 35_000 + 2 * (spot - 50_000) - amount;
        bool expected = amount <= 35_000 && equity * 8 >= 5 * spot;
        MarketInput memory snapshot = _snapshot();
        WithdrawRequest memory request = _request(uint128(amount) * 1e6);

        vm.prank(alice);
        (bool done, ) = address(vault).call(
            abi.encodeCall(IVaultExits.withdrawProved, (request, _long(), snapshot, 0))
        );

        assertTrue(done == expected, "paid exactly when the margin is met");
    }

    /// @notice The same call again asks about what is left.
    function test_WithdrawProved_Again_IsRefused() public {
        _withdraw(_request(SPARE));

        _expectRefused(_request(SPARE), _marginNotMet(27_500e6, 31_250e6));
    }

    function test_WithdrawProved_AboveTheLimit_IsQueuedNotRefused() public {
        vm.prank(GUARDIAN);
        verifier.setBondedFloor(EPOCH, 2 * 3_749e6);

        uint256 exitId = _withdraw(_request(SPARE));

        assertEq(uint256(vault.exitOf(exitId).amount), SPARE, "queued");
        assertEq(cash.balanceOf(RECIPIENT), 0, "not yet paid");
    }

    function test_WithdrawProved_DrawsOnTheLimit() public {
        uint128 before = verifier.available(EPOCH, address(vault));

        _withdraw(_request(SPARE));

        assertEq(uint256(before - verifier.available(EPOCH, address(vault))), SPARE, "drawn");
    }

    /// @notice No committee is left: the exit waits, and is paid.
    function test_WithdrawProved_WithoutAttesters_IsPaidAfterTheDelay() public {
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);

        uint256 exitId = _withdraw(_request(SPARE));
        vm.warp(block.timestamp + 6 hours);
        vault.finaliseWithdraw(exitId);

        assertEq(cash.balanceOf(RECIPIENT), SPARE, "paid");
    }

    /// @notice One ether of 2,000 counts for 1,600 in the initial margin; without it 35,000 meet 31,250.
    function test_WithdrawProved_OfCollateral_IsQueued() public {
        _depositEther(alice, aliceAccount, 1e8);

        uint256 exitId = _withdraw(WithdrawRequest(aliceAccount, ETHER, 1e8, RECIPIENT));

        assertEq(uint256(vault.exitOf(exitId).asset), ETHER, "queued");
        assertEq(uint256(vault.collateralOf(aliceAccount, ETHER)), 0, "left the account");
    }

    /// @notice After 3,750 the account stands at its margin, and 1,600 of the ether's value would be missed.
    function test_WithdrawProved_OfCollateralThatIsNeeded_IsRefused() public {
        _depositEther(alice, aliceAccount, 1e8);
        _withdraw(_request(SPARE + 1_600e6));

        _expectRefused(
            WithdrawRequest(aliceAccount, ETHER, 1, RECIPIENT),
            _marginNotMet(31_649_999_980, 31_649_999_996)
        );
    }

    function test_WithdrawProved_OfMoreThanTheCash_IsRefused() public {
        _depositEther(alice, aliceAccount, 100e8);

        _expectRefused(
            _request(35_000e6 + 1),
            abi.encodeWithSelector(IMarginVaultBase.CashWouldBeNegative.selector, int128(-1))
        );
    }

    function test_WithdrawProved_OfThePredecessorInGrace_Pays() public {
        MarketInput memory previous = _snapshot();
        _nextRound(SPOT, 0);

        vm.prank(alice);
        uint256 exitId = vault.withdrawProved(_request(SPARE), _long(), previous, 0);

        assertEq(exitId, 0, "paid");
    }

    function test_WithdrawProved_OfAnOldRound_IsRefused() public {
        MarketInput memory old = _snapshot();
        _nextRound(SPOT, 0);
        _nextRound(SPOT, 0);

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, old.round, round));
        vault.withdrawProved(_request(SPARE), _long(), old, 0);
    }

    function test_WithdrawProved_OfAStaleRound_IsRefused() public {
        uint64 observedAt = _observedAt();
        vm.warp(observedAt + 25);

        _expectRefused(
            _request(SPARE),
            abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, observedAt, uint32(24))
        );
    }

    function test_WithdrawProved_AfterAJump_IsRefused() public {
        _nextRound(53_000e8, 0);

        _expectRefused(_request(1e6), abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, 1, 0));
    }

    function test_WithdrawProved_WithAnotherSection_IsRefused() public {
        MarketInput memory snapshot = _snapshot();
        snapshot.sections[1] = _section(SPOT + 1, 0, int64(snapshot.observedAt));
        bytes32 given = _marketHashOf(snapshot);

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, given, marketHash));
        vault.withdrawProved(_request(SPARE), _long(), snapshot, 0);
    }

    function test_WithdrawProved_OfOtherRows_IsRefused() public {
        MarketInput memory snapshot = _snapshot();

        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, _rowsHash(_none()), _rowsHash(_long()))
        );
        vault.withdrawProved(_request(SPARE), _none(), snapshot, 0);
    }

    function test_WithdrawProved_ByAnyoneElse_IsRefused() public {
        MarketInput memory snapshot = _snapshot();

        vm.prank(STRANGER);
        vm.expectRevert(IMarginVaultBase.NotOwner.selector);
        vault.withdrawProved(_request(SPARE), _long(), snapshot, 0);
    }

    function test_WithdrawProved_WhilePaused_IsRefused() public {
        vm.prank(GUARDIAN);
        vault.pause(0, 1 hours);

        _expectRefused(
            _request(SPARE),
            abi.encodeWithSelector(IMarginVaultBase.PausedUntil.selector, uint64(block.timestamp) + 1 hours)
        );
    }

    function test_WithdrawProved_OfAnAccountInAuction_IsRefused() public {
        _breach();

        _expectRefused(
            _request(1e6),
            abi.encodeWithSelector(IMarginVaultBase.AccountFrozen.selector, AccountState.Auction)
        );
    }

    function test_WithdrawProved_OfAModelThatProvesNothing_IsRefused() public {
        bytes32 attestedOnly = _scheduleModel(Capability.DISPUTE, 2);
        vm.prank(TIMELOCK);
        vault.adoptModel(attestedOnly);

        _expectRefused(
            _request(SPARE),
            abi.encodeWithSelector(IModelRegistry.ProfileNotEnforceable.selector, attestedOnly, Capability.SELF_PROOF)
        );
    }

    function test_Session_OfTheNextRound_PaysOnce() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        _proveAll(session);

        vm.startPrank(alice);
        uint256 exitId = vault.withdrawProvedSession(_request(SPARE), session);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, uint64(1), uint64(2)));
        vault.withdrawProvedSession(_request(SPARE), session);
        vm.stopPrank();

        assertEq(exitId, 0, "paid");
        assertEq(cash.balanceOf(RECIPIENT), SPARE, "recipient");
    }

    function test_Session_HasTheEnginesFigures() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(48_000e8, 0);

        _proveAll(session);

        // 31,250 less the 4,000 that two perpetuals lost; a quarter of 96,000, and five quarters of that.
        ISelfProof.Session memory proved = selfProof.resultOf(session);
        assertEq(proved.equity, 27_250e6, "equity");
        assertEq(uint256(proved.maintenanceMargin), 24_000e6, "maintenance");
        assertEq(uint256(proved.initialMargin), 30_000e6, "initial");
        assertEq(uint256(proved.round), round, "round");
    }

    /// @notice 48,000: equity 27,250 after the payment, initial margin 30,000.
    function test_Session_BelowTheInitialMargin_IsRefused() public {
        bytes32 session = _finished(_request(SPARE), 48_000e8);

        _expectSessionRefused(_request(SPARE), session, _marginNotMet(27_250e6, 30_000e6));
    }

    function test_Session_OfCollateral_CountsWhatIsLeft() public {
        _depositEther(alice, aliceAccount, 2e8);
        WithdrawRequest memory request = WithdrawRequest(aliceAccount, ETHER, 1e8, RECIPIENT);

        bytes32 session = _finished(request, SPOT);

        ISelfProof.Session memory proved = selfProof.resultOf(session);
        assertEq(proved.equity, 37_000e6, "equity with one ether");
        assertEq(uint256(proved.initialMargin), 31_650e6, "initial margin with one ether");
    }

    function test_Session_OfMoreCollateralThanHeld_IsRefused() public {
        _depositEther(alice, aliceAccount, 1e8);
        bytes32 session = _begin(WithdrawRequest(aliceAccount, ETHER, 2e8, RECIPIENT));
        _nextRound(SPOT, 0);

        _expectProveRefused(
            session,
            abi.encodeWithSelector(IMarginVaultBase.CollateralTooLow.selector, uint128(1e8), uint128(2e8))
        );
    }

    function test_Session_BegunAgain_StaysAsItIs() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        _proveAll(session);
        bytes32 finished = keccak256(abi.encode(selfProof.sessionOf(session)));

        vm.roll(block.number + 1);
        bytes32 another = _begin(_request(SPARE));

        assertTrue(another != session, "another round");
        assertEq(keccak256(abi.encode(selfProof.sessionOf(session))), finished, "unchanged");
        assertEq(_begin(_request(SPARE)), another, "the same once more");
    }

    /// @notice The price was known when the session began.
    function test_Session_OfTheRoundBeforeIt_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));

        _expectProveRefused(session, abi.encodeWithSelector(ISelfProof.RoundNotAfterRequest.selector, round, round));
    }

    /// @notice Choosing among the rounds that follow is refused too.
    function test_Session_OfTheSecondRoundAfterIt_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));
        uint64 begunAfter = round;
        _nextRound(SPOT, 0);
        _nextRound(SPOT, 0);

        _expectProveRefused(
            session,
            abi.encodeWithSelector(ISelfProof.RoundNotAfterRequest.selector, round, begunAfter)
        );
    }

    /// @notice The right round, and a price of one's own.
    function test_Session_OfOtherSections_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        MarketInput memory forged = _snapshot();
        forged.sections[1] = _section(51_000e8, 0, int64(_observedAt()));
        bytes32 given = _marketHashOf(forged);

        vm.expectRevert(
            abi.encodeWithSelector(
                IMarketRegistry.MarketHashMismatch.selector,
                given,
                market.snapshot(round).marketHash
            )
        );
        selfProof.prove(session, 0, 1, _long(), forged);
    }

    function test_Session_OfARoundThatJumped_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(53_000e8, 0);

        _expectProveRefused(session, abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, 1, 0));
    }

    function test_Session_BeforeAJump_IsRefusedAfterIt() public {
        bytes32 session = _finished(_request(SPARE), SPOT);
        _nextRound(47_000e8, 0);

        _expectSessionRefused(
            _request(SPARE),
            session,
            abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, 1, 0)
        );
    }

    function test_Session_WithAGap_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        MarketInput memory snapshot = _snapshot();

        vm.expectRevert(abi.encodeWithSelector(ISelfProof.ScenarioGap.selector, uint32(0)));
        selfProof.prove(session, 1, 2, _long(), snapshot);
    }

    function test_Session_FinishedTooEarly_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        MarketInput memory snapshot = _snapshot();
        selfProof.prove(session, 0, 1, _long(), snapshot);

        vm.expectRevert(abi.encodeWithSelector(ISelfProof.ScenarioGap.selector, uint32(1)));
        selfProof.finish(session, _totals(-25_000e6, 25_000e6), 0, _long(), snapshot);
    }

    function test_Session_WithAnotherTotal_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        MarketInput memory snapshot = _snapshot();
        selfProof.prove(session, 0, 2, _long(), snapshot);

        vm.expectRevert(ISelfProof.TotalsMismatch.selector);
        selfProof.finish(session, _totals(-25_000e6 + 1, 25_000e6), 0, _long(), snapshot);
    }

    function test_Session_WithFewerTotals_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        MarketInput memory snapshot = _snapshot();
        selfProof.prove(session, 0, 2, _long(), snapshot);

        vm.expectRevert(ISelfProof.TotalsMismatch.selector);
        selfProof.finish(session, abi.encodePacked(int128(-25_000e6)), 0, _long(), snapshot);
    }

    function test_Session_TwentyRoundsLater_Pays() public {
        bytes32 session = _finished(_request(SPARE), SPOT);
        for (uint64 i = 0; i < LIFETIME; ++i) _nextRound(SPOT, 0);

        vm.prank(alice);
        vault.withdrawProvedSession(_request(SPARE), session);

        assertEq(cash.balanceOf(RECIPIENT), SPARE, "paid");
    }

    function test_Session_TwentyOneRoundsLater_IsRefused() public {
        bytes32 session = _finished(_request(SPARE), SPOT);
        uint64 proved = round;
        for (uint64 i = 0; i <= LIFETIME; ++i) _nextRound(SPOT, 0);

        _expectSessionRefused(
            _request(SPARE),
            session,
            abi.encodeWithSelector(ISelfProof.SessionExpired.selector, session, proved)
        );
    }

    /// @notice Its round is not too old to be shown only when it is finished.
    function test_Session_ProvedTwentyOneRoundsLater_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        MarketInput memory first = _snapshot();
        for (uint64 i = 0; i <= LIFETIME; ++i) _nextRound(SPOT, 0);

        vm.expectRevert(abi.encodeWithSelector(ISelfProof.SessionExpired.selector, session, first.round));
        selfProof.prove(session, 0, 1, _long(), first);
    }

    function test_Session_OfASequenceThatMoved_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        _depositEther(alice, aliceAccount, 1);

        _expectProveRefused(
            session,
            abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, uint64(1), uint64(2))
        );
    }

    function test_Session_AfterAStrangersDust_Pays() public {
        bytes32 session = _begin(_request(SPARE));
        _nextRound(SPOT, 0);
        _deposit(aliceAccount, 1);
        _proveAll(session);
        _deposit(aliceAccount, 1);

        vm.prank(alice);
        vault.withdrawProvedSession(_request(SPARE), session);

        assertEq(_cashOf(aliceAccount), 31_250e6 + 2, "cash");
    }

    function test_Session_OfAnotherPayment_IsRefused() public {
        bytes32 session = _finished(_request(SPARE - 1), SPOT);

        _expectSessionRefused(
            _request(SPARE),
            session,
            abi.encodeWithSelector(IMarginVaultBase.ActionMismatch.selector)
        );
    }

    /// @notice Two sessions, of two rounds: the second one is all she has.
    function test_Session_OlderThanTheOwnersNewest_IsRefused() public {
        bytes32 first = _finished(_request(SPARE), SPOT);
        bytes32 second = _begin(_request(SPARE));

        _expectSessionRefused(
            _request(SPARE),
            first,
            abi.encodeWithSelector(ISelfProof.SessionSuperseded.selector, first, second)
        );
    }

    function test_Session_BegunByAStranger_PaysNobody() public {
        bytes32 session = selfProof.begin(address(vault), _request(SPARE));
        _nextRound(SPOT, 0);
        _proveAll(session);

        _expectSessionRefused(
            _request(SPARE),
            session,
            abi.encodeWithSelector(ISelfProof.SessionSuperseded.selector, session, bytes32(0))
        );
    }

    /// @notice A contract that answers as a vault would is not this vault.
    function test_Session_OfAnotherVault_IsRefused() public {
        address impostor = address(new Impostor(vault));
        bytes32 session = selfProof.begin(impostor, _request(SPARE));
        _nextRound(SPOT, 0);
        _proveAll(session);

        _expectSessionRefused(
            _request(SPARE),
            session,
            abi.encodeWithSelector(IMarginVaultBase.ActionMismatch.selector)
        );
    }

    function test_Session_WithoutAResult_IsRefused() public {
        bytes32 session = _begin(_request(SPARE));

        _expectSessionRefused(
            _request(SPARE),
            session,
            abi.encodeWithSelector(ISelfProof.SessionNotFinished.selector, session)
        );
    }

    function test_Session_Finished_TakesNoMore() public {
        bytes32 session = _finished(_request(SPARE), SPOT);

        _expectProveRefused(session, abi.encodeWithSelector(ISelfProof.SessionIsFinished.selector, session));
    }

    function test_Session_NeverBegun_IsUnknown() public {
        _expectProveRefused("nothing", abi.encodeWithSelector(ISelfProof.SessionUnknown.selector, bytes32("nothing")));
    }

    function test_Session_OfAModelThatWasReplaced_IsRefused() public {
        bytes32 session = _finished(_request(SPARE), SPOT);
        bytes32 other = _scheduleModel(_capabilities(), 2);
        bytes32 old = modelId;
        vm.prank(TIMELOCK);
        vault.adoptModel(other);

        _expectSessionRefused(
            _request(SPARE),
            session,
            abi.encodeWithSelector(IMarginVaultBase.ModelMismatch.selector, old, other)
        );
    }

    function test_CancelByProof_OfARestoredAccount_Unfreezes() public {
        _breach();
        bytes32 session = _finished(_nothing(), 45_000e8);

        auction.cancelByProof(aliceAccount, session);

        assertTrue(_stateOf(aliceAccount) == AccountState.Active, "active");
        assertEq(uint256(auction.auctionOf(aliceAccount).startedAt), 0, "no auction");
    }

    function test_CancelByProof_OfAPayment_IsRefused() public {
        _breach();
        bytes32 session = _finished(_request(1), 45_000e8);

        vm.expectRevert(IMarginVaultBase.ActionMismatch.selector);
        auction.cancelByProof(aliceAccount, session);
    }

    /// @notice A contract that answers as a vault would is not the auction's vault.
    function test_CancelByProof_OfAnotherVault_IsRefused() public {
        _breach();
        bytes32 session = selfProof.begin(address(new Impostor(vault)), _nothing());
        _nextRound(45_000e8, 0);
        _proveAll(session);

        vm.expectRevert(IMarginVaultBase.ActionMismatch.selector);
        auction.cancelByProof(aliceAccount, session);
    }

    function test_CancelByProof_OfAModelThatWasReplaced_IsRefused() public {
        _breach();
        bytes32 session = _finished(_nothing(), 45_000e8);
        bytes32 other = _scheduleModel(_capabilities(), 2);
        bytes32 old = modelId;
        vm.prank(TIMELOCK);
        vault.adoptModel(other);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.ModelMismatch.selector, old, other));
        auction.cancelByProof(aliceAccount, session);
    }

    function test_CancelByProof_StillBelowMaintenance_IsRefused() public {
        _breach();
        bytes32 session = _finished(_nothing(), 43_100e8);

        vm.expectRevert(
            abi.encodeWithSelector(
                IMarginVaultBase.MaintenanceMarginNotMet.selector,
                int128(21_200e6),
                uint128(21_550e6)
            )
        );
        auction.cancelByProof(aliceAccount, session);
    }

    /// @notice The breach was shown again after the session's round.
    function test_CancelByProof_OfARoundBeforeTheLastProof_IsRefused() public {
        _breach();
        bytes32 session = _finished(_nothing(), 45_000e8);
        uint64 restored = round;
        _nextRound(43_000e8, 0);
        auction.prove(aliceAccount, _long(), _snapshot(), _joint(DOWN));

        vm.expectRevert(abi.encodeWithSelector(ILiquidationAuction.SameRound.selector, restored));
        auction.cancelByProof(aliceAccount, session);
    }

    function test_CancelByProof_OfAnotherAccount_IsRefused() public {
        _breach();
        WithdrawRequest memory request = _nothing();
        request.account = bobAccount;
        bytes32 session = selfProof.begin(address(vault), request);
        _nextRound(45_000e8, 0);
        _proveAll(session, _short(), 22_500e6, -22_500e6);

        vm.expectRevert(abi.encodeWithSelector(ILiquidationAuction.AccountMismatch.selector, bobAccount, aliceAccount));
        auction.cancelByProof(aliceAccount, session);
    }

    function test_CancelByProof_WithoutAnAuction_IsRefused() public {
        bytes32 session = _finished(_nothing(), SPOT);

        vm.expectRevert(ILiquidationAuction.NoAuction.selector);
        auction.cancelByProof(aliceAccount, session);
    }

    function test_CancelByProof_OfASlicedAccount_IsRefused() public {
        _breach();
        bytes32 session = _finished(_nothing(), 43_000e8);
        _deposit(carolAccount, 50_000e6);
        _bidProved(50_000e6);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, uint64(1), uint64(2)));
        auction.cancelByProof(aliceAccount, session);
    }

    /// @notice No attester signs anything: the breach is witnessed, the bidder's margin recomputed.
    function test_BidProved_ByAHealthyBidder_SellsASlice() public {
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);
        _breach();
        _nextRound(43_000e8, 0);

        _bidProved(3_000e6);

        // A tenth of 35,000 for a tenth of 0.976267 * 21,000.
        assertEq(_cashOf(carolAccount), 3_000e6 + 3_500e6 - 2_050_160_700, "carol");
    }

    /// @notice Carol gets a tenth of 35,000 and of the loss of 14,000, pays 2,050.16 and needs a tenth of 26,875.
    function test_BidProved_BelowTheInitialMargin_IsRefused() public {
        _breach();
        _nextRound(43_000e8, 0);
        _deposit(carolAccount, 500e6);
        MarketInput memory snapshot = _snapshot();

        vm.prank(carol);
        vm.expectRevert(_marginNotMet(500e6 + 3_500e6 - 1_400e6 - 2_050_160_700, 2_687_500_000));
        auction.bidProved(_bidOf(), snapshot, _joint(DOWN), 0);
    }

    function test_BidProved_InTheOpeningRound_IsRefused() public {
        _breach();
        MarketInput memory snapshot = _snapshot();

        vm.prank(carol);
        vm.expectRevert(abi.encodeWithSelector(ILiquidationAuction.SameRound.selector, round));
        auction.bidProved(_bidOf(), snapshot, _joint(DOWN), 0);
    }

    function test_BidProved_AfterTheLapse_LeaseLapsed() public {
        _breach();
        uint64 until = uint64(block.timestamp) + 15 minutes;
        vm.warp(until);
        _nextRound(43_000e8, 0);
        MarketInput memory snapshot = _snapshot();

        vm.prank(carol);
        vm.expectRevert(abi.encodeWithSelector(ILiquidationAuction.LeaseLapsed.selector, until));
        auction.bidProved(_bidOf(), snapshot, _joint(DOWN), 0);
    }

    function test_BidProved_ForAnotherOwnersAccount_IsRefused() public {
        _breach();
        _nextRound(43_000e8, 0);
        MarketInput memory snapshot = _snapshot();

        vm.expectRevert(ILiquidationAuction.NotBidder.selector);
        auction.bidProved(_bidOf(), snapshot, _joint(DOWN), 0);
    }

    function _bidOf() private view returns (ILiquidationAuction.Bid memory) {
        return ILiquidationAuction.Bid(aliceAccount, carolAccount, 100_000, 1e12, _long(), _none());
    }

    function _bidProved(uint128 cashBefore) private {
        if (_cashOf(carolAccount) == 0) _deposit(carolAccount, cashBefore);
        MarketInput memory snapshot = _snapshot();
        vm.prank(carol);
        auction.bidProved(_bidOf(), snapshot, _joint(DOWN), 0);
    }

    /// @notice Alice in auction at 43,000: the way there is a jump, and the round after it is calm.
    function _breach() private {
        _nextRound(43_000e8, 0);
        _nextRound(43_000e8, 0);
        auction.open(aliceAccount, _long(), _snapshot(), _joint(DOWN));
    }

    function _request(uint128 amount) private view returns (WithdrawRequest memory) {
        return WithdrawRequest(aliceAccount, 0, amount, RECIPIENT);
    }

    function _nothing() private view returns (WithdrawRequest memory) {
        return WithdrawRequest(aliceAccount, 0, 0, address(0));
    }

    function _withdraw(WithdrawRequest memory request) private returns (uint256) {
        MarketInput memory snapshot = _snapshot();
        vm.prank(alice);
        return vault.withdrawProved(request, _long(), snapshot, 0);
    }

    function _expectRefused(WithdrawRequest memory request, bytes memory refusal) private {
        MarketInput memory snapshot = _snapshot();
        vm.prank(alice);
        vm.expectRevert(refusal);
        vault.withdrawProved(request, _long(), snapshot, 0);
    }

    function _begin(WithdrawRequest memory request) private returns (bytes32) {
        vm.prank(alice);
        return selfProof.begin(address(vault), request);
    }

    /// @notice A finished session in a next round of this price.
    function _finished(WithdrawRequest memory request, int64 spot) private returns (bytes32 session) {
        session = _begin(request);
        _nextRound(spot, 0);
        _proveAll(session);
    }

    /// @notice Both scenarios, a call each: two perpetuals lose and gain a quarter of the spot.
    function _proveAll(bytes32 session) private {
        (int64 spot, ) = market.referencePrice(BTC);
        // Two times a quarter, from 1e-8 to 1e-6.
        int128 move = int128(spot) / 200;
        _proveAll(session, _long(), -move, move);
    }

    function _proveAll(bytes32 session, Row[] memory rows, int128 down, int128 up) private {
        MarketInput memory snapshot = _snapshot();
        selfProof.prove(session, 0, 1, rows, snapshot);
        selfProof.prove(session, 1, 2, rows, snapshot);
        selfProof.finish(session, _totals(down, up), 0, rows, snapshot);
    }

    function _expectProveRefused(bytes32 session, bytes memory refusal) private {
        MarketInput memory snapshot = _snapshot();
        vm.expectRevert(refusal);
        selfProof.prove(session, 0, 1, _long(), snapshot);
    }

    function _expectSessionRefused(WithdrawRequest memory request, bytes32 session, bytes memory refusal) private {
        vm.prank(alice);
        vm.expectRevert(refusal);
        vault.withdrawProvedSession(request, session);
    }

    function _totals(int128 down, int128 up) private pure returns (bytes memory) {
        return abi.encodePacked(down, up);
    }

    function _marginNotMet(int128 equity, uint128 required) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IMarginVaultBase.InitialMarginNotMet.selector, equity, required);
    }
}

/// @title Answers every question as a vault does.
contract Impostor {
    address private immutable _vault;

    constructor(MarginVault vault) {
        _vault = address(vault);
    }

    fallback(bytes calldata data) external returns (bytes memory answer) {
        (, answer) = _vault.staticcall(data);
    }
}
