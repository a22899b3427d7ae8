// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InvariantTest} from "./support/InvariantTest.sol";
import {DisputeHandler} from "./support/DisputeHandler.sol";

/// @title What no sequence of true and false attestations, payments, proofs and slashes may break.
contract DisputeInvariantTests is InvariantTest {
    DisputeHandler private _handler;

    function setUp() public {
        _handler = new DisputeHandler();
    }

    /// @notice The random calls are worth something only if every action does what it is for.
    function test_Handler_InFifteenHundredCalls_EveryActionSucceeds() public {
        bytes4[] memory actions = _actions();
        uint256[] memory done = new uint256[](actions.length);
        uint256 seed = 0x5eed;
        for (uint256 run = 0; run < 6; ++run) {
            uint256 before = vm.snapshotState();
            for (uint256 i = 0; i < 250; ++i) {
                seed = uint256(keccak256(abi.encode(seed)));
                bytes4 action = actions[seed % actions.length];
                (bool success, ) = address(_handler).call(bytes.concat(action, _arguments(action, seed)));
                assertTrue(success, "a handler never fails");
                assertEq(bytes(_handler.broken()), "", "promise");
            }
            for (uint256 i = 0; i < actions.length; ++i) done[i] += _handler.succeeded(actions[i]);
            vm.revertToState(before);
        }
        for (uint256 i = 0; i < actions.length; ++i) assertTrue(done[i] != 0, vm.toString(uint32(actions[i])));
    }

    function invariant_Disputes_Hold() external view {
        assertEq(bytes(_handler.broken()), "", "what an action saw");
        assertTrue(_handler.theTruthIsSafe(), "a true attestation is never slashed");
        assertEq(_handler.tokensOfBonds(), _handler.bonded(), "tokens are bonds, claims and what was burned");
        assertEq(
            _handler.tokensOfBonds(),
            _handler.posted() - _handler.paidOfBonds(),
            "tokens are what was posted less what was paid"
        );
        assertEq(
            _handler.tokensOfVault(),
            _handler.deposited() - _handler.withdrawn(),
            "the vault pays out what it says"
        );
    }

    /// @notice Six words, small enough for whatever an action takes in their place.
    function _arguments(bytes4 action, uint256 seed) private pure returns (bytes memory) {
        bool takesSwitch =
            action == DisputeHandler.deposit.selector ||
                action == DisputeHandler.report.selector ||
                action == DisputeHandler.withdraw.selector ||
                action == DisputeHandler.claim.selector;
        uint256 first = (seed >> 64) & (takesSwitch ? 1 : 0x3ffff);
        return
            abi.encode(
                first,
                (seed >> 16) & 0xff,
                (seed >> 24) & 1,
                (seed >> 32) & 0xff,
                (seed >> 40) & 0xff,
                seed >> 248
            );
    }

    function _handlerAddress() internal view override returns (address) {
        return address(_handler);
    }

    function _actions() internal pure override returns (bytes4[] memory actions) {
        actions = new bytes4[](15);
        actions[0] = DisputeHandler.advance.selector;
        actions[1] = DisputeHandler.wait.selector;
        actions[2] = DisputeHandler.deposit.selector;
        actions[3] = DisputeHandler.report.selector;
        actions[4] = DisputeHandler.withdraw.selector;
        actions[5] = DisputeHandler.finalise.selector;
        actions[6] = DisputeHandler.cancel.selector;
        actions[7] = DisputeHandler.dispute.selector;
        actions[8] = DisputeHandler.disprove.selector;
        actions[9] = DisputeHandler.post.selector;
        actions[10] = DisputeHandler.requestUnlock.selector;
        actions[11] = DisputeHandler.unlock.selector;
        actions[12] = DisputeHandler.veto.selector;
        actions[13] = DisputeHandler.execute.selector;
        actions[14] = DisputeHandler.claim.selector;
    }
}
