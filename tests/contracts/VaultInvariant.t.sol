// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InvariantTest} from "./support/InvariantTest.sol";
import {VaultHandler} from "./support/VaultHandler.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";

/// @title What no sequence of actions may break.
contract VaultInvariantTests is InvariantTest {
    VaultHandler private _handler;

    function setUp() public {
        _handler = new VaultHandler();
    }

    /// @notice The random calls are worth something only if trades and slices succeed.
    function test_Handler_TradeAndSlice_MoveRows() public {
        _handler.trade(0, 1, 0, 1e6, 0);
        uint256 opened = _handler.rowsOf(0).length;
        _handler.liquidate(0, 2, 50_000);

        assertEq(opened, 1, "traded");
        assertEq(_handler.rowsOf(2).length, 1, "sliced");
    }

    /// @notice The tokens held, less donations, are what is owed to all and a few floored micro-units; never less.
    function invariant_EverythingHolds() external {
        int256 backing = (int256(_handler.tokensHeld()) - int256(_handler.donated())) * 1e14;
        int256 surplus = backing - _handler.liabilities();
        assertTrue(surplus >= 0, "rounding never creates money");
        assertTrue(surplus <= int256(_handler.flooredOperations()) * 2e14, "nor destroys more than its floors");
        assertTrue(!_handler.sequenceBroken(), "sequence rises by one with each risk change, and with nothing else");

        bytes32[3] memory instruments = _handler.instruments();
        for (uint256 i = 0; i < 3; ++i) {
            IMarginVaultBase.OpenInterest memory interest = _handler.theVault().openInterestOf(instruments[i]);
            (int256 long, int256 short) = _handler.openInterestOf(instruments[i]);
            assertEq(uint256(interest.long), uint256(long), "long interest");
            assertEq(uint256(interest.short), uint256(short), "short interest");
            assertEq(long, short, "open interest sums to zero");
        }
        for (uint256 i = 0; i < 4; ++i) {
            (, bytes32 book, , ) = _handler.theVault().state(_handler.accounts(i));
            assertEq(book, _handler.bookOf(i), "book");
        }

        (uint256 deposited, uint256 withdrawn) = _handler.saver();
        (, , int128 saved, ) = _handler.theVault().state(_handler.accounts(3));
        assertEq(int256(deposited) - int256(withdrawn), saved, "deposits less withdrawals are the balance");
        assertTrue(_handler.flatAccountsCanLeave(), "an account without rows leaves with everything");
    }

    function _handlerAddress() internal view override returns (address) {
        return address(_handler);
    }

    function _actions() internal pure override returns (bytes4[] memory actions) {
        actions = new bytes4[](10);
        actions[0] = VaultHandler.deposit.selector;
        actions[1] = VaultHandler.depositCollateral.selector;
        actions[2] = VaultHandler.donate.selector;
        actions[3] = VaultHandler.fundInsurance.selector;
        actions[4] = VaultHandler.advance.selector;
        actions[5] = VaultHandler.withdraw.selector;
        actions[6] = VaultHandler.withdrawFlat.selector;
        actions[7] = VaultHandler.finalise.selector;
        actions[8] = VaultHandler.trade.selector;
        actions[9] = VaultHandler.liquidate.selector;
    }
}
