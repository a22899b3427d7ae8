// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ProofFixture} from "./support/ProofFixture.sol";
import {FeedDouble} from "./support/FeedDouble.sol";
import {MarketRegistry} from "../../contracts/MarketRegistry.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {IReferenceFeed} from "../../contracts/interfaces/IReferenceFeed.sol";
import {
    AccountState,
    Attestation,
    MarketInput,
    Purpose,
    Row,
    WithdrawRequest
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title The ways out when nobody signs any more (W3), and the end of a vault.
/// @notice At a reference of 50,000 Alice's two perpetuals need a tenth of 100,000: of 35,000 in cash 25,000 may go.
contract VaultEscapeTests is ProofFixture {
    uint128 private constant SPARE = 25_000e6;

    function test_Escape_ADayAfterTheRequest_PaysToTheStandardMargin() public {
        _askAndWait();

        _escape(SPARE);

        assertEq(cash.balanceOf(RECIPIENT), SPARE, "recipient");
        assertEq(_cashOf(aliceAccount), 10_000e6, "cash");
        assertEq(uint256(_sequenceOf(aliceAccount)), 2, "sequence");
    }

    function test_Escape_OneUnitBelowTheStandardMargin_IsRefused() public {
        _askAndWait();

        _expectRefused(
            SPARE + 1,
            abi.encodeWithSelector(
                IMarginVaultBase.InitialMarginNotMet.selector,
                int128(10_000e6 - 1),
                uint128(10_000e6)
            )
        );
    }

    /// @notice At 49,000 each perpetual has lost 1,000: 35,000 - 2,000 - 9,800.
    function test_Escape_AtALowerReference_PaysLess() public {
        _askAndWait();
        feed.set(49_000e8, 0, block.timestamp);

        _escape(23_200e6);

        assertEq(cash.balanceOf(RECIPIENT), 23_200e6, "recipient");
    }

    /// @notice The index rose by 0.1: a long of two owes 0.2 that nobody has charged yet.
    function test_Escape_WithFundingDue_PaysThatMuchLess() public {
        _nextRound(SPOT, 1e11);
        _askAndWait();

        _expectRefused(
            SPARE - 199_999,
            abi.encodeWithSelector(
                IMarginVaultBase.InitialMarginNotMet.selector,
                int128(10_000e6 - 1),
                uint128(10_000e6)
            )
        );
        _escape(SPARE - 200_000);

        assertEq(cash.balanceOf(RECIPIENT), SPARE - 200_000, "recipient");
    }

    function test_Escape_Twice_PaysInTheSameDay() public {
        _askAndWait();

        _escape(SPARE - 1e6);
        _escape(1e6);

        assertEq(cash.balanceOf(RECIPIENT), SPARE, "recipient");
    }

    function test_Escape_WithoutCommitteesAndModel_Pays() public {
        vm.prank(TIMELOCK);
        models.retire(modelId);
        vm.startPrank(GUARDIAN);
        verifier.killEpoch(EPOCH);
        market.killEpoch(EPOCH);
        vm.stopPrank();
        _askAndWait();

        _escape(SPARE);

        assertEq(cash.balanceOf(RECIPIENT), SPARE, "recipient");
    }

    /// @notice Collateral counts as nothing, so nothing is missed when it goes.
    function test_Escape_OfCollateral_Pays() public {
        _depositEther(alice, aliceAccount, 1e8);
        _askAndWait();

        vm.prank(alice);
        vault.escape(WithdrawRequest(aliceAccount, ETHER, 1e8, RECIPIENT), _long());

        assertEq(etherToken.balanceOf(RECIPIENT), 1e18, "ether");
    }

    function test_Escape_WithoutARequest_IsRefused() public {
        _expectRefused(SPARE, abi.encodeWithSelector(IMarginVaultBase.ExitNotRequested.selector));
    }

    function test_Escape_ASecondEarly_IsRefused() public {
        _askAndWait();
        vm.warp(block.timestamp - 1);

        _expectRefused(SPARE, abi.encodeWithSelector(IMarginVaultBase.ExitDelay.selector, uint64(block.timestamp) + 1));
    }

    function test_Escape_InTheLastSecond_Pays() public {
        _askAndWait();
        vm.warp(block.timestamp + 1 days - 1);
        feed.set(SPOT, 0, block.timestamp);

        _escape(SPARE);

        assertEq(cash.balanceOf(RECIPIENT), SPARE, "recipient");
    }

    function test_Escape_ADayTooLate_IsRefused() public {
        _askAndWait();
        vm.warp(block.timestamp + 1 days);

        _expectRefused(SPARE, abi.encodeWithSelector(IMarginVaultBase.ExitLapsed.selector, uint64(block.timestamp)));
    }

    function test_Escape_AfterATrade_IsRefused() public {
        _ask();
        vm.roll(block.number + 2);
        _buyAFuture(SPOT);
        vm.warp(block.timestamp + 1 days);
        feed.set(SPOT, 0, block.timestamp);

        vm.prank(alice);
        vm.expectRevert(IMarginVaultBase.ExitNotRequested.selector);
        vault.escape(_request(SPARE), _longAndFuture(SPOT));
    }

    /// @notice Its feed has said nothing for a minute and a second.
    function test_Escape_WithoutALiveReference_IsRefused() public {
        _askAndWait();
        vm.warp(block.timestamp + 61);

        _expectRefused(SPARE, abi.encodeWithSelector(IMarketRegistry.ReferenceUnavailable.selector, BTC));
    }

    function test_Escape_WithAnExpiredRow_IsRefused() public {
        _buyAFuture(SPOT);
        vm.roll(block.number + 1);
        _ask();
        vm.warp(EXPIRY);
        _ask();
        _wait();

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.NotSettled.selector, _future()));
        vault.escape(_request(SPARE), _longAndFuture(SPOT));
    }

    function test_Escape_OfOtherRows_IsRefused() public {
        _askAndWait();

        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, _rowsHash(_none()), _rowsHash(_long()))
        );
        vault.escape(_request(SPARE), _none());
    }

    function test_Escape_OfAnAccountInAuction_IsRefused() public {
        _askAndWait();
        _nextRound(43_000e8, 0);
        auction.open(aliceAccount, _long(), _snapshot(), _joint(DOWN));

        _expectRefused(1e6, abi.encodeWithSelector(IMarginVaultBase.AccountFrozen.selector, AccountState.Auction));
    }

    function test_Escape_WhilePaused_IsRefused() public {
        _askAndWait();
        vm.prank(GUARDIAN);
        vault.pause(0, 1 hours);

        _expectRefused(
            SPARE,
            abi.encodeWithSelector(IMarginVaultBase.PausedUntil.selector, uint64(block.timestamp) + 1 hours)
        );
    }

    /// @notice The sequencer came back an hour after the request: the day counts from there.
    function test_Escape_AfterTheSequencersReturn_WaitsADayMore() public {
        _ask();
        uint64 back = vault.exitRequestOf(aliceAccount).time + 1 hours;
        _wait();
        _watchSequencer(0, back);

        _expectRefused(SPARE, abi.encodeWithSelector(IMarginVaultBase.ExitDelay.selector, back + 1 days));
    }

    function test_Escape_WhileTheSequencerIsDown_IsRefused() public {
        _askAndWait();
        _watchSequencer(1, uint64(block.timestamp));

        _expectRefused(SPARE, abi.encodeWithSelector(IMarketRegistry.SequencerDown.selector));
    }

    function test_RequestExit_OfAnAccountInAuction_IsRefused() public {
        _nextRound(43_000e8, 0);
        auction.open(aliceAccount, _long(), _snapshot(), _joint(DOWN));

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.AccountFrozen.selector, AccountState.Auction));
        vault.requestExit(aliceAccount);
    }

    function test_WindDown_ASecondBeforeThirtyDays_IsRefused() public {
        uint64 until = market.snapshot(round).registeredAt + 30 days;
        vm.warp(until - 1);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.MarketAlive.selector, until));
        vault.windDown();
    }

    function test_WindDown_ADayAfterTheSequencersReturn_WaitsForPublishers() public {
        vm.warp(block.timestamp + 30 days);
        uint64 back = uint64(block.timestamp) - 1 hours;
        _watchSequencer(0, back);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.MarketAlive.selector, back + 1 days));
        vault.windDown();
    }

    function test_WindDown_Twice_IsRefused() public {
        _windDown(SPOT);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.WoundDown.selector, uint64(block.timestamp)));
        vault.windDown();
    }

    /// @notice Nothing that needs a model works any more, whoever signs it, and no model replaces it.
    function test_WindDown_EndsEveryGate() public {
        _windDown(SPOT);
        bytes32 old = modelId;
        vm.warp(block.timestamp + 72 hours);
        _nextRound(SPOT, 0);
        WithdrawRequest memory request = _request(1e6);
        Attestation memory attestation = _withdrawal(request);
        bytes memory instant = _instantCall(request, attestation, _signed(attestation));
        MarketInput memory snapshot = _snapshot();

        vm.startPrank(alice);
        (, bytes memory refusal) = address(vault).call(instant);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelUnknown.selector, bytes32(0)));
        vault.withdrawProved(request, _long(), snapshot, 0);
        vm.stopPrank();
        assertEq(
            refusal,
            abi.encodeWithSelector(IMarginVaultBase.ModelMismatch.selector, old, bytes32(0)),
            "attested exit"
        );
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelUnknown.selector, bytes32(0)));
        auction.open(aliceAccount, _long(), snapshot, _joint(DOWN));
        bytes memory woundDown = abi.encodeWithSelector(IMarginVaultBase.WoundDown.selector, vault.woundDownAt());
        vm.prank(TIMELOCK);
        vm.expectRevert(woundDown);
        vault.adoptModel(old);
    }

    function test_WindDown_RefusesTheEscape() public {
        _windDown(SPOT);
        vm.warp(block.timestamp + 72 hours);

        _expectRefused(1e6, abi.encodeWithSelector(IMarginVaultBase.WoundDown.selector, vault.woundDownAt()));
    }

    /// @notice Alice's perpetuals gain 4,000 at 52,000, which Bob loses; then both leave with everything.
    function test_WindDown_SettlesEveryoneAtOnePrice() public {
        _windDown(52_000e8);
        vault.settle(aliceAccount, _long());
        feed.set(60_000e8, 0, block.timestamp);
        vault.settle(bobAccount, _short());

        assertEq(_cashOf(aliceAccount), 39_000e6, "alice");
        assertEq(_cashOf(bobAccount), 196_000e6, "bob");
        _assertInterest(_perpetual(), 0);
        vm.warp(block.timestamp + 72 hours);
        vm.prank(alice);
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 0, 39_000e6, RECIPIENT));
        assertEq(cash.balanceOf(RECIPIENT), 39_000e6, "paid");
    }

    function test_WindDown_StopsExitsUntilEveryoneCanBeSettled() public {
        _windDown(SPOT);
        vault.settle(aliceAccount, _long());

        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IMarginVaultBase.PausedUntil.selector, uint64(block.timestamp) + 72 hours)
        );
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 0, 1e6, RECIPIENT));
    }

    /// @notice The index rose by 0.1 after the trade: a long of two owes 0.2, whoever settles first.
    function test_WindDown_PaysFundingToTheLastRound() public {
        _nextRound(SPOT, 1e11);
        _windDown(SPOT);

        vault.settle(bobAccount, _short());
        vault.settle(aliceAccount, _long());

        assertEq(_cashOf(bobAccount), 200_000_200_000, "bob");
        assertEq(_cashOf(aliceAccount), 34_999_800_000, "alice");
    }

    /// @notice A future that has not expired settles at the reference too.
    function test_WindDown_SettlesWhatHasNotExpired() public {
        _buyAFuture(SPOT);
        _windDown(51_000e8);

        vault.settle(aliceAccount, _longAndFuture(SPOT));

        assertEq(_cashOf(aliceAccount), 38_000e6, "three thousand more");
    }

    /// @notice What expired before keeps its registered price.
    function test_WindDown_OfWhatHadExpired_TakesItsOwnPrice() public {
        _buyAFuture(SPOT);
        vm.warp(EXPIRY);
        _registerSettlement(EXPIRY, 53_000e8);
        feed.set(51_000e8, 0, block.timestamp);
        vault.windDown();

        vault.settle(aliceAccount, _longAndFuture(SPOT));

        assertEq(_cashOf(aliceAccount), 40_000e6, "2,000 of the perpetuals, 3,000 of the future");
    }

    function test_WindDown_WithoutAnyFeed_TakesTheLastRowsSpot() public {
        _nextRound(49_000e8, 0);
        _windDown(SPOT);
        vm.warp(block.timestamp + 61);

        vault.settle(aliceAccount, _long());

        assertEq(_cashOf(aliceAccount), 33_000e6, "two thousand less");
    }

    /// @notice At 30,000 Alice owes 5,000, which nothing covers: Bob's 240,000 and Carol's 10,000 share 245,000.
    function test_WindDown_WithADebt_PaysEveryoneTheSameShare() public {
        _deposit(carolAccount, 10_000e6);
        _windDown(30_000e8);
        vault.settle(aliceAccount, _long());
        vault.settle(bobAccount, _short());
        vault.realiseBadDebt(aliceAccount);
        vm.warp(block.timestamp + 72 hours);

        vm.prank(carol);
        vault.withdrawFlat(WithdrawRequest(carolAccount, 0, 10_000e6, RECIPIENT));
        uint256 carols = cash.balanceOf(RECIPIENT);
        vm.prank(bob);
        vault.withdrawFlat(WithdrawRequest(bobAccount, 0, 240_000e6, RECIPIENT));

        assertEq(carols, 9_800e6, "98 % of 10,000");
        assertEq(cash.balanceOf(RECIPIENT) - carols, 235_200e6, "98 % of 240,000");
    }

    /// @notice Its lease lapsed long ago: it is closed, settled and leaves.
    function test_WindDown_OfAnAccountInAuction_LetsItLeave() public {
        _nextRound(43_000e8, 0);
        auction.open(aliceAccount, _long(), _snapshot(), _joint(DOWN));
        _windDown(43_000e8);
        vault.settle(aliceAccount, _long());
        auction.close(aliceAccount);
        vm.warp(block.timestamp + 72 hours);

        vm.prank(alice);
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 0, 21_000e6, RECIPIENT));

        assertEq(cash.balanceOf(RECIPIENT), 21_000e6, "paid");
    }

    function _ask() private {
        vm.prank(alice);
        vault.requestExit(aliceAccount);
    }

    function _wait() private {
        vm.warp(block.timestamp + 1 days);
        feed.set(SPOT, 0, block.timestamp);
    }

    function _askAndWait() private {
        vm.roll(block.number + 1);
        _ask();
        _wait();
    }

    function _request(uint128 amount) private view returns (WithdrawRequest memory) {
        return WithdrawRequest(aliceAccount, 0, amount, RECIPIENT);
    }

    function _escape(uint128 amount) private {
        vm.prank(alice);
        vault.escape(_request(amount), _long());
    }

    function _expectRefused(uint128 amount, bytes memory refusal) private {
        vm.prank(alice);
        vm.expectRevert(refusal);
        vault.escape(_request(amount), _long());
    }

    /// @notice Thirty days after the last round, the feed at `price`.
    function _windDown(int64 price) private {
        vm.warp(market.snapshot(round).registeredAt + 30 days);
        feed.set(price, 0, block.timestamp);
        vault.windDown();
    }

    /// @notice The market, watching a sequencer that has been up (0) or down (1) since then.
    function _watchSequencer(int256 answer, uint64 since) private {
        FeedDouble uptime = new FeedDouble(0);
        uptime.set(answer, since, since);
        IMarketRegistry.Limits memory limits = IMarketRegistry.Limits(
            ROUND_LENGTH,
            5,
            24,
            60,
            24,
            6 hours,
            7_500_000_000,
            0
        );
        MarketRegistry watched = new MarketRegistry(
            TIMELOCK,
            GUARDIAN,
            verifier,
            IReferenceFeed(address(uptime)),
            limits
        );
        vm.etch(address(market), address(watched).code);
    }
}
