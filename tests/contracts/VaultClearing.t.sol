// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradeFixture} from "./support/TradeFixture.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {AccountChange, AccountState, Fill, Order, Purpose, Row} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Trades: rows, cash, funding, open interest, and the gates of both accounts.
contract VaultClearingTests is TradeFixture {
    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 100_000e6);
        _deposit(bobAccount, 100_000e6);
        _deposit(carolAccount, 100_000e6);
    }

    function test_Clear_OfAPerpetual_WritesBothRows() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);

        assertEq(_bookOf(aliceAccount), _bookHash(aliceAccount, _one(_row(_perpetual(), 2e8, SPOT, 0))), "long");
        assertEq(_bookOf(bobAccount), _bookHash(bobAccount, _one(_row(_perpetual(), -2e8, SPOT, 0))), "short");
        assertEq(int256(_cashOf(aliceAccount)), 100_000e6, "long's cash");
        assertEq(int256(_cashOf(bobAccount)), 100_000e6, "short's cash");
        assertEq(uint256(_sequenceOf(aliceAccount)), 1, "long's sequence");
        assertEq(uint256(_sequenceOf(bobAccount)), 1, "short's sequence");
        _assertInterest(_perpetual(), 2e8);
    }

    /// @notice 3 calls at 2,000: the buyer pays 6,000.
    function test_Clear_OfAnOption_MovesThePremium() public {
        _openPosition(_call(), 3e8, 2_000e8, 0);

        assertEq(int256(_cashOf(aliceAccount)), 94_000e6, "buyer");
        assertEq(int256(_cashOf(bobAccount)), 106_000e6, "writer");
        assertEq(uint256(vault.accountOf(aliceAccount).rowsCount), 1, "rows");
    }

    /// @notice Bought 2 at 50,000, sold 1 at 51,000 after funding rose by 30 a unit: a profit of 1,000 less 60 of funding.
    function test_Clear_ThatReduces_PaysProfitAndFunding() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        _nextRound(51_000e8, 30e12);
        Batch memory batch = _bobBuys(_perpetual(), 1e8, 51_000e8);
        _addChange(
            batch,
            aliceAccount,
            _one(_row(_perpetual(), 2e8, SPOT, 0)),
            _one(_row(_perpetual(), 1e8, SPOT, 30e12)),
            100_940e6,
            Purpose.Reduce
        );
        _addChange(
            batch,
            bobAccount,
            _one(_row(_perpetual(), -2e8, SPOT, 0)),
            _one(_row(_perpetual(), -1e8, SPOT, 30e12)),
            99_060e6,
            Purpose.Reduce
        );
        _setPriorExcess(batch, 0, -100_000e6);
        _setPriorExcess(batch, 1, -100_000e6);

        _clear(batch);

        assertEq(int256(_cashOf(aliceAccount)), 100_940e6, "long's cash");
        assertEq(int256(_cashOf(bobAccount)), 99_060e6, "short's cash");
        _assertInterest(_perpetual(), 1e8);
    }

    function test_Clear_ThatCloses_LeavesNoRow() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        _nextRound(SPOT, 0);
        Batch memory batch = _closeBatch();

        _clear(batch);

        assertEq(_bookOf(aliceAccount), _bookHash(aliceAccount, _none()), "book");
        assertEq(uint256(vault.accountOf(aliceAccount).rowsCount), 0, "rows");
        _assertInterest(_perpetual(), 0);
    }

    /// @notice A second instrument that sorts before the first, so that the row is inserted, not appended.
    function test_Clear_OfASecondInstrument_KeepsRowsAscending() public {
        _openPosition(_call(), 1e8, 2_000e8, 0);
        _nextRound(SPOT, 0);
        (Row memory call, Row memory perpetual) = (_row(_call(), 1e8, 0, 0), _row(_perpetual(), 1e8, SPOT, 0));
        (Row memory written, Row memory sold) = (_row(_call(), -1e8, 0, 0), _row(_perpetual(), -1e8, SPOT, 0));
        Batch memory batch = _aliceBuys(_perpetual(), 1e8, SPOT);
        _addChange(batch, aliceAccount, _one(call), _two(perpetual, call), 98_000e6, Purpose.Trade);
        _addChange(batch, bobAccount, _one(written), _two(sold, written), 102_000e6, Purpose.Trade);

        _clear(batch);

        assertEq(_bookOf(aliceAccount), _bookHash(aliceAccount, _two(perpetual, call)), "book");
    }

    /// @notice Bob buys from Alice and sells to Carol in one batch: he ends where he began, and is not counted in.
    function test_Clear_ThroughAMiddleman_NetsHisRow() public {
        Batch memory batch = _middlemanBatch();

        _clear(batch);

        assertEq(_bookOf(bobAccount), _bookHash(bobAccount, _none()), "middleman's book");
        assertEq(int256(_cashOf(bobAccount)), 100_100e6, "middleman's cash");
        _assertInterest(_perpetual(), 1e8);
    }

    function test_Clear_AtTheBandsEdge_Passes() public {
        _openPosition(_perpetual(), 1e8, 52_500e8, 0);

        _assertInterest(_perpetual(), 1e8);
    }

    /// @notice Two accounts of one owner would move money by trading far from the market.
    function test_Clear_OutsideTheBand_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, 52_500e8 + 1, 0);

        _expectRefused(
            batch,
            abi.encodeWithSelector(IMarginVaultBase.PriceOutsideBand.selector, int64(52_500e8 + 1), SPOT)
        );
    }

    function test_Clear_AtANegativePrice_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.fills[0].price = -1;
        batch.orders[1].limitPrice = -1;
        batch.signatures[1] = _signOrder(BOB_KEY, batch.orders[1]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.PriceOutsideBand.selector, int64(-1), SPOT));
    }

    function test_Clear_OfSellsOnBothSides_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.fills[0].buyOrder = 1;

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.NotZeroSum.selector, _perpetual()));
    }

    function test_Clear_OfTwoInstruments_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.orders[1].instrument = _future();
        batch.signatures[1] = _signOrder(BOB_KEY, batch.orders[1]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.NotZeroSum.selector, _perpetual()));
    }

    function test_Clear_OfNothing_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.fills[0].quantity = 0;

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.AmountZero.selector));
    }

    function test_Clear_OfACoinSettledInstrument_IsRefused() public {
        bytes32 inverse =
            bytes32(abi.encodePacked(uint8(1), bytes8(BTC), bytes6(USD), uint8(2), uint40(0), uint64(0), uint8(2), uint16(0)));

        _expectNotTradable(inverse);
    }

    function test_Clear_OfASpotPair_IsRefused() public {
        bytes32 spot =
            bytes32(abi.encodePacked(uint8(1), bytes8(BTC), bytes6(USD), uint8(0), uint40(0), uint64(0), uint8(1), uint16(0)));

        _expectNotTradable(spot);
    }

    function test_Clear_OfAnExpiredInstrument_IsRefused() public {
        _expectNotTradable(_instrument(uint40(NOW), 0, 3));
    }

    function test_Clear_OfAMalformedInstrument_IsRefused() public {
        bytes32 malformed = bytes32(uint256(_perpetual()) | 1);
        Batch memory batch = _openBatch(malformed, 1e8, SPOT, 0);

        _expectRefused(batch, abi.encodeWithSignature("InstrumentMalformed(bytes32)", malformed));
    }

    function test_Clear_AboveTheOpenInterestCap_IsRefused() public {
        vm.prank(GUARDIAN);
        vault.setOpenInterestCap(BTC, 1e8 - 1);
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);

        _expectRefused(
            batch,
            abi.encodeWithSelector(
                IMarginVaultBase.OpenInterestCapExceeded.selector, _perpetual(), uint128(1e8), uint128(1e8 - 1)
            )
        );
    }

    function test_Clear_ThatClosesAboveALoweredCap_Passes() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        vm.prank(GUARDIAN);
        vault.setOpenInterestCap(BTC, 0);
        _nextRound(SPOT, 0);

        _clear(_closeBatch());

        _assertInterest(_perpetual(), 0);
    }

    function test_SetOpenInterestCap_ByAStranger_IsRefused() public {
        vm.expectRevert(IMarginVaultBase.OnlyDownward.selector);
        vault.setOpenInterestCap(BTC, 0);
    }

    function test_Clear_Again_InTheNextBlock_IsRefused() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        vm.roll(BLOCK + 1);
        vm.setBlockhash(BLOCK, keccak256("block"));
        Batch memory batch = _closeBatch();

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.BookChangedTooSoon.selector, BLOCK + 2));
    }

    function test_Clear_OfOtherRows_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.changes[0].rowsBefore = _one(_row(_future(), 1, 1, 0));

        _expectRefused(
            batch,
            abi.encodeWithSelector(
                IMarginVaultBase.BookMismatch.selector,
                _rowsHash(batch.changes[0].rowsBefore),
                _rowsHash(_none())
            )
        );
    }

    function test_Clear_WithoutASidesChange_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        AccountChange[] memory only = new AccountChange[](1);
        only[0] = batch.changes[0];
        batch.changes = only;

        _expectRefused(
            batch, abi.encodeWithSelector(IMarginVaultBase.AccountChangeMissing.selector, bobAccount)
        );
    }

    function test_Clear_OfAFrozenAccount_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        vm.prank(address(auction));
        vault.freeze(aliceAccount);

        _expectRefused(
            batch, abi.encodeWithSelector(IMarginVaultBase.AccountFrozen.selector, AccountState.Auction)
        );
    }

    function test_Clear_OfTheWrongBookAfterwards_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        bytes32 wrong = _bookHash(aliceAccount, _one(_row(_perpetual(), 1e8 + 1, SPOT, 0)));
        bytes32 right = batch.changes[0].attestation.bookHash;
        batch.changes[0].attestation.bookHash = wrong;
        _resign(batch.changes[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, wrong, right));
    }

    function test_Clear_OfOrdersNotAttested_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.changes[0].attestation.actionHash = keccak256("other orders");
        _resign(batch.changes[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.ActionMismatch.selector));
    }

    function test_Clear_WithAWithdrawalsAttestation_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.changes[0].attestation.purpose = Purpose.Withdraw;
        _resign(batch.changes[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.WrongPurpose.selector, Purpose.Withdraw));
    }

    function test_Clear_ThatIncreasesBelowTheInitialMargin_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.changes[1].attestation.equity = 79_999e6;
        _resign(batch.changes[1]);

        _expectRefused(
            batch,
            abi.encodeWithSelector(
                IMarginVaultBase.InitialMarginNotMet.selector, int128(79_999e6), uint128(80_000e6)
            )
        );
    }

    /// @notice Equity 70,000 is between maintenance 60,000 and initial 80,000; the excess of -10,000 is what it was.
    function test_Clear_ThatReducesBetweenTheMargins_Passes() public {
        Batch memory batch = _reduceBatch(70_000e6, -110_000e6);

        _clear(batch);

        _assertInterest(_perpetual(), 0);
    }

    /// @notice Taking the hedge off raises the initial margin: the excess falls by a micro-unit, and that is enough.
    function test_Clear_ThatReducesTheExcess_IsRefused() public {
        Batch memory batch = _reduceBatch(70_000e6, -110_000e6 + 1);

        _expectRefused(
            batch,
            abi.encodeWithSelector(
                IMarginVaultBase.ExcessNotImproved.selector, int128(-10_000e6 + 1), int128(-10_000e6)
            )
        );
    }

    function test_Clear_ThatReducesBelowTheMaintenanceMargin_IsRefused() public {
        Batch memory batch = _reduceBatch(60_000e6 - 1, -200_000e6);

        _expectRefused(
            batch,
            abi.encodeWithSelector(
                IMarginVaultBase.MaintenanceMarginNotMet.selector, int128(60_000e6 - 1), uint128(60_000e6)
            )
        );
    }

    /// @notice Dust raises the cash before and the cash after alike, so it cannot spoil a tight reduction.
    function test_Clear_ThatReducesAfterAStrangersDust_Passes() public {
        Batch memory batch = _reduceBatch(70_000e6, -110_000e6);
        _deposit(aliceAccount, 1);

        _clear(batch);

        _assertInterest(_perpetual(), 0);
    }

    function test_Clear_WhileTradesArePaused_StopsOnlyIncreases() public {
        Batch memory reduction = _reduceBatch(70_000e6, -110_000e6);
        reduction.changes[1].attestation.purpose = Purpose.Reduce;
        _setPriorExcess(reduction, 1, -100_000e6);
        Batch memory increase = _aliceBuys(_perpetual(), 1e8, SPOT);
        Row memory row = _row(_perpetual(), 2e8, SPOT, 0);
        _addChange(increase, aliceAccount, _one(row), _one(_row(_perpetual(), 3e8, SPOT, 0)), 100_000e6, Purpose.Trade);
        vm.prank(GUARDIAN);
        vault.pause(1, 1 hours);

        _expectRefused(
            increase, abi.encodeWithSelector(IMarginVaultBase.PausedUntil.selector, uint64(block.timestamp) + 1 hours)
        );
        _clear(reduction);

        _assertInterest(_perpetual(), 0);
    }

    function test_Clear_ThatIncreasesAfterAJump_IsRefused() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        _nextRound(60_000e8, 0);
        Batch memory increase = _aliceBuys(_perpetual(), 1e8, 60_000e8);
        Row memory row = _row(_perpetual(), 2e8, SPOT, 0);
        // (2 * 50,000 + 60,000) / 3 is periodic: floored, and its remainder of 1e-8 paid, floored.
        Row memory larger = _row(_perpetual(), 3e8, 5_333_333_333_333, 0);
        _addChange(increase, aliceAccount, _one(row), _one(larger), 100_000e6 - 1, Purpose.Trade);

        _expectRefused(
            increase, abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, uint64(1), uint64(0))
        );
    }

    function test_Clear_WithOtherSections_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        sections[1] = bytes.concat(sections[1], bytes32(0));
        bytes32 given = keccak256(
            abi.encode(
                keccak256("VM1.MARKET"), round, uint64(block.timestamp), 2, keccak256(sections[0]), keccak256(sections[1])
            )
        );

        _expectRefused(batch, abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, given, marketHash));
    }

    function test_Clear_BeyondTheRowLimit_IsRefused() public {
        uint16 count = 129;
        Batch memory batch;
        (batch.orders, batch.signatures) = (new Order[](2 * count), new bytes[](2 * count));
        batch.fills = new Fill[](count);
        for (uint16 i = 0; i < count; ++i) {
            Batch memory pair = _aliceBuys(_instrument(EXPIRY, uint64(i + 1) * 1e8, 4), 1, 2_000e8);
            (batch.orders[2 * i], batch.orders[2 * i + 1]) = (pair.orders[0], pair.orders[1]);
            (batch.signatures[2 * i], batch.signatures[2 * i + 1]) = (pair.signatures[0], pair.signatures[1]);
            batch.fills[i] = Fill(2 * i, 2 * i + 1, 1, 2_000e8);
        }
        _addChange(batch, aliceAccount, _none(), _none(), 0, Purpose.Trade);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.TooManyRows.selector, uint256(count)));
    }

    function test_Clear_OfNobody_IsRefused() public {
        Batch memory batch = _aliceBuys(_perpetual(), 1e8, SPOT);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.AmountZero.selector));
    }

    function _closeBatch() private returns (Batch memory batch) {
        batch = _bobBuys(_perpetual(), 2e8, SPOT);
        _addChange(
            batch, aliceAccount, _one(_row(_perpetual(), 2e8, SPOT, 0)), _none(), _cashOf(aliceAccount), Purpose.Trade
        );
        _addChange(
            batch, bobAccount, _one(_row(_perpetual(), -2e8, SPOT, 0)), _none(), _cashOf(bobAccount), Purpose.Trade
        );
    }

    /// @notice Alice closes under a Reduce attestation of this equity and prior excess; Bob trades.
    function _reduceBatch(int128 equity, int128 priorExcess) private returns (Batch memory batch) {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        _nextRound(SPOT, 0);
        batch = _closeBatch();
        batch.changes[0].attestation.purpose = Purpose.Reduce;
        batch.changes[0].attestation.equity = equity;
        batch.changes[0].attestation.priorExcess = priorExcess;
        _resign(batch.changes[0]);
    }

    function _middlemanBatch() private returns (Batch memory batch) {
        batch = _bobBuys(_perpetual(), 1e8, SPOT);
        Batch memory second =
            _pair(carolAccount, CAROL_KEY, bobAccount, BOB_KEY, _perpetual(), 1e8, 50_100e8);
        (Order[] memory orders, bytes[] memory signatures) = (new Order[](4), new bytes[](4));
        (orders[0], orders[1], orders[2], orders[3]) =
            (batch.orders[0], batch.orders[1], second.orders[0], second.orders[1]);
        (signatures[0], signatures[1], signatures[2], signatures[3]) =
            (batch.signatures[0], batch.signatures[1], second.signatures[0], second.signatures[1]);
        (batch.orders, batch.signatures) = (orders, signatures);
        Fill memory first = batch.fills[0];
        batch.fills = new Fill[](2);
        (batch.fills[0], batch.fills[1]) = (first, Fill(2, 3, 1e8, 50_100e8));
        _addChange(batch, aliceAccount, _none(), _one(_row(_perpetual(), -1e8, SPOT, 0)), 100_000e6, Purpose.Trade);
        _addChange(batch, bobAccount, _none(), _none(), 100_100e6, Purpose.Trade);
        _addChange(batch, carolAccount, _none(), _one(_row(_perpetual(), 1e8, 50_100e8, 0)), 100_000e6, Purpose.Trade);
    }

    function _setPriorExcess(Batch memory batch, uint256 index, int128 priorExcess) private view {
        batch.changes[index].attestation.priorExcess = priorExcess;
        _resign(batch.changes[index]);
    }

    function _expectNotTradable(bytes32 instrument) private {
        Batch memory batch = _openBatch(instrument, 1e8, SPOT, 0);
        _expectRefused(
            batch, abi.encodeWithSelector(IMarginVaultBase.InstrumentNotTradable.selector, instrument)
        );
    }

    function _expectRefused(Batch memory batch, bytes memory reason) private {
        vm.expectRevert(reason);
        _clear(batch);
    }

    function _assertInterest(bytes32 instrument, uint256 expected) private view {
        IMarginVaultBase.OpenInterest memory interest = vault.openInterestOf(instrument);
        assertEq(uint256(interest.long), expected, "long interest");
        assertEq(uint256(interest.short), expected, "short interest");
    }
}
