// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradeFixture} from "./support/TradeFixture.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {AccountState, Purpose, Row} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Expired rows become cash, all at once.
contract VaultSettlementTests is TradeFixture {
    bytes32 private immutable _put = _instrument(EXPIRY, 60_000e8, 5);

    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 100_000e6);
        _deposit(bobAccount, 100_000e6);
    }

    /// @notice A call struck at 50,000 settles at 53,000: 3,000 a unit beside the premium of 2,000.
    function test_Settle_OfACall_PaysItsIntrinsicValue() public {
        _openPosition(_call(), 2e8, 2_000e8, 0);
        _expire(53_000e8);

        vault.settle(aliceAccount, _one(_row(_call(), 2e8, 0, 0)));
        vault.settle(bobAccount, _one(_row(_call(), -2e8, 0, 0)));

        assertEq(int256(_cashOf(aliceAccount)), 102_000e6, "holder");
        assertEq(int256(_cashOf(bobAccount)), 98_000e6, "writer");
        assertEq(uint256(vault.accountOf(aliceAccount).rowsCount), 0, "rows");
        assertEq(uint256(vault.openInterestOf(_call()).long), 0, "long interest");
        assertEq(uint256(vault.openInterestOf(_call()).short), 0, "short interest");
    }

    function test_Settle_OfAPutOutOfTheMoney_PaysNothing() public {
        _openPosition(_put, 1e8, 2_000e8, 0);
        _expire(60_001e8);

        vault.settle(aliceAccount, _one(_row(_put, 1e8, 0, 0)));

        assertEq(int256(_cashOf(aliceAccount)), 98_000e6, "cash");
    }

    /// @notice Bought at 50,000, settled at 49,000: a loss of 2,000 on 2, which may take cash below zero.
    function test_Settle_OfAFuture_PaysAgainstTheEntry() public {
        _openPosition(_future(), 2e8, SPOT, 0);
        _expire(49_000e8);

        vault.settle(aliceAccount, _one(_row(_future(), 2e8, SPOT, 0)));
        vault.settle(bobAccount, _one(_row(_future(), -2e8, SPOT, 0)));

        assertEq(int256(_cashOf(aliceAccount)), 98_000e6, "long");
        assertEq(int256(_cashOf(bobAccount)), 102_000e6, "short");
    }

    function test_Settle_KeepsWhatHasNotExpired() public {
        _openPosition(_future(), 1e8, SPOT, 0);
        _nextRound(SPOT, 0);
        Batch memory batch = _aliceBuys(_perpetual(), 1e8, SPOT);
        (Row memory future, Row memory perpetual) = (_row(_future(), 1e8, SPOT, 0), _row(_perpetual(), 1e8, SPOT, 0));
        (Row memory sold, Row memory short) = (_row(_future(), -1e8, SPOT, 0), _row(_perpetual(), -1e8, SPOT, 0));
        _addChange(batch, aliceAccount, _one(future), _two(perpetual, future), 100_000e6, Purpose.Trade);
        _addChange(batch, bobAccount, _one(sold), _two(short, sold), 100_000e6, Purpose.Trade);
        _clear(batch);
        _expire(SPOT);

        vault.settle(aliceAccount, _two(perpetual, future));

        assertEq(_bookOf(aliceAccount), _bookHash(aliceAccount, _one(perpetual)), "book");
        assertEq(uint256(_sequenceOf(aliceAccount)), 3, "sequence");
    }

    function test_Settle_DuringAnAuction_Works() public {
        _openPosition(_future(), 1e8, SPOT, 0);
        vm.prank(address(auction));
        vault.freeze(aliceAccount);
        _expire(SPOT);

        vault.settle(aliceAccount, _one(_row(_future(), 1e8, SPOT, 0)));

        (, , , AccountState state) = vault.state(aliceAccount);
        assertEq(uint256(vault.accountOf(aliceAccount).rowsCount), 0, "rows");
        assertTrue(state == AccountState.Auction, "still frozen");
    }

    /// @notice Below zero, in the same blocks as the trade: no gate and no interval hold settlement up.
    function test_Settle_BelowZero_NeedsNoGate() public {
        _openPosition(_future(), 3e8, SPOT, 0);
        _expire(10_000e8);

        vault.settle(aliceAccount, _one(_row(_future(), 3e8, SPOT, 0)));

        assertEq(int256(_cashOf(aliceAccount)), -20_000e6, "cash");
    }

    function test_Settle_BeforeTheExpiry_IsRefused() public {
        _openPosition(_future(), 1e8, SPOT, 0);

        vm.expectRevert(IMarginVaultBase.NotExpired.selector);
        vault.settle(aliceAccount, _one(_row(_future(), 1e8, SPOT, 0)));
    }

    function test_Settle_WithoutAPrice_IsRefused() public {
        _openPosition(_future(), 1e8, SPOT, 0);
        vm.warp(EXPIRY);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.SettlementMissing.selector, _future()));
        vault.settle(aliceAccount, _one(_row(_future(), 1e8, SPOT, 0)));
    }

    function test_Settle_OfOtherRows_IsRefused() public {
        _openPosition(_future(), 1e8, SPOT, 0);
        _expire(SPOT);
        Row[] memory other = _one(_row(_future(), 2e8, SPOT, 0));
        bytes32 stored = _rowsHash(_one(_row(_future(), 1e8, SPOT, 0)));

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, _rowsHash(other), stored));
        vault.settle(aliceAccount, other);
    }

    function test_Settle_OfNobody_IsRefused() public {
        vm.expectRevert(IMarginVaultBase.AccountUnknown.selector);
        vault.settle(bytes32(uint256(1)), _none());
    }

    /// @notice The debt of an account that holds nothing else: 20,000, of which insurance covers 5,000. Queued cash
    /// comes back first.
    function test_RealiseBadDebt_TakesInsuranceThenAllCredit() public {
        _openPosition(_future(), 3e8, SPOT, 0);
        _expire(10_000e8);
        vault.settle(aliceAccount, _one(_row(_future(), 3e8, SPOT, 0)));
        _fundInsurance(5_000e6);

        vault.realiseBadDebt(aliceAccount);

        (uint128 insurance, uint128 shortfall) = vault.insuranceAndShortfall();
        assertEq(int256(_cashOf(aliceAccount)), 0, "cash");
        assertEq(uint256(insurance), 0, "insurance");
        assertEq(uint256(shortfall), 15_000e6, "shortfall");
    }

    function test_RealiseBadDebt_WithoutDebt_IsRefused() public {
        vm.expectRevert(IMarginVaultBase.NoBadDebt.selector);
        vault.realiseBadDebt(aliceAccount);
    }

    function test_RealiseBadDebt_WithRows_IsRefused() public {
        _openPosition(_future(), 1e8, SPOT, 0);

        vm.expectRevert(IMarginVaultBase.NoBadDebt.selector);
        vault.realiseBadDebt(aliceAccount);
    }

    function _expire(int64 price) private {
        vm.warp(EXPIRY);
        vm.roll(block.number + 100);
        _registerSettlement(EXPIRY, price);
    }

    function _fundInsurance(uint128 amount) private {
        cash.mint(address(this), amount);
        cash.approve(address(vault), amount);
        vault.fundInsurance(amount);
    }
}
