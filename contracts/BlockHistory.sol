// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Hashes of recent blocks.
library BlockHistory {
    /// @notice The system contract of EIP-2935, which keeps the last 8,191 block hashes.
    address internal constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;

    /// @notice How many blocks back the system contract reaches.
    uint256 internal constant HISTORY_WINDOW = 8191;

    /// @notice The hash of an earlier block; zero for the present block, a future one, or one that the chain has
    /// forgotten. On a chain without the system contract only the last 256 blocks are known.
    function hashOf(uint64 blockNumber) internal view returns (bytes32) {
        if (blockNumber >= block.number) return 0;
        uint256 age = block.number - blockNumber;
        if (age <= 256) return blockhash(blockNumber);
        if (age > HISTORY_WINDOW) return 0;
        (bool answered, bytes memory answer) = HISTORY.staticcall(abi.encode(uint256(blockNumber)));
        return answered && answer.length == 32 ? bytes32(answer) : bytes32(0);
    }
}
