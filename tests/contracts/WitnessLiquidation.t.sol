// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ProofFixture} from "./support/ProofFixture.sol";
import {ModelRows} from "./support/ModelRows.sol";
import {TransactionGas} from "./support/TransactionGas.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginEngine} from "../../contracts/interfaces/IMarginEngine.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {Capability, IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {
    AccountState,
    Attestation,
    Balance,
    MarginInput,
    MarginTags,
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
contract WitnessLiquidationTests is ProofFixture, TransactionGas {
    uint16 private constant ROWS = 128;
    uint16 private constant TAIL = 13;
    uint256 private constant TAIL_MODEL = 2;
    int64 private constant MAX_PRICE = (int64(1) << 62) - 1;

    /// @dev The strikes that the expiry lists, and their volatility, 1e-12; none unless a test sets them.
    uint16 private _strikes;
    int64 private _volatility;
    /// @dev The expiry's forward; zero for the spot.
    int64 private _forward;

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

    /// @notice What a model adds for size is left out, and this one adds nothing; a haircut still counts.
    function test_Open_ByAnUnsizedWitness_ProvesTheLossAndTheHaircut() public {
        Witness memory unsized = _joint(DOWN);
        unsized.kind = WitnessKind.Unsized;
        uint256 before = vm.snapshotState();
        _deposit(aliceAccount, 500e6);
        _expectRefused(unsized, _notBelow(21_500e6, 21_500e6));
        vm.revertToState(before);
        _depositEther(alice, aliceAccount, 1e8);
        _expectRefused(unsized, _notBelow(23_000e6, 21_700e6));
        vm.revertToState(before);

        _deposit(aliceAccount, 500e6 - 1);
        _open(unsized);

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
        vm.warp(_observedAt() + 60);

        _open(_joint(DOWN));

        assertTrue(_stateOf(aliceAccount) == AccountState.Auction, "frozen");
    }

    function test_Open_OfARoundSixtyOneSecondsOld_IsRefused() public {
        uint64 observedAt = _observedAt();
        vm.warp(observedAt + 61);

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

        _expectRefused(witness, abi.encodeWithSelector(IMarginEngine.WitnessNotSupported.selector, WitnessKind.Tail));
    }

    function test_Open_OfAModelWithoutWitnesses_IsRefused() public {
        bytes32 attestedOnly = _scheduleModel(Capability.DISPUTE, 3);
        vm.prank(TIMELOCK);
        vault.adoptModel(attestedOnly);

        _expectRefused(
            _joint(DOWN),
            abi.encodeWithSelector(IModelRegistry.ProfileNotEnforceable.selector, attestedOnly, Capability.WITNESS)
        );
    }

    /// @notice No scenario is named, and none is needed: equity is exact.
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

    function test_Bid_AfterTheLapse_LeaseLapsed() public {
        _open(_joint(DOWN));
        uint64 until = uint64(block.timestamp) + 15 minutes;
        vm.warp(until);
        _nextRound(43_000e8, 0);

        _expectBidRefused(abi.encodeWithSelector(ILiquidationAuction.LeaseLapsed.selector, until));
    }

    function test_Bid_ForAnotherOwnersAccount_IsRefused() public {
        _open(_joint(DOWN));
        _nextRound(43_000e8, 0);
        Attestation memory gate = _carolsGate(100_000, 2e7);
        Signatures memory signatures = _signed(gate);
        MarketInput memory snapshot = _snapshot();

        vm.expectRevert(ILiquidationAuction.NotBidder.selector);
        auction.bid(_bidOf(100_000), snapshot, _joint(DOWN), gate, signatures);
    }

    /// @notice Settling an expired row in front of the witness makes its rows stale once; the new ones open at once.
    function test_Open_AfterASettlementInFront_NeedsTheRowsThatAreLeft() public {
        _nextRound(43_000e8, 0);
        _buyAFuture(43_000e8);
        vm.warp(EXPIRY);
        _nextRound(43_000e8, 0);
        _registerSettlement(EXPIRY, 43_000e8);
        Row[] memory before = _longAndFuture(43_000e8);
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

    /// @notice Any rows of instruments listed, unlisted and expired, at any price that a round can hold: the only
    /// refusal is that the account is not below what the witness proves, and whoever is liquidated is below the margin
    /// of all scenarios.
    function testFuzz_Open_OfAnyRows_IsRefusedOnlyAboveMaintenance(
        uint256 seed,
        int64 spot,
        int64 forward,
        int64 volatility
    ) public {
        _openBelowMaintenance(_someRows(seed), seed, spot, forward, volatility);
    }

    /// @notice The same of books as large as they may be, at prices of every size.
    function test_Open_OfFullBooks_IsRefusedOnlyAboveMaintenance() public {
        uint256 before = vm.snapshotState();
        for (uint256 seed = 0; seed < 100; ++seed) {
            (int64 spot, int64 forward, int64 volatility) = (_anySize(seed, 0), _anySize(seed, 1), _anySize(seed, 2));
            _openBelowMaintenance(_anyRows(seed), seed, spot, forward, volatility);
            vm.revertToState(before);
        }
    }

    function _openBelowMaintenance(
        Row[] memory rows,
        uint256 seed,
        int64 spot,
        int64 forward,
        int64 volatility
    ) private {
        (_strikes, _forward, _volatility) = (32, _positive(forward), _positive(volatility));
        _writeRowsHash(aliceAccount, rows);
        _nextRound(_positive(spot), 0);
        MarketInput memory snapshot = _snapshot();
        MarginInput memory input = MarginInput(snapshot.observedAt, rows, new Balance[](0), sections);
        IMarginEngine.Margin memory full = engine.margin(models, modelId, input, 0);
        int256 equity = int256(full.markToMarket) + _cashOf(aliceAccount);

        try auction.open(aliceAccount, rows, snapshot, _joint(seed % 2 == 0 ? DOWN : UP)) {
            assertTrue(equity < int256(uint256(full.maintenance)), "only below maintenance");
        } catch (bytes memory refusal) {
            assertEq(bytes32(bytes4(refusal)), ILiquidationAuction.NotBelowMaintenance.selector, "refusal");
        }
    }

    /// @notice Calls of distinct strikes in one expiry.
    function test_Open_OfAFullBookByOneScenario_IsMeasured() public {
        Row[] memory rows = _fullBook();
        MarketInput memory snapshot = _snapshot();

        uint256 gasUsed = _gasOfOpening(rows, snapshot, _joint(UP));

        _assertCeiling(gasUsed, 848_000, "128 options, one scenario");
    }

    function test_Open_OfAFullBookByATailOfThirteen_StaysUnderEightMillionGas() public {
        bytes32 tailModel = _scheduleModel(_capabilities(), TAIL_MODEL);
        vm.prank(TIMELOCK);
        vault.adoptModel(tailModel);
        Row[] memory rows = _fullBook();
        MarketInput memory snapshot = _snapshot();
        Witness memory tail = Witness(WitnessKind.Tail, new uint16[](TAIL));
        for (uint16 i = 0; i < TAIL; ++i) tail.index[i] = i;

        uint256 gasUsed = _gasOfOpening(rows, snapshot, tail);

        _assertCeiling(gasUsed, 8_000_000, "128 options, a tail of thirteen scenarios");
        assertTrue(_stateOf(aliceAccount) == AccountState.Auction, "frozen");
    }

    function test_Open_WithATailTooLight_IsRefused() public {
        bytes32 tailModel = _scheduleModel(_capabilities(), TAIL_MODEL);
        vm.prank(TIMELOCK);
        vault.adoptModel(tailModel);
        Witness memory light = Witness(WitnessKind.Tail, new uint16[](TAIL - 1));
        for (uint16 i = 0; i < TAIL - 1; ++i) light.index[i] = i;

        _expectRefused(light, abi.encodeWithSelector(IMarginEngine.WitnessTooLight.selector, TAIL - 1, TAIL));
    }

    /// @notice As a whole transaction, but that the test has touched some accounts and words before.
    function _gasOfOpening(
        Row[] memory rows,
        MarketInput memory snapshot,
        Witness memory witness
    ) private returns (uint256) {
        bytes memory data = abi.encodeCall(ILiquidationAuction.open, (aliceAccount, rows, snapshot, witness));
        uint256 before = gasleft();
        (bool done, bytes memory answer) = address(auction).call(data);
        uint256 spent = before - gasleft();
        assertTrue(done, string(answer));
        return INTRINSIC_GAS + _calldataGas(data) + spent;
    }

    /// @notice Short of one each of 128 calls, with equity that a quarter more on the spot uses up.
    function _fullBook() private returns (Row[] memory rows) {
        (_strikes, _volatility) = (ROWS, 8e11);
        rows = new Row[](ROWS);
        for (uint16 i = 0; i < ROWS; ++i) rows[i] = _row(_instrument(EXPIRY, _strike(i), 4), -1e8, 0, 0);
        _writeRowsHash(aliceAccount, rows);
        _deposit(aliceAccount, 1_500_000e6);
        _nextRound(43_000e8, 0);
    }

    function _anyRows(uint256 seed) private pure returns (Row[] memory rows) {
        rows = new Row[](ROWS);
        for (uint16 i = 0; i < ROWS; ++i) rows[i] = _anyRow(i, seed);
    }

    /// @dev One of each quarter: expired or perpetual, two listed, one of an unlisted expiry.
    function _someRows(uint256 seed) private pure returns (Row[] memory rows) {
        rows = new Row[](4);
        for (uint16 i = 0; i < 4; ++i) rows[i] = _anyRow(i * 32 + uint16((seed >> (16 * i)) % 32), seed);
    }

    function _anyRow(uint16 index, uint256 seed) private pure returns (Row memory) {
        uint40 expiry = index < 32 ? uint40(NOW) - 1 : (index < 96 ? EXPIRY : EXPIRY + 1 days);
        uint8 kind = index % 2 == 0 ? 4 : 5;
        bytes32 instrument = index == 0 ? _perpetual() : _instrument(expiry, _strike(index), kind);
        uint256 random = uint256(keccak256(abi.encode(seed, uint256(index))));
        int64 quantity = int64(uint64(random)) / 2;
        return _row(instrument, quantity == 0 ? int64(1) : quantity, _positive(int64(uint64(random >> 64))), 0);
    }

    /// @dev As many are of one length as of another.
    function _anySize(uint256 seed, uint256 which) private pure returns (int64) {
        uint256 random = uint256(keccak256(abi.encode("size", seed, which)));
        return int64(uint64(random) >> ((random >> 64) % 64));
    }

    function _strike(uint16 index) private pure returns (uint64) {
        return 40_000e8 + uint64(index) * 50e8;
    }

    /// @dev 1 to 2^62 - 1.
    function _positive(int64 number) private pure returns (int64) {
        return int64(uint64(number) % uint64(MAX_PRICE)) + 1;
    }

    /// @notice Rows as if they had been traded: a hundred and twenty-eight fills would test nothing more here.
    function _writeRowsHash(bytes32 account, Row[] memory rows) private {
        bytes32 rowsHashSlot = bytes32(uint256(keccak256(abi.encode(account, 0))) + 1);
        assertEq(vm.load(address(vault), rowsHashSlot), vault.accountOf(account).rowsHash, "slot of the rows hash");
        vm.store(address(vault), rowsHashSlot, _rowsHash(rows));
    }

    /// @notice As the fixture's, with the strikes that the test set.
    function _section(int64 spot, int64 fundingIndex, int64 time) internal view override returns (bytes memory) {
        if (_strikes == 0) return super._section(spot, fundingIndex, time);
        bytes memory section = abi.encode(
            MarginTags.SECTION,
            _fields(1, 1, 0, 0),
            BTC,
            USD,
            _fields(spot, ONE, time, 0),
            _fields(spot, fundingIndex, ONE, time),
            _fields(int64(uint64(EXPIRY)), _forward == 0 ? spot : _forward, 0, 0),
            _fields(ONE, time, 0, int64(uint64(_strikes)))
        );
        for (uint16 i = 0; i < _strikes; ++i) {
            bytes32 word = bytes32(
                abi.encodePacked(uint8(1), bytes8(BTC), bytes6(USD), uint8(0), EXPIRY, _strike(i), uint8(0), uint16(0))
            );
            section = bytes.concat(section, word, bytes32(uint256(uint64(_volatility))));
        }
        return section;
    }

    /// @notice The second model measures expected shortfall at 96 % of 325 scenarios, the first thirteen of which
    /// double the spot.
    function _model(uint256 version) internal pure override returns (bytes memory parameters, bytes memory scenarios) {
        if (version != TAIL_MODEL) return super._model(version);
        parameters = bytes.concat(ModelRows.head(1, 86_400), ModelRows.numbers(ONE, ONE), abi.encode(1, 960_000, 0));
        bytes memory words = abi.encode(MarginTags.SCENARIOS, 325, 1, BTC);
        bytes32 head = ModelRows.scenarioHead();
        for (uint256 i = 0; i < 325; ++i) words = bytes.concat(words, head, _quarters(i < TAIL ? int64(8) : int64(4)));
        scenarios = words;
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
