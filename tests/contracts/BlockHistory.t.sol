// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./support/Test.sol";
import {BlockHistory} from "../../contracts/BlockHistory.sol";

/// @notice The system contract of EIP-2935 as the tests need it: it answers the number it is asked, hashed.
contract HistoryDouble {
    fallback() external {
        bytes32 hash = keccak256(msg.data);
        assembly ("memory-safe") {
            mstore(0, hash)
            return(0, 32)
        }
    }
}

contract BlockHistoryTests is Test {
    uint64 private constant BLOCK = 100_000;
    bytes32 private constant RECENT = keccak256("recent");

    function setUp() public {
        vm.roll(BLOCK);
        vm.etch(BlockHistory.HISTORY, type(HistoryDouble).runtimeCode);
    }

    function _hashOf(uint64 blockNumber) private view returns (bytes32) {
        return BlockHistory.hashOf(blockNumber);
    }

    function test_HashOf_PresentBlock_Zero() public view {
        assertEq(_hashOf(BLOCK), bytes32(0), "hash");
    }

    function test_HashOf_FutureBlock_Zero() public view {
        assertEq(_hashOf(type(uint64).max), bytes32(0), "hash");
    }

    function test_HashOf_TwoHundredFiftySixBack_IsTheOpcodes() public {
        vm.setBlockhash(BLOCK - 256, RECENT);

        assertEq(_hashOf(BLOCK - 256), RECENT, "hash");
    }

    function test_HashOf_OneBlockFurther_IsTheSystemContracts() public view {
        assertEq(_hashOf(BLOCK - 257), keccak256(abi.encode(BLOCK - 257)), "hash");
    }

    function test_HashOf_OldestOfTheWindow_IsTheSystemContracts() public view {
        assertEq(_hashOf(BLOCK - 8191), keccak256(abi.encode(BLOCK - 8191)), "hash");
    }

    function test_HashOf_PastTheWindow_Zero() public view {
        assertEq(_hashOf(BLOCK - 8192), bytes32(0), "hash");
    }

    function test_HashOf_ChainWithoutTheSystemContract_Zero() public {
        vm.etch(BlockHistory.HISTORY, "");

        assertEq(_hashOf(BLOCK - 257), bytes32(0), "hash");
    }
}
