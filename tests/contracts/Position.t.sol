// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./support/Test.sol";
import {Position} from "../../contracts/Position.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";

/// @title How trades change a row. Prices are 1e-8, quantities 1e-8, cash 1e-6.
contract PositionTests is Test {
    bytes32 private constant PERPETUAL = bytes32(uint256(2) << 16);
    bytes32 private constant FUTURE = bytes32(uint256(3) << 16);
    bytes32 private constant CALL = bytes32(uint256(4) << 16);

    function test_Trade_Opening_TakesThePriceAsEntryAndMovesNoCash() public pure {
        (Position.State memory after_, int256 cash) = Position.trade(FUTURE, Position.State(0, 0, 0), 3e8, 46_000e8, 0);

        _assertState(after_, 3e8, 46_000e8, 0);
        assertEq(cash, 0, "cash");
    }

    /// @notice (1 * 100 + 2 * 130) / 3 = 120.
    function test_Trade_Increasing_AveragesTheEntry() public pure {
        (Position.State memory after_, int256 cash) = Position.trade(
            FUTURE,
            Position.State(1e8, 100e8, 0),
            2e8,
            130e8,
            0
        );

        _assertState(after_, 3e8, 120e8, 0);
        assertEq(cash, 0, "cash");
    }

    /// @notice 3 units at an average of 100/3: the entry is floored to 33.33333333 and the rest, 1e-8 on 3 units, is
    /// paid in cash, floored to a micro-unit.
    function test_Trade_IncreasingToAPeriodicEntry_FloorsEntryAndRemainder() public pure {
        (Position.State memory after_, int256 cash) = Position.trade(FUTURE, Position.State(2e8, 0, 0), 1e8, 100e8, 0);

        _assertState(after_, 3e8, 3_333_333_333, 0);
        assertEq(cash, -1, "cash");
    }

    /// @notice Sold 1 of 3 at 150 against an entry of 120.
    function test_Trade_Reducing_KeepsTheEntryAndPaysTheProfit() public pure {
        (Position.State memory after_, int256 cash) = Position.trade(
            FUTURE,
            Position.State(3e8, 120e8, 0),
            -1e8,
            150e8,
            0
        );

        _assertState(after_, 2e8, 120e8, 0);
        assertEq(cash, 30e6, "cash");
    }

    /// @notice A short of 3 at 120, bought 5 at 100: a profit of 60, and long 2 from 100.
    function test_Trade_CrossingZero_PaysTheOldAndRestartsTheEntry() public pure {
        (Position.State memory after_, int256 cash) = Position.trade(
            FUTURE,
            Position.State(-3e8, 120e8, 0),
            5e8,
            100e8,
            0
        );

        _assertState(after_, 2e8, 100e8, 0);
        assertEq(cash, 60e6, "cash");
    }

    function test_Trade_Closing_LeavesNothing() public pure {
        (Position.State memory after_, int256 cash) = Position.trade(
            PERPETUAL,
            Position.State(-3e8, 120e8, 5e12),
            3e8,
            121e8,
            7e12
        );

        _assertState(after_, 0, 0, 0);
        // A loss of 3, and a short receives 3 * 2 of funding.
        assertEq(cash, 3e6, "cash");
    }

    function test_Trade_OfAnOption_PaysThePremium() public pure {
        (Position.State memory after_, int256 cash) = Position.trade(
            CALL,
            Position.State(1e8, 0, 0),
            2e8,
            2_500e8,
            9e12
        );

        _assertState(after_, 3e8, 0, 0);
        assertEq(cash, -5_000e6, "cash");
    }

    /// @notice 0.00000001 at 0.00000001 is 1e-16: the buyer pays a whole micro-unit and the seller receives none.
    function test_Trade_OfDust_FloorsBothSides() public pure {
        (, int256 buyer) = Position.trade(CALL, Position.State(0, 0, 0), 1, 1, 0);
        (, int256 seller) = Position.trade(CALL, Position.State(0, 0, 0), -1, 1, 0);

        assertEq(buyer, -1, "buyer");
        assertEq(seller, 0, "seller");
    }

    /// @notice A rise of 1e-12 on 1e-8: a long pays a whole micro-unit, a short receives none.
    function test_Funding_OfDust_FloorsBothHolders() public pure {
        assertEq(Position.funding(1, 0, 1), -1, "long");
        assertEq(Position.funding(-1, 0, 1), 0, "short");
    }

    function test_Pack_AndBack_KeepsSigns() public pure {
        bytes32 packed = Position.pack(Position.State(-5, 7, -9));
        Position.State memory unpacked = Position.unpack(packed);

        bytes32 expected = 0xfffffffffffffffb0000000000000007fffffffffffffff70000000000000000;
        assertEq(packed, expected, "packed");
        _assertState(unpacked, -5, 7, -9);
    }

    function test_Trade_BeyondTheQuantityBound_IsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.QuantityTooLarge.selector, int256(1) << 62));
        this.trade(FUTURE, Position.State((int64(1) << 62) - 1, 1, 0), 1, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.QuantityTooLarge.selector, -(int256(1) << 62)));
        this.trade(FUTURE, Position.State(1 - (int64(1) << 62), 1, 0), -1, 1, 0);
    }

    /// @notice The value cash * 1e10 + quantity * (mark - entry) changes by the trade's own quantity * (mark - price),
    /// less what the floor takes: less than one micro-unit, 1e10 here, and never a gain.
    function testFuzz_Trade_AtAnyMark_NeverCreatesValue(
        int64 quantity,
        int64 entry,
        int64 traded,
        int64 price,
        int64 mark
    ) public view {
        Position.State memory before = Position.State(
            int64(_within(quantity, 1 << 61)),
            int64(_within(entry, 1 << 61)),
            0
        );
        int256 change = _within(traded, 1 << 61);
        if (before.quantity == 0) before.entryPrice = 0;

        (Position.State memory after_, int256 cash) = this.trade(FUTURE, before, change, price, 0);

        int256 valueBefore = int256(before.quantity) * (int256(mark) - before.entryPrice);
        int256 valueAfter = cash * 1e10 + int256(after_.quantity) * (int256(mark) - after_.entryPrice);
        int256 lost = valueBefore + change * (int256(mark) - price) - valueAfter;
        assertTrue(lost >= 0 && lost < 1e10, "lost less than a micro-unit, gained nothing");
    }

    function trade(
        bytes32 instrument,
        Position.State memory before,
        int256 quantity,
        int64 price,
        int64 index
    ) external pure returns (Position.State memory, int256) {
        return Position.trade(instrument, before, quantity, price, index);
    }

    function _within(int256 number, int256 bound) private pure returns (int256) {
        return number % bound;
    }

    function _assertState(Position.State memory given, int64 quantity, int64 entry, int64 index) private pure {
        assertEq(int256(given.quantity), quantity, "quantity");
        assertEq(int256(given.entryPrice), entry, "entry price");
        assertEq(int256(given.fundingIndex), index, "funding index");
    }
}
