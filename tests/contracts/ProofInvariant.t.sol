// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InvariantTest} from "./support/InvariantTest.sol";
import {ProofHandler} from "./support/ProofHandler.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";

/// @title What no sequence of exits, proofs and liquidations may break, with the engine that values.
contract ProofInvariantTests is InvariantTest {
    event Succeeded(bytes4 action, uint256 times);

    ProofHandler private _handler;

    function setUp() public {
        _handler = new ProofHandler();
    }

    /// @notice The random calls are worth something only if every action does what it is for. Chosen by hashes, as forge
    /// chooses them by chance; a vault that was wound down is set up anew.
    function test_Handler_InFiveThousandCalls_EveryActionSucceeds() public {
        bytes4[] memory actions = _actions();
        uint256[] memory done = new uint256[](actions.length);
        uint256 seed = 0x5eed;
        for (uint256 run = 0; run < 100; ++run) {
            uint256 before = vm.snapshotState();
            for (uint256 i = 0; i < 50; ++i) {
                seed = uint256(keccak256(abi.encode(seed)));
                bytes4 action = actions[seed % actions.length];
                (bool success, ) = address(_handler).call(bytes.concat(action, _arguments(action, seed)));
                assertTrue(success, "a handler never fails");
                assertEq(bytes(_handler.broken()), "", "promise");
            }
            for (uint256 i = 0; i < actions.length; ++i) done[i] += _handler.succeeded(actions[i]);
            vm.revertToState(before);
        }
        for (uint256 i = 0; i < actions.length; ++i) {
            emit Succeeded(actions[i], done[i]);
            assertTrue(done[i] != 0, vm.toString(uint32(actions[i])));
        }
    }

    function invariant_Proofs_Hold() external view {
        assertEq(bytes(_handler.broken()), "", "what an action saw");

        int256 backing = (int256(_handler.tokensHeld()) - int256(_handler.donated())) * 1e14;
        int256 surplus = backing - _handler.liabilities();
        assertTrue(surplus >= 0, "tokens cover what is owed, but for the shortfall");
        assertTrue(_handler.etherHeld() >= _handler.etherOwed(), "ether covers collateral");
        assertTrue(_handler.booksMatch(), "books");

        bytes32[2] memory instruments = _handler.instruments();
        for (uint256 i = 0; i < instruments.length; ++i) {
            IMarginVaultBase.OpenInterest memory interest = _handler.interestInVault(instruments[i]);
            (int256 long, int256 short) = _handler.interestOf(instruments[i]);
            assertEq(uint256(interest.long), uint256(long), "long interest");
            assertEq(uint256(interest.short), uint256(short), "short interest");
        }
    }

    /// @notice Arguments of an action: an account, the first in every other call; an amount; a switch. Moves are small.
    function _arguments(bytes4 action, uint256 seed) private pure returns (bytes memory) {
        uint256 who = ((seed >> 60) % 4) % 3;
        uint256 amount = (seed >> 64) % type(uint64).max;
        uint256 flag = (seed >> 130) & 1;
        int256 move = int256((seed >> 140) % 801) - 400;
        if (action == ProofHandler.trade.selector)
            return abi.encode(who, seed >> 62, flag, uint64(amount), int64(move));
        if (action == ProofHandler.advance.selector) return abi.encode(int64(move), int64(move) * 1e8);
        if (action == ProofHandler.stress.selector) return abi.encode(who, flag);
        if (action == ProofHandler.proveSession.selector) return abi.encode(who, int64(move));
        if (action == ProofHandler.donate.selector || action == ProofHandler.fundInsurance.selector) {
            return abi.encode(amount);
        }
        bool exit =
            action == ProofHandler.finalise.selector ||
                action == ProofHandler.cancel.selector ||
                action == ProofHandler.dispute.selector ||
                action == ProofHandler.windDown.selector;
        if (exit) return abi.encode(amount);
        if (action == ProofHandler.bid.selector || action == ProofHandler.bidProved.selector) {
            return abi.encode(who, seed >> 62, uint32(amount));
        }
        return abi.encode(who, amount, flag);
    }

    function _handlerAddress() internal view override returns (address) {
        return address(_handler);
    }

    function _actions() internal pure override returns (bytes4[] memory actions) {
        actions = new bytes4[](26);
        actions[0] = ProofHandler.deposit.selector;
        actions[1] = ProofHandler.depositCollateral.selector;
        actions[2] = ProofHandler.donate.selector;
        actions[3] = ProofHandler.fundInsurance.selector;
        actions[4] = ProofHandler.advance.selector;
        actions[5] = ProofHandler.trade.selector;
        actions[6] = ProofHandler.withdrawProved.selector;
        actions[7] = ProofHandler.beginSession.selector;
        actions[8] = ProofHandler.proveSession.selector;
        actions[9] = ProofHandler.withdrawSession.selector;
        actions[10] = ProofHandler.requestWithdraw.selector;
        actions[11] = ProofHandler.finalise.selector;
        actions[12] = ProofHandler.cancel.selector;
        actions[13] = ProofHandler.dispute.selector;
        actions[14] = ProofHandler.requestExit.selector;
        actions[15] = ProofHandler.escape.selector;
        actions[16] = ProofHandler.withdrawFlat.selector;
        actions[17] = ProofHandler.open.selector;
        actions[18] = ProofHandler.prove.selector;
        actions[19] = ProofHandler.bid.selector;
        actions[20] = ProofHandler.bidProved.selector;
        actions[21] = ProofHandler.cancelByProof.selector;
        actions[22] = ProofHandler.close.selector;
        actions[23] = ProofHandler.settle.selector;
        actions[24] = ProofHandler.stress.selector;
        actions[25] = ProofHandler.windDown.selector;
    }
}
