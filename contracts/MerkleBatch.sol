// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarginTags} from "./interfaces/IMarginTypes.sol";

/// @title The Merkle tree of a batch of attestations.
/// @notice Leaf, node and padding have a tag each, so none can stand for another; a position is fixed by its index, so pairs
/// are never sorted; the depth is the smallest that holds the count, so a batch has one root.
library MerkleBatch {
    /// @notice Whether the digest is leaf `index` of the tree.
    function holds(
        bytes32 root,
        uint32 count,
        uint8 depth,
        uint32 index,
        bytes32[] calldata proof,
        bytes32 digest
    ) internal pure returns (bool) {
        if (index >= count || proof.length != depth || depth != depthOf(count)) return false;
        bytes32 node = keccak256(abi.encode(MarginTags.LEAF, digest));
        for (uint256 level = 0; level < depth; ++level) {
            node = (index >> level) & 1 == 0
                ? keccak256(abi.encode(MarginTags.NODE, node, proof[level]))
                : keccak256(abi.encode(MarginTags.NODE, proof[level], node));
        }
        return node == root;
    }

    /// @notice The smallest depth with 2^depth >= count; 0 for a single leaf, and for none.
    function depthOf(uint32 count) internal pure returns (uint8 depth) {
        while ((uint64(1) << depth) < count) {
            ++depth;
        }
    }
}
