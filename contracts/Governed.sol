// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGoverned} from "./interfaces/IGoverned.sol";

/// @title The two roles of governance, fixed at construction.
abstract contract Governed is IGoverned {
    /// @inheritdoc IGoverned
    address public immutable override timelock;

    /// @inheritdoc IGoverned
    address public immutable override guardian;

    constructor(address timelock_, address guardian_) {
        if (timelock_ == address(0) || guardian_ == address(0)) revert RoleMissing();
        timelock = timelock_;
        guardian = guardian_;
    }

    modifier onlyTimelock() {
        if (msg.sender != timelock) revert OnlyTimelock(msg.sender);
        _;
    }

    modifier onlyGuardian() {
        if (msg.sender != guardian) revert OnlyGuardian(msg.sender);
        _;
    }
}
