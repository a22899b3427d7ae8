// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarginTags} from "./interfaces/IMarginTypes.sol";

/// @title The list of scenario totals whose hash is attested.
/// @notice keccak256(TAG_TOTALS, n, then two int128 a word); the second half of an odd number's last word is zero.
library TotalsList {
    uint256 private constant HEAD_BYTES = 64;
    uint256 private constant TOTAL_BYTES = 16;

    /// @notice Whether the preimage is a list of `count` totals in canonical form.
    function isCanonical(bytes calldata totals, uint256 count) internal pure returns (bool) {
        uint256 words = (count + 1) / 2;
        if (totals.length != HEAD_BYTES + 32 * words) return false;
        bool padded = count % 2 == 0 || bytes16(totals[totals.length - TOTAL_BYTES:]) == 0;
        return padded && bytes32(totals) == MarginTags.TOTALS && uint256(bytes32(totals[32:])) == count;
    }

    /// @notice The totals alone, as IMarginEngine.measures takes them.
    function content(bytes calldata totals) internal pure returns (bytes calldata) {
        return totals[HEAD_BYTES:];
    }

    /// @notice One total of a canonical list; the index is below its count.
    function totalOf(bytes calldata totals, uint256 index) internal pure returns (int128) {
        return int128(uint128(bytes16(totals[HEAD_BYTES + TOTAL_BYTES * index:])));
    }

    /// @notice The hash of a list.
    function hash(int128[] memory totals) internal pure returns (bytes32) {
        uint256 count = totals.length;
        bytes32[] memory words = new bytes32[](2 + (count + 1) / 2);
        (words[0], words[1]) = (MarginTags.TOTALS, bytes32(count));
        for (uint256 i = 0; i < count; ++i) {
            uint256 half = uint256(uint128(totals[i]));
            words[2 + i / 2] |= bytes32(i % 2 == 0 ? half << 128 : half);
        }
        return keccak256(abi.encodePacked(words));
    }
}
