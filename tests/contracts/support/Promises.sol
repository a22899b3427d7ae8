// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a handler's actions saw: an action never fails, so that forge goes on; it remembers.
abstract contract Promises {
    /// @notice The first promise that an action saw broken; empty if none.
    string public broken;
    /// @notice How often each action, by its selector, did what it is for.
    mapping(bytes4 action => uint256) public succeeded;

    function _count(bool done) internal {
        if (done) ++succeeded[msg.sig];
    }

    function _expect(bool kept, string memory what) internal {
        if (!kept && bytes(broken).length == 0) broken = what;
    }
}
