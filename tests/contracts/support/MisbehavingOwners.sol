// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {IMarginVault} from "../../../contracts/interfaces/IMarginVault.sol";

/// @title An ERC-1271 owner that calls back into the vault while it is asked, and signs only if that was refused.
contract ReentrantOwner {
    IMarginVault private immutable _vault;
    bytes32 public immutable account;

    constructor(IMarginVault vault) {
        _vault = vault;
        account = vault.open(0);
    }

    /// @notice The owner itself may cancel, in a call of its own.
    function cancelOrders() public returns (bool done) {
        (done, ) = address(_vault).call(abi.encodeCall(IMarginVault.cancelOrders, (account, type(uint64).max)));
    }

    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        return cancelOrders() ? bytes4(0) : IERC1271.isValidSignature.selector;
    }
}

/// @title An ERC-1271 owner whose answer is as long as its gas allows.
contract VerboseOwner {
    bytes32 public immutable account;

    constructor(IMarginVault vault) {
        account = vault.open(0);
    }

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        bytes4 selector = IERC1271.isValidSignature.selector;
        assembly {
            mstore(0, selector)
            return(0, 150000)
        }
    }
}
