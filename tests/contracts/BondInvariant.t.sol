// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InvariantTest} from "./support/InvariantTest.sol";
import {BondHandler} from "./support/BondHandler.sol";

/// @title What no sequence of bonds, proofs and vetoes may break.
contract BondInvariantTests is InvariantTest {
    BondHandler private _handler;

    function setUp() public {
        _handler = new BondHandler();
    }

    /// @notice The random calls are worth something only if every action does what it is for.
    function test_Handler_InTwoThousandCalls_EveryActionSucceeds() public {
        bytes4[] memory actions = _actions();
        uint256 seed = 0x5eed;
        for (uint256 i = 0; i < 2_000; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            bytes4 action = actions[seed % actions.length];
            // Whichever integers or switches an action takes, these are some.
            uint256 first = (seed >> 32) % (action == BondHandler.claim.selector ? 2 : 1 << 24);
            if (action == BondHandler.slash.selector) first %= 256;
            uint256 second = action == BondHandler.slash.selector ? seed >> 255 : seed % 1e9;
            (bool done, ) = address(_handler).call(abi.encodeWithSelector(action, first, second));
            assertTrue(done, "a handler never fails");
            _assertHolds();
        }
        for (uint256 i = 0; i < actions.length; ++i) {
            assertTrue(_handler.succeeded(actions[i]) != 0, vm.toString(uint32(actions[i])));
        }
    }

    function invariant_Bonds_Hold() external view {
        _assertHolds();
    }

    function _assertHolds() private view {
        assertEq(bytes(_handler.broken()), "", "what an action saw");
        assertEq(_handler.tokens(), _handler.held(), "tokens are bonds, claims and what was burned");
        assertEq(
            _handler.tokens(),
            _handler.posted() - _handler.paid(),
            "tokens are what was posted less what was paid"
        );
        // Of each of five bonds up to three micro-units are no whole quarter.
        uint256 rounded = 15 * _handler.succeeded(BondHandler.slash.selector);
        assertTrue(_handler.burned() * 4 + rounded >= _handler.taken(), "a quarter of what is slashed never leaves");
        assertTrue(_handler.floorsAreRight(), "floors");
    }

    function _handlerAddress() internal view override returns (address) {
        return address(_handler);
    }

    function _actions() internal pure override returns (bytes4[] memory actions) {
        actions = new bytes4[](9);
        actions[0] = BondHandler.post.selector;
        actions[1] = BondHandler.requestUnlock.selector;
        actions[2] = BondHandler.unlock.selector;
        actions[3] = BondHandler.wait.selector;
        actions[4] = BondHandler.enrol.selector;
        actions[5] = BondHandler.slash.selector;
        actions[6] = BondHandler.veto.selector;
        actions[7] = BondHandler.execute.selector;
        actions[8] = BondHandler.claim.selector;
    }
}
