// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Words and fields of a market section.
/// @notice A section is whole 32-byte words; a word packs four 64-bit fields, the first in the most significant bits.
library MarketRow {
    /// @notice Word `index` of a section.
    /// @param section At least `index` + 1 words long: the registry has checked its form, or the caller its length.
    function word(bytes calldata section, uint256 index) internal pure returns (bytes32 row) {
        assembly ("memory-safe") {
            row := calldataload(add(section.offset, shl(5, index)))
        }
    }

    /// @notice Field 0 to 3 of a word, unsigned.
    function field(bytes32 row, uint256 index) internal pure returns (uint64) {
        return uint64(uint256(row) >> (192 - 64 * index));
    }

    /// @notice Field 0 to 3 of a word, signed.
    function signed(bytes32 row, uint256 index) internal pure returns (int64) {
        return int64(field(row, index));
    }
}
