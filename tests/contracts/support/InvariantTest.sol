// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./Test.sol";

/// @title Tells forge what to call: the actions of one handler, and nothing else.
abstract contract InvariantTest is Test {
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = _handlerAddress();
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(_handlerAddress(), _actions());
    }

    function _handlerAddress() internal view virtual returns (address);

    function _actions() internal pure virtual returns (bytes4[] memory);
}
