// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Attestation, MarginTags} from "./interfaces/IMarginTypes.sol";

/// @title What a bundle's hash says about its sections.
/// @notice The hash is keccak256(TAG_BUNDLE, 6, then number and hash of each section, ENGINE to RESULT).
library BundleProof {
    uint256 private constant SECTIONS = 6;
    uint256 private constant PARAMETERS = 2;
    uint256 private constant SCENARIOS = 3;

    /// @dev Tag, consumer, account, rowsHash, collateralHash; then tag and count of the rows.
    uint256 private constant BOOK_HEAD_BYTES = 160;
    uint256 private constant LIST_HEAD_BYTES = 64;

    /// @notice Whether these are the hashes of the sections that the attestation names.
    function holds(Attestation calldata attestation, bytes32[6] calldata hashes) internal pure returns (bool) {
        bytes32[] memory words = new bytes32[](2 + 2 * SECTIONS);
        (words[0], words[1]) = (MarginTags.BUNDLE, bytes32(SECTIONS));
        for (uint256 i = 0; i < SECTIONS; ++i) (words[2 + 2 * i], words[3 + 2 * i]) = (bytes32(i + 1), hashes[i]);
        return
            keccak256(abi.encodePacked(words)) == attestation.bundleHash &&
            hashes[PARAMETERS - 1] == attestation.parametersHash &&
            hashes[SCENARIOS - 1] == attestation.scenarioHash;
    }

    /// @notice Whether the section holds the head of the book and the preimages of its two hashes, and no more.
    function isBook(bytes calldata section, bytes32 bookHash) internal pure returns (bool) {
        if (section.length < BOOK_HEAD_BYTES + LIST_HEAD_BYTES) return false;
        if (keccak256(section[:BOOK_HEAD_BYTES]) != bookHash) return false;
        uint256 count = uint256(bytes32(section[BOOK_HEAD_BYTES + 32:]));
        if (count > section.length) return false;
        uint256 end = BOOK_HEAD_BYTES + LIST_HEAD_BYTES + 64 * count;
        return
            end <= section.length &&
            keccak256(section[BOOK_HEAD_BYTES:end]) == bytes32(section[96:]) &&
            keccak256(section[end:]) == bytes32(section[128:]);
    }

    /// @notice Whether the section ends with the preimage of the totals' hash.
    /// @param count How many totals the model has.
    function endsWithTotals(bytes calldata section, bytes32 totalsHash, uint256 count) internal pure returns (bool) {
        uint256 size = LIST_HEAD_BYTES + 32 * ((count + 1) / 2);
        return section.length >= size && keccak256(section[section.length - size:]) == totalsHash;
    }
}
