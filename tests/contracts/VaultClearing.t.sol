// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {TradeFixture} from "./support/TradeFixture.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {Fill, Order, Purpose, Row} from "../../contracts/interfaces/IMarginTypes.sol";

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

    /// @notice Bought 2 at 50,000, sold 1 at 51,000 after funding rose by 30 a unit, which takes it 38 minutes: a
    /// profit of 1,000 less 60 of funding.
    function test_Clear_ThatReduces_PaysProfitAndFunding() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        vm.warp(NOW + 1 hours);
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

    function test_Clear_OfBuysOnBothSides_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.fills[0].sellOrder = 0;

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
        bytes32 inverse = bytes32(
            abi.encodePacked(uint8(1), bytes8(BTC), bytes6(USD), uint8(2), uint40(0), uint64(0), uint8(2), uint16(0))
        );

        _expectNotTradable(inverse);
    }

    function test_Clear_OfASpotPair_IsRefused() public {
        bytes32 spot = bytes32(
            abi.encodePacked(uint8(1), bytes8(BTC), bytes6(USD), uint8(0), uint40(0), uint64(0), uint8(1), uint16(0))
        );

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
                IMarginVaultBase.OpenInterestCapExceeded.selector,
                _perpetual(),
                uint128(1e8),
                uint128(1e8 - 1)
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

    function _middlemanBatch() private returns (Batch memory batch) {
        batch = _bobBuys(_perpetual(), 1e8, SPOT);
        Batch memory second = _pair(carolAccount, CAROL_KEY, bobAccount, BOB_KEY, _perpetual(), 1e8, 50_100e8);
        (Order[] memory orders, bytes[] memory signatures) = (new Order[](4), new bytes[](4));
        (orders[0], orders[1], orders[2], orders[3]) = (
            batch.orders[0],
            batch.orders[1],
            second.orders[0],
            second.orders[1]
        );
        (signatures[0], signatures[1], signatures[2], signatures[3]) = (
            batch.signatures[0],
            batch.signatures[1],
            second.signatures[0],
            second.signatures[1]
        );
        (batch.orders, batch.signatures) = (orders, signatures);
        Fill memory first = batch.fills[0];
        batch.fills = new Fill[](2);
        (batch.fills[0], batch.fills[1]) = (first, Fill(2, 3, 1e8, 50_100e8));
        _addChange(batch, aliceAccount, _none(), _one(_row(_perpetual(), -1e8, SPOT, 0)), 100_000e6, Purpose.Trade);
        _addChange(batch, bobAccount, _none(), _none(), 100_100e6, Purpose.Trade);
        _addChange(batch, carolAccount, _none(), _one(_row(_perpetual(), 1e8, 50_100e8, 0)), 100_000e6, Purpose.Trade);
    }

    function _expectNotTradable(bytes32 instrument) private {
        Batch memory batch = _openBatch(instrument, 1e8, SPOT, 0);
        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.InstrumentNotTradable.selector, instrument));
    }
}
