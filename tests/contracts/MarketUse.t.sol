// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedDouble} from "./support/FeedDouble.sol";
import {MarketFixture} from "./support/MarketFixture.sol";
import {SectionBuilder} from "./support/SectionBuilder.sol";
import {MarketRegistry} from "../../contracts/MarketRegistry.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IReferenceFeed} from "../../contracts/interfaces/IReferenceFeed.sol";

/// @title Which snapshot may be used when (M5), and when the market is calm (M6).
contract MarketUseTests is MarketFixture {
    bytes32 private constant BTC = SectionBuilder.BTC;
    bytes32 private constant ETH = SectionBuilder.ETH;
    int64 private constant BTC_SPOT = SectionBuilder.BTC_SPOT;
    int64 private constant ETH_SPOT = SectionBuilder.ETH_SPOT;
    uint64 private constant BTC_BIT = 1;
    uint64 private constant ETH_BIT = 2;

    bytes32 private first;

    function setUp() public override {
        super.setUp();
        first = _registerAt(NOW, BTC_SPOT, ETH_SPOT);
    }

    function _registerAt(uint64 time, int64 btcSpot, int64 ethSpot) private returns (bytes32) {
        vm.warp(time);
        bytes[] memory sections = _sections(time, btcSpot, ethSpot);
        _register(time, sections);
        return SectionBuilder.marketHash(time / 12, time, sections);
    }

    function _one(bytes32 underlying) private pure returns (bytes32[] memory list) {
        list = new bytes32[](1);
        list[0] = underlying;
    }

    // Freshness.

    function test_RequireUsable_LatestForAnExitAt24Seconds_Passes() public {
        vm.warp(NOW + 24);
        assertEq(registry.requireUsable(ROUND, first, true), NOW, "observedAt");
    }

    function test_RequireUsable_LatestForAnExitAt25Seconds_SnapshotStale() public {
        vm.warp(NOW + 25);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, NOW, 24));
        registry.requireUsable(ROUND, first, true);
    }

    function test_RequireUsable_LatestOtherwiseAt60Seconds_Passes() public {
        vm.warp(NOW + 60);
        assertEq(registry.requireUsable(ROUND, first, false), NOW, "observedAt");
    }

    function test_RequireUsable_LatestOtherwiseAt61Seconds_SnapshotStale() public {
        vm.warp(NOW + 61);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, NOW, 60));
        registry.requireUsable(ROUND, first, false);
    }

    function test_RequireUsable_OtherHash_MarketHashMismatch() public {
        bytes32 other = keccak256("never registered");
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, other, first));
        registry.requireUsable(ROUND, other, true);
    }

    function test_RequireUsable_RoundNeverRegistered_NotLatestRound() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, ROUND + 1, ROUND));
        registry.requireUsable(ROUND + 1, 0, true);
    }

    function test_RequireUsable_BeforeAnyRound_NotLatestRound() public {
        MarketRegistry empty = new MarketRegistry(
            TIMELOCK,
            GUARDIAN,
            ICommittee(address(0)),
            IReferenceFeed(address(0)),
            _limits()
        );
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, 0, 0));
        empty.requireUsable(0, 0, true);
    }

    // The predecessor.

    function test_RequireUsable_PredecessorForAnExitInGrace_Passes() public {
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT);
        vm.warp(NOW + 36);
        assertEq(registry.requireUsable(ROUND, first, true), NOW, "observedAt");
    }

    function test_RequireUsable_PredecessorAfterTheGrace_NotLatestRound() public {
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT);
        vm.warp(NOW + 37);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, ROUND, ROUND + 1));
        registry.requireUsable(ROUND, first, true);
    }

    function test_RequireUsable_PredecessorTooOldInGrace_SnapshotStale() public {
        _registerAt(NOW + 36, BTC_SPOT, ETH_SPOT);
        vm.warp(NOW + 49);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, NOW, 48));
        registry.requireUsable(ROUND, first, true);
    }

    function test_RequireUsable_PredecessorNotForAnExit_NotLatestRound() public {
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, ROUND, ROUND + 1));
        registry.requireUsable(ROUND, first, false);
    }

    /// @notice Cherry-picking: when the price has moved by more than maxJump, the old one is gone at once.
    function test_RequireUsable_PredecessorOfAJump_NotLatestRound() public {
        _registerAt(NOW + 12, (BTC_SPOT * 94) / 100, ETH_SPOT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, ROUND, ROUND + 1));
        registry.requireUsable(ROUND, first, true);
    }

    function test_RequireUsable_PredecessorOfThePredecessor_NotLatestRound() public {
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT);
        _registerAt(NOW + 24, BTC_SPOT, ETH_SPOT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, ROUND, ROUND + 2));
        registry.requireUsable(ROUND, first, true);
    }

    // An exit's one call: requireUsable for exits and requireCalmSet for every underlying.

    function test_ExitMarketHash_OfTheLatest_IsItsHash() public {
        vm.warp(NOW + 24);
        assertEq(registry.exitMarketHash(ROUND), first, "hash");
    }

    function test_ExitMarketHash_OfTheLatestAt25Seconds_SnapshotStale() public {
        vm.warp(NOW + 25);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, NOW, 24));
        registry.exitMarketHash(ROUND);
    }

    function test_ExitMarketHash_OfTheNextRound_NotLatestRound() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, ROUND + 1, ROUND));
        registry.exitMarketHash(ROUND + 1);
    }

    function test_ExitMarketHash_OfTheZerothRound_NotLatestRound() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, 0, ROUND));
        registry.exitMarketHash(0);
    }

    function test_ExitMarketHash_BeforeAnyRound_NotLatestRound() public {
        MarketRegistry empty = new MarketRegistry(
            TIMELOCK,
            GUARDIAN,
            ICommittee(address(0)),
            IReferenceFeed(address(0)),
            _limits()
        );
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, 0, 0));
        empty.exitMarketHash(0);
    }

    function test_ExitMarketHash_OfThePredecessorInGrace_IsItsHash() public {
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT);
        vm.warp(NOW + 36);
        assertEq(registry.exitMarketHash(ROUND), first, "hash");
    }

    function test_ExitMarketHash_OfThePredecessorAfterTheGrace_NotLatestRound() public {
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT);
        vm.warp(NOW + 37);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, ROUND, ROUND + 1));
        registry.exitMarketHash(ROUND);
    }

    function test_ExitMarketHash_OfThePredecessorTooOld_SnapshotStale() public {
        _registerAt(NOW + 36, BTC_SPOT, ETH_SPOT);
        vm.warp(NOW + 48);
        assertEq(registry.exitMarketHash(ROUND), first, "last second");
        vm.warp(NOW + 49);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, NOW, 48));
        registry.exitMarketHash(ROUND);
    }

    function test_ExitMarketHash_OfThePredecessorOfAJump_NotLatestRound() public {
        _registerAt(NOW + 12, (BTC_SPOT * 94) / 100, ETH_SPOT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, ROUND, ROUND + 1));
        registry.exitMarketHash(ROUND);
    }

    function test_ExitMarketHash_OfAJump_MarketNotCalm() public {
        btcFeed.set((BTC_SPOT * 94) / 100, NOW, NOW);
        _registerAt(NOW + 12, (BTC_SPOT * 94) / 100, ETH_SPOT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, BTC_BIT, 0));
        registry.exitMarketHash(ROUND + 1);
    }

    function test_ExitMarketHash_OfTheOneAfterAJump_IsItsHash() public {
        btcFeed.set((BTC_SPOT * 94) / 100, NOW, NOW);
        _registerAt(NOW + 12, (BTC_SPOT * 94) / 100, ETH_SPOT);
        bytes32 calm = _registerAt(NOW + 24, (BTC_SPOT * 94) / 100, ETH_SPOT);
        assertEq(registry.exitMarketHash(ROUND + 2), calm, "hash");
    }

    /// @notice The predecessor itself jumped, and the latest round is calm.
    function test_ExitMarketHash_OfAPredecessorThatJumped_MarketNotCalm() public {
        btcFeed.set((BTC_SPOT * 94) / 100, NOW, NOW);
        _registerAt(NOW + 12, (BTC_SPOT * 94) / 100, ETH_SPOT);
        _registerAt(NOW + 24, (BTC_SPOT * 94) / 100, ETH_SPOT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, BTC_BIT, 0));
        registry.exitMarketHash(ROUND + 1);
    }

    /// @notice The predecessor is calm, and its successor deviates from the reference.
    function test_ExitMarketHash_OfThePredecessorOfADeviation_MarketNotCalm() public {
        ethFeed.set(int256(ETH_SPOT) * 1.1e10, NOW, NOW);
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, 0, ETH_BIT));
        registry.exitMarketHash(ROUND);
    }

    function test_ExitMarketHash_SequencerDown_SequencerDown() public {
        sequencer.set(1, NOW - 5, NOW - 5);
        vm.expectRevert(IMarketRegistry.SequencerDown.selector);
        registry.exitMarketHash(ROUND);
    }

    /// @notice At every second and for every round it agrees with the two calls that it stands for.
    function testFuzz_ExitMarketHash_AgreesWithItsParts(uint8 gap, uint8 wait, uint8 back, bool jump) public {
        bytes32[3] memory hashes = [bytes32(0), first, bytes32(0)];
        uint64 second = NOW + 12 * (1 + (gap % 5));
        hashes[2] = _registerAt(second, jump ? (BTC_SPOT * 94) / 100 : BTC_SPOT, ETH_SPOT);
        vm.warp(second + (wait % 64));
        uint64 asked =
            back % 3 == 0
                ? ROUND - 1
                : back % 3 == 1
                    ? ROUND
                    : second / 12;
        bool usable = _passes(abi.encodeCall(IMarketRegistry.requireUsable, (asked, hashes[back % 3], true)));
        bool calm = _passes(abi.encodeCall(IMarketRegistry.requireCalmSet, (asked, type(uint64).max)));

        bool passes = _passes(abi.encodeCall(IMarketRegistry.exitMarketHash, (asked)));

        assertTrue(passes == (usable && calm), "agrees");
    }

    function _passes(bytes memory data) private view returns (bool passes) {
        (passes, ) = address(registry).staticcall(data);
    }

    // Jumps: 5 % of 47,795.22 is 2,389.761.

    function test_RequireCalm_MoveOfExactlyFivePercent_Passes() public {
        int64 moved = BTC_SPOT + 2_389_76100000;
        btcFeed.set(moved, NOW, NOW);
        _registerAt(NOW + 12, moved, ETH_SPOT);

        registry.requireCalm(ROUND + 1, _one(BTC));
        registry.requireCalmSet(ROUND + 1, type(uint64).max);
        assertEq(registry.snapshot(ROUND + 1).jumped, 0, "jumped");
    }

    function test_RequireCalm_OneUnitMore_PriceJumped() public {
        int64 moved = BTC_SPOT + 2_389_76100001;
        btcFeed.set(moved, NOW, NOW);
        _registerAt(NOW + 12, moved, ETH_SPOT);

        assertEq(registry.snapshot(ROUND + 1).jumped, BTC_BIT, "jumped");
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.PriceJumped.selector, BTC));
        registry.requireCalm(ROUND + 1, _one(BTC));
    }

    function test_RequireCalm_OneUnitMoreDown_PriceJumped() public {
        int64 moved = BTC_SPOT - 2_389_76100001;
        btcFeed.set(moved, NOW, NOW);
        _registerAt(NOW + 12, moved, ETH_SPOT);

        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.PriceJumped.selector, BTC));
        registry.requireCalm(ROUND + 1, _one(BTC));
    }

    /// @notice A wick of one round stops its underlying in the wick and on the way back, and no other.
    function test_RequireCalm_WickOfOneRound_StopsTwoRoundsOfOneUnderlying() public {
        _registerAt(NOW + 12, BTC_SPOT / 2, ETH_SPOT);
        _registerAt(NOW + 24, BTC_SPOT, ETH_SPOT);

        registry.requireCalm(ROUND + 2, _one(ETH));
        registry.requireCalmSet(ROUND + 2, ETH_BIT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, BTC_BIT, 0));
        registry.requireCalmSet(ROUND + 2, BTC_BIT | ETH_BIT);
        _registerAt(NOW + 36, BTC_SPOT, ETH_SPOT);
        registry.requireCalmSet(ROUND + 3, BTC_BIT | ETH_BIT);
    }

    function test_RequireCalm_PredecessorOfAJump_PriceJumped() public {
        int64 moved = (ETH_SPOT * 106) / 100;
        ethFeed.set(int256(moved) * 1e10, NOW, NOW);
        _registerAt(NOW + 12, BTC_SPOT, moved);

        registry.requireCalm(ROUND, _one(BTC));
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.PriceJumped.selector, ETH));
        registry.requireCalm(ROUND, _one(ETH));
    }

    function test_RequireCalmSet_PredecessorOfAJump_MarketNotCalm() public {
        _registerAt(NOW + 12, BTC_SPOT, (ETH_SPOT * 106) / 100);

        registry.requireCalmSet(ROUND, BTC_BIT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, ETH_BIT, ETH_BIT));
        registry.requireCalmSet(ROUND, type(uint64).max);
    }

    function test_RequireCalm_OlderRound_NotLatestRound() public {
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT);
        _registerAt(NOW + 24, BTC_SPOT, ETH_SPOT);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, ROUND, ROUND + 2));
        registry.requireCalm(ROUND, _one(BTC));
    }

    function test_RequireCalmSet_RoundZero_NotLatestRound() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, 0, ROUND));
        registry.requireCalmSet(0, 0);
    }

    function test_RequireCalm_UnderlyingNotInTheRound_UnderlyingMissing() public {
        bytes[] memory sections = new bytes[](2);
        sections[0] = SectionBuilder.assets(NOW + 12);
        sections[1] = SectionBuilder.btc(BTC_SPOT, NOW + 12, 12_300_000_000);
        vm.warp(NOW + 12);
        _register(NOW + 12, sections);

        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.UnderlyingMissing.selector, ETH));
        registry.requireCalm(ROUND + 1, _one(ETH));
    }

    function test_RequireCalm_UnlistedUnderlying_UnderlyingUnlisted() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.UnderlyingUnlisted.selector, bytes32("SOL")));
        registry.requireCalm(ROUND, _one("SOL"));
    }

    // Deviation: 2 % of a reference of 1,800 is 36.

    function test_RequireCalm_DeviationOfExactlyTwoPercent_Passes() public {
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT + 36_00000000);
        registry.requireCalm(ROUND + 1, _one(ETH));
        registry.requireCalmSet(ROUND + 1, ETH_BIT);
    }

    function test_RequireCalm_OneUnitFurther_PriceDeviates() public {
        int64 row = ETH_SPOT + 36_00000001;
        _registerAt(NOW + 12, BTC_SPOT, row);

        assertEq(registry.snapshot(ROUND + 1).deviating, ETH_BIT, "deviating");
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.PriceDeviates.selector, ETH, row, ETH_SPOT));
        registry.requireCalm(ROUND + 1, _one(ETH));
    }

    function test_RequireCalmSet_OneUnitFurtherDown_MarketNotCalm() public {
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT - 36_00000001);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, 0, ETH_BIT));
        registry.requireCalmSet(ROUND + 1, ETH_BIT);
    }

    /// @notice `requireCalm` reads the reference at the time of use.
    function test_RequireCalm_ReferenceMovesAfterRegistration_PriceDeviates() public {
        btcFeed.set((BTC_SPOT * 9) / 10, NOW, NOW);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketRegistry.PriceDeviates.selector, BTC, BTC_SPOT, (BTC_SPOT * 9) / 10)
        );
        registry.requireCalm(ROUND, _one(BTC));
    }

    function test_RequireCalm_ReferenceSilent_ReferenceUnavailable() public {
        btcFeed.misbehave(FeedDouble.Conduct.Revert);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.ReferenceUnavailable.selector, BTC));
        registry.requireCalm(ROUND, _one(BTC));
    }

    /// @notice A broken feed stops its own underlying and nothing else: the round is registered all the same.
    function test_Register_ReferenceBurnsItsGas_StopsItsUnderlyingOnly() public {
        btcFeed.misbehave(FeedDouble.Conduct.BurnGas);
        _registerAt(NOW + 12, BTC_SPOT, ETH_SPOT);

        assertEq(registry.snapshot(ROUND + 1).deviating, BTC_BIT, "deviating");
        registry.requireCalmSet(ROUND + 1, ETH_BIT);
    }

    // The sequencer.

    function test_RequireCalm_SequencerDown_SequencerDown() public {
        sequencer.set(1, NOW - 5, NOW - 5);
        vm.expectRevert(IMarketRegistry.SequencerDown.selector);
        registry.requireCalm(ROUND, _one(BTC));
    }

    function test_RequireCalmSet_SequencerSilent_SequencerDown() public {
        sequencer.misbehave(FeedDouble.Conduct.ShortAnswer);
        vm.expectRevert(IMarketRegistry.SequencerDown.selector);
        registry.requireCalmSet(ROUND, 0);
    }

    function test_RequireCalmSet_SequencerNeverStarted_SequencerDown() public {
        sequencer.set(0, 0, NOW);
        vm.expectRevert(IMarketRegistry.SequencerDown.selector);
        registry.requireCalmSet(ROUND, 0);
    }

    function test_SequencerUpSince_StartInTheFuture_SequencerDown() public {
        sequencer.set(0, NOW + 1, NOW);
        vm.expectRevert(IMarketRegistry.SequencerDown.selector);
        registry.sequencerUpSince();
    }

    function test_RequireCalmSet_SecondBeforeTheGraceEnds_SequencerGrace() public {
        sequencer.set(0, NOW - 3599, NOW);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SequencerGrace.selector, NOW + 1));
        registry.requireCalmSet(ROUND, 0);
    }

    function test_RequireCalmSet_GraceEnded_Passes() public {
        sequencer.set(0, NOW - 3600, NOW);
        registry.requireCalmSet(ROUND, type(uint64).max);
        assertEq(registry.sequencerUpSince(), NOW - 3600, "up since");
    }

    function test_SequencerUpSince_ChainWithoutSequencer_Zero() public {
        MarketRegistry other = new MarketRegistry(
            TIMELOCK,
            GUARDIAN,
            ICommittee(address(0)),
            IReferenceFeed(address(0)),
            _limits()
        );
        assertEq(other.sequencerUpSince(), 0, "up since");
    }
}
