// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ProofFixture} from "./support/ProofFixture.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginEngine} from "../../contracts/interfaces/IMarginEngine.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {
    AccountState,
    Attestation,
    MarketInput,
    Purpose,
    Row,
    Signatures,
    Witness,
    WitnessKind
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Liquidation without attesters (L0).
/// @notice At 43,000 Alice's two perpetuals have lost 14,000 of her cash of 35,000, and a quarter of their 86,000 is
/// 21,500.
contract WitnessLiquidationTests is ProofFixture {
    event AuctionOpened(bytes32 indexed account, uint64 round, int128 equity, uint128 maintenance, bool attested);

    function setUp() public override {
        super.setUp();
        _nextRound(43_000e8, 0);
    }

    function test_Open_BelowMaintenance_FreezesOnExactNumbers() public {
        vm.expectEmit(address(auction));
        emit AuctionOpened(aliceAccount, round, 21_000e6, 21_500e6, false);
        _open(_joint(DOWN));

        assertTrue(_stateOf(aliceAccount) == AccountState.Auction, "frozen");
        assertEq(uint256(auction.auctionOf(aliceAccount).provedRound), round, "round");
    }

    /// @notice Half a thousand more and equity is the maintenance margin.
    function test_Open_AtMaintenance_IsRefused() public {
        _deposit(aliceAccount, 500e6);

        _expectRefused(_joint(DOWN), _notBelow(21_500e6, 21_500e6));
    }

    function test_Open_OneUnitBelowMaintenance_Opens() public {
        _deposit(aliceAccount, 500e6 - 1);

        _open(_joint(DOWN));

        assertTrue(_stateOf(aliceAccount) == AccountState.Auction, "frozen");
    }

    /// @notice The scenario in which she gains proves a loss of nothing.
    function test_Open_WithAScenarioThatGains_IsRefused() public {
        _expectRefused(_joint(UP), _notBelow(21_000e6, 0));
    }

    /// @notice Nine tenths of what ether is worth stays hers: one of 2,000 lifts equity by 2,000, margin by 200.
    function test_Open_AfterACollateralDepositThatSaves_IsRefused() public {
        _depositEther(alice, aliceAccount, 1e8);

        _expectRefused(_joint(DOWN), _notBelow(23_000e6, 21_700e6));
    }

    /// @notice In every one of fifty blocks the owner deposits a unit of ether first; the witness of the block before
    /// still opens, since balances are read from the vault.
    function test_Open_AfterTheOwnersDustInFiftyBlocks_Opens() public {
        MarketInput memory snapshot = _snapshot();
        for (uint256 i = 0; i < 50; ++i) {
            vm.roll(block.number + 1);
            _depositEther(alice, aliceAccount, 1);
        }

        auction.open(aliceAccount, _long(), snapshot, _joint(DOWN));

        assertTrue(_stateOf(aliceAccount) == AccountState.Auction, "frozen");
    }

    function test_Open_OfOtherRows_IsRefused() public {
        Row[] memory rows = _one(_row(_perpetual(), 2e8 - 1, SPOT, 0));
        MarketInput memory snapshot = _snapshot();

        vm.expectRevert(
            abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, _rowsHash(rows), _rowsHash(_long()))
        );
        auction.open(aliceAccount, rows, snapshot, _joint(DOWN));
    }

    function test_Open_OfAnUnknownAccount_IsRefused() public {
        MarketInput memory snapshot = _snapshot();

        vm.expectRevert(IMarginVaultBase.AccountUnknown.selector);
        auction.open(bytes32(uint256(aliceAccount) | 99), _none(), snapshot, _joint(DOWN));
    }

    function test_Open_WithAnOldRound_IsRefused() public {
        MarketInput memory old = _snapshot();
        _nextRound(43_000e8, 0);

        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, old.round, round));
        auction.open(aliceAccount, _long(), old, _joint(DOWN));
    }

    function test_Open_OfARoundSixtySecondsOld_Opens() public {
        vm.warp(block.timestamp + 60);

        _open(_joint(DOWN));

        assertTrue(_stateOf(aliceAccount) == AccountState.Auction, "frozen");
    }

    function test_Open_OfARoundSixtyOneSecondsOld_IsRefused() public {
        uint64 observedAt = uint64(block.timestamp);
        vm.warp(block.timestamp + 61);

        _expectRefused(
            _joint(DOWN),
            abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, observedAt, uint32(60))
        );
    }

    function test_Open_WithAnotherSection_IsRefused() public {
        MarketInput memory snapshot = _snapshot();
        snapshot.sections[1] = _section(42_000e8, 0, int64(snapshot.observedAt));
        bytes32 given = _marketHashOf(snapshot);

        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, given, marketHash));
        auction.open(aliceAccount, _long(), snapshot, _joint(DOWN));
    }

    function test_Open_WithoutASection_IsRefused() public {
        MarketInput memory snapshot = _snapshot();
        bytes[] memory fewer = new bytes[](1);
        fewer[0] = snapshot.sections[0];
        snapshot.sections = fewer;
        bytes32 given = _marketHashOf(snapshot);

        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, given, marketHash));
        auction.open(aliceAccount, _long(), snapshot, _joint(DOWN));
    }

    function test_Open_WithAnotherTime_IsRefused() public {
        MarketInput memory snapshot = _snapshot();
        snapshot.observedAt += 1;
        bytes32 given = _marketHashOf(snapshot);

        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, given, marketHash));
        auction.open(aliceAccount, _long(), snapshot, _joint(DOWN));
    }

    function test_Open_WithRepeatedOrUnsortedScenarios_IsRefused() public {
        Witness memory witness = Witness(WitnessKind.Joint, new uint16[](2));

        _expectRefused(witness, abi.encodeWithSelector(IMarginEngine.UnsortedWitness.selector, 1));

        witness.index[0] = UP;
        _expectRefused(witness, abi.encodeWithSelector(IMarginEngine.UnsortedWitness.selector, 1));
    }

    function test_Open_WithAScenarioBeyondTheSet_IsRefused() public {
        _expectRefused(_joint(2), abi.encodeWithSelector(IMarginEngine.ScenarioOutOfRange.selector, 2, 2));
    }

    /// @notice A scan has no tail: a single branch of another measure proves nothing about it.
    function test_Open_WithATailOfAModelWithout_IsRefused() public {
        Witness memory witness = _joint(DOWN);
        witness.kind = WitnessKind.Tail;

        _expectRefused(
            witness,
            abi.encodeWithSelector(IMarginEngine.WitnessNotSupported.selector, WitnessKind.Tail)
        );
    }

    /// @notice A scenario is named, and is not needed: equity is exact.
    function test_Open_WithoutEquityAndScenario_IsInsolvent() public {
        _nextRound(32_000e8, 0);

        _open(Witness(WitnessKind.Joint, new uint16[](0)));

        assertTrue(_stateOf(aliceAccount) == AccountState.Insolvent, "insolvent");
        // -36,000 and 35,000.
        assertEq(uint256(auction.auctionOf(aliceAccount).reserved), 1_000e6, "deficit");
    }

    function test_Open_WithEquityAndWithoutAScenario_IsRefused() public {
        _expectRefused(Witness(WitnessKind.Joint, new uint16[](0)), _notBelow(21_000e6, 0));
    }

    /// @notice Equity of exactly nothing needs a scenario, as an account without rows has a margin of nothing too.
    function test_Open_OfAnEmptyAccount_IsRefused() public {
        MarketInput memory snapshot = _snapshot();

        vm.expectRevert(_notBelow(0, 0));
        auction.open(carolAccount, _none(), snapshot, Witness(WitnessKind.Joint, new uint16[](0)));
    }

    function test_Open_Twice_IsRefused() public {
        _open(_joint(DOWN));

        _expectRefused(_joint(DOWN), abi.encodeWithSelector(ILiquidationAuction.AuctionExists.selector));
    }

    function test_Open_AfterALapse_StartsAgain() public {
        _open(_joint(DOWN));
        vm.warp(block.timestamp + 15 minutes);
        _nextRound(43_000e8, 0);

        _open(_joint(DOWN));

        assertEq(uint256(auction.auctionOf(aliceAccount).startedAt), block.timestamp, "started anew");
    }

    function test_Open_WhileEverythingIsPausedAndNoCommitteeSigns_Opens() public {
        vm.startPrank(GUARDIAN);
        vault.pause(0, 72 hours);
        vault.pause(1, 72 hours);
        verifier.killEpoch(EPOCH);
        vm.stopPrank();

        _open(_joint(DOWN));

        assertTrue(_stateOf(aliceAccount) == AccountState.Auction, "frozen");
    }

    function test_Prove_InALaterRound_RenewsTheLease() public {
        _open(_joint(DOWN));
        vm.warp(block.timestamp + 10 minutes);
        _nextRound(43_000e8, 0);

        _prove(_joint(DOWN));

        ILiquidationAuction.Auction memory proved = auction.auctionOf(aliceAccount);
        assertEq(uint256(proved.provedAt), block.timestamp, "lease");
        assertEq(uint256(proved.provedRound), round, "round");
    }

    function test_Prove_OfARestoredAccount_IsRefused() public {
        _open(_joint(DOWN));
        _nextRound(45_000e8, 0);
        MarketInput memory snapshot = _snapshot();

        vm.expectRevert(_notBelow(25_000e6, 22_500e6));
        auction.prove(aliceAccount, _long(), snapshot, _joint(DOWN));
    }

    function test_Prove_WithoutAnAuction_IsRefused() public {
        MarketInput memory snapshot = _snapshot();

        vm.expectRevert(ILiquidationAuction.NoAuction.selector);
        auction.prove(aliceAccount, _long(), snapshot, _joint(DOWN));
    }

    function test_Prove_WithoutEquity_ReservesTheDeficit() public {
        _open(_joint(DOWN));
        _nextRound(32_000e8, 0);

        _prove(Witness(WitnessKind.Joint, new uint16[](0)));

        (, uint128 shortfall) = vault.insuranceAndShortfall();
        assertEq(uint256(shortfall), 1_000e6, "reserved");
    }

    /// @notice Equity of 1,000 again. No scenario says whether that is enough, so the auction goes on from the start.
    function test_Prove_OfRegainedEquity_ReleasesTheReserveAndGoesOn() public {
        _nextRound(32_000e8, 0);
        _open(_joint(DOWN));
        _nextRound(33_000e8, 0);

        _prove(Witness(WitnessKind.Joint, new uint16[](0)));

        (, uint128 shortfall) = vault.insuranceAndShortfall();
        assertEq(uint256(shortfall), 0, "released");
        assertTrue(_stateOf(aliceAccount) == AccountState.Auction, "in auction");
        assertEq(uint256(auction.auctionOf(aliceAccount).startedAt), block.timestamp, "price starts again");
    }

    /// @notice A tenth at 0.98 * 21,000: 2,058 less 1.3 % of the first fifteen minutes. Carol's perpetual keeps Alice's
    /// entry.
    function test_Bid_InALaterRound_SellsASlice() public {
        _open(_joint(DOWN));
        _nextRound(43_000e8, 0);
        _deposit(carolAccount, 50_000e6);

        _bid(100_000, 2e7);

        // 21,000 * (0.98 - 0.28 * 12 / 900) / 10, and a tenth of the debtor's cash of 35,000 comes with it.
        assertEq(_cashOf(carolAccount), 50_000e6 + 3_500e6 - 2_050_160_700, "carol");
        assertEq(_cashOf(aliceAccount), 31_500e6 + 2_050_160_700, "alice");
    }

    function test_Bid_InTheOpeningRound_IsRefused() public {
        _open(_joint(DOWN));

        _expectBidRefused(abi.encodeWithSelector(ILiquidationAuction.SameRound.selector, round));
    }

    /// @notice 1.15 * 22,500 is 25,875, and equity 26,000 once a thousand more is there.
    function test_Bid_OfARestoredAccount_IsRefused() public {
        _open(_joint(DOWN));
        _deposit(aliceAccount, 1_000e6);
        _nextRound(45_000e8, 0);

        _expectBidRefused(_notBelow(26_000e6, 22_500e6));
    }

    /// @notice Settling an expired row in front of the witness makes its rows stale once; the new ones open at once.
    function test_Open_AfterASettlementInFront_NeedsTheRowsThatAreLeft() public {
        _buyAFuture();
        vm.warp(EXPIRY);
        _nextRound(43_000e8, 0);
        _registerSettlement(EXPIRY, 43_000e8);
        Row[] memory before = _longAndFuture(1e8);
        MarketInput memory snapshot = _snapshot();
        vm.prank(alice);
        vault.settle(aliceAccount, before);

        vm.expectRevert(
            abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, _rowsHash(before), _rowsHash(_long()))
        );
        auction.open(aliceAccount, before, snapshot, _joint(DOWN));
        auction.open(aliceAccount, _long(), snapshot, _joint(DOWN));

        assertTrue(_stateOf(aliceAccount) == AccountState.Auction, "frozen");
    }

    function _buyAFuture() private {
        _nextRound(43_000e8, 0);
        Batch memory batch = _aliceBuys(_future(), 1e8, 43_000e8);
        Row[] memory short = _two(_row(_perpetual(), -2e8, SPOT, 0), _row(_future(), -1e8, 43_000e8, 0));
        _addChange(batch, aliceAccount, _long(), _longAndFuture(1e8), _cashOf(aliceAccount), Purpose.Trade);
        _addChange(
            batch,
            bobAccount,
            _one(_row(_perpetual(), -2e8, SPOT, 0)),
            short,
            _cashOf(bobAccount),
            Purpose.Trade
        );
        _clear(batch);
    }

    function _longAndFuture(int64 futures) private pure returns (Row[] memory) {
        return _two(_row(_perpetual(), 2e8, SPOT, 0), _row(_future(), futures, 43_000e8, 0));
    }

    function _bidOf(uint32 fraction) private view returns (ILiquidationAuction.Bid memory) {
        return ILiquidationAuction.Bid(aliceAccount, carolAccount, fraction, 1e12, _long(), _none());
    }

    /// @notice Carol's book after taking `quantity` of the perpetual.
    function _carolsGate(uint32 fraction, int64 quantity) private view returns (Attestation memory gate) {
        gate = _attestation(carolAccount, Purpose.Trade);
        gate.bookHash = _bookHash(carolAccount, _one(_row(_perpetual(), quantity, SPOT, 0)));
        gate.actionHash = keccak256(abi.encode(aliceAccount, carolAccount, fraction));
        (gate.equity, gate.initialMargin) = (90e6, 80e6);
    }

    function _bid(uint32 fraction, int64 quantity) private {
        Attestation memory gate = _carolsGate(fraction, quantity);
        Signatures memory signatures = _signed(gate);
        MarketInput memory snapshot = _snapshot();
        vm.prank(carol);
        auction.bid(_bidOf(fraction), snapshot, _joint(DOWN), gate, signatures);
    }

    function _expectBidRefused(bytes memory refusal) private {
        Attestation memory gate = _carolsGate(100_000, 2e7);
        Signatures memory signatures = _signed(gate);
        MarketInput memory snapshot = _snapshot();
        vm.prank(carol);
        vm.expectRevert(refusal);
        auction.bid(_bidOf(100_000), snapshot, _joint(DOWN), gate, signatures);
    }

    function _notBelow(int128 equity, uint128 bound) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILiquidationAuction.NotBelowMaintenance.selector, equity, bound);
    }

    function _open(Witness memory witness) private {
        auction.open(aliceAccount, _long(), _snapshot(), witness);
    }

    function _prove(Witness memory witness) private {
        auction.prove(aliceAccount, _long(), _snapshot(), witness);
    }

    function _expectRefused(Witness memory witness, bytes memory refusal) private {
        MarketInput memory snapshot = _snapshot();
        vm.expectRevert(refusal);
        auction.open(aliceAccount, _long(), snapshot, witness);
    }
}
