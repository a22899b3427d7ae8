// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Bytes kept as contract code.
/// @notice A chunk is a contract whose code is one STOP byte and the content, so that it can never run. Its address
/// follows from its content alone. Storing costs 200 gas a byte where storage slots cost 690.
library CodeStorage {
    /// @notice Most content of one chunk: the code size limit of EIP-170, less the STOP byte.
    uint256 internal constant MAX_CONTENT = 24_575;

    /// @notice Stores 1 to MAX_CONTENT bytes, unless they are stored already.
    /// @return chunk Their address, or zero if the creation failed.
    function write(bytes calldata content) internal returns (address chunk) {
        // PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE (0), CODECOPY, RETURNDATASIZE (0), RETURN; then STOP and the
        // content.
        bytes memory creation = abi.encodePacked(hex"61", uint16(content.length + 1), hex"80600a3d393df300", content);
        bytes32 hash = keccak256(abi.encodePacked(bytes1(0xff), address(this), bytes32(0), keccak256(creation)));
        chunk = address(uint160(uint256(hash)));
        if (chunk.code.length != 0) return chunk;
        // Reads `creation` only. Solidity has no other way to deploy code that is not a contract of its own.
        assembly ("memory-safe") {
            chunk := create2(0, add(creation, 0x20), mload(creation), 0)
        }
    }

    /// @notice The contents of chunks made by `write`, joined.
    function read(address[] memory chunks) internal view returns (bytes memory content) {
        uint256 length = 0;
        for (uint256 i = 0; i < chunks.length; ++i) {
            length += chunks[i].code.length - 1;
        }
        // Allocates the bytes, which the copies fill: zeroes first would cost as much as the copies.
        assembly ("memory-safe") {
            content := mload(0x40)
            mstore(content, length)
            mstore(0x40, add(content, and(add(length, 0x3f), not(0x1f))))
        }
        uint256 offset = 0;
        for (uint256 i = 0; i < chunks.length; ++i) {
            address chunk = chunks[i];
            uint256 size = chunk.code.length - 1;
            // The sizes sum to the length of `content`, so every copy ends inside it. `address.code` would copy each
            // chunk twice and grow memory by as much.
            assembly ("memory-safe") {
                extcodecopy(chunk, add(add(content, 0x20), offset), 1, size)
            }
            offset += size;
        }
    }
}
