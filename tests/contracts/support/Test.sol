// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The part of forge's cheat codes that the tests use.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    struct Gas {
        uint64 gasLimit;
        uint64 gasTotalUsed;
        uint64 gasMemoryUsed;
        int64 gasRefunded;
        uint64 gasRemaining;
    }

    function addr(uint256 privateKey) external pure returns (address);
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function signCompact(uint256 privateKey, bytes32 digest) external pure returns (bytes32 r, bytes32 vs);
    function warp(uint256 timestamp) external;
    function roll(uint256 blockNumber) external;
    function chainId(uint256 chain) external;
    function deal(address account, uint256 balance) external;
    function prank(address sender) external;
    function startPrank(address sender) external;
    function stopPrank() external;
    function etch(address target, bytes calldata code) external;
    function store(address target, bytes32 slot, bytes32 word) external;
    function load(address target, bytes32 slot) external view returns (bytes32);
    function setBlockhash(uint256 blockNumber, bytes32 blockHash) external;
    function expectRevert() external;
    function expectRevert(bytes4 selector) external;
    function expectRevert(bytes calldata data) external;
    function expectEmit(address emitter) external;
    function expectEmit() external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function assume(bool condition) external pure;
    function readFile(string calldata path) external view returns (string memory);
    function parseJsonString(string calldata json, string calldata key) external pure returns (string memory);
    function parseJsonBytes32(string calldata json, string calldata key) external pure returns (bytes32);
    function parseJsonBytes(string calldata json, string calldata key) external pure returns (bytes memory);
    function parseJsonUint(string calldata json, string calldata key) external pure returns (uint256);
    function parseJsonInt(string calldata json, string calldata key) external pure returns (int256);
    function parseJsonAddress(string calldata json, string calldata key) external pure returns (address);
    function parseJsonBytes32Array(string calldata json, string calldata key) external pure returns (bytes32[] memory);
    function parseJsonAddressArray(string calldata json, string calldata key) external pure returns (address[] memory);
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function getNonce(address account) external view returns (uint64);
    function toString(uint256 number) external pure returns (string memory);
    function deployCode(string calldata artifact, bytes calldata arguments) external returns (address);
    function snapshotState() external returns (uint256);
    function revertToState(uint256 snapshotId) external returns (bool);
    function cool(address target) external;
    function lastCallGas() external view returns (Gas memory);
}

/// @title Base of every test contract: cheat codes and assertions that name both sides.
abstract contract Test {
    /// @notice What forge reads from `targetSelectors`.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    error NotEqual(string what, bytes32 given, bytes32 expected);
    error NotEqualBytes(string what, bytes given, bytes expected);
    error NotTrue(string what);
    error TooLarge(string what, uint256 given, uint256 limit);

    /// @notice Tells forge that the contract holds tests.
    bool public constant IS_TEST = true;

    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function assertEq(uint256 given, uint256 expected, string memory what) internal pure {
        if (given != expected) revert NotEqual(what, bytes32(given), bytes32(expected));
    }

    function assertEq(int256 given, int256 expected, string memory what) internal pure {
        if (given != expected) revert NotEqual(what, bytes32(uint256(given)), bytes32(uint256(expected)));
    }

    function assertEq(bytes32 given, bytes32 expected, string memory what) internal pure {
        if (given != expected) revert NotEqual(what, given, expected);
    }

    function assertEq(address given, address expected, string memory what) internal pure {
        if (given != expected) {
            revert NotEqual(what, bytes32(uint256(uint160(given))), bytes32(uint256(uint160(expected))));
        }
    }

    function assertEq(bytes memory given, bytes memory expected, string memory what) internal pure {
        if (keccak256(given) != keccak256(expected)) revert NotEqualBytes(what, given, expected);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    function assertAtMost(uint256 given, uint256 limit, string memory what) internal pure {
        if (given > limit) revert TooLarge(what, given, limit);
    }
}
