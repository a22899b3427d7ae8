// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketRow} from "./MarketRow.sol";
import {MarginTags, MarketInput} from "./interfaces/IMarginTypes.sol";

/// @title Reading a registered snapshot from its sections.
library MarketSections {
    using MarketRow for bytes;
    using MarketRow for bytes32;

    uint256 private constant UNDERLYING_WORD = 2;
    uint256 private constant PERPETUAL_WORD = 5;

    /// @notice keccak256(TAG_MARKET, round, observedAt, n, hash of each section).
    function marketHash(uint64 round, uint64 observedAt, bytes[] calldata sections) internal pure returns (bytes32) {
        bytes32[] memory words = new bytes32[](4 + sections.length);
        words[0] = MarginTags.MARKET;
        words[1] = bytes32(uint256(round));
        words[2] = bytes32(uint256(observedAt));
        words[3] = bytes32(sections.length);
        for (uint256 i = 0; i < sections.length; ++i) words[4 + i] = keccak256(sections[i]);
        return keccak256(abi.encodePacked(words));
    }

    /// @notice As above, of a snapshot that its user shows.
    function marketHash(MarketInput calldata market) internal pure returns (bytes32) {
        return marketHash(market.round, market.observedAt, market.sections);
    }

    /// @notice The cumulative funding of an underlying's perpetual, 1e-12 of the quote for one unit; zero if no section
    /// lists one. Section 0 holds the assets.
    /// @param sections Sections of a registered snapshot, whose form the registry has checked.
    function fundingIndex(bytes32 underlying, bytes[] calldata sections) internal pure returns (int64) {
        for (uint256 i = 1; i < sections.length; ++i) {
            if (sections[i].word(UNDERLYING_WORD) == underlying) return sections[i].word(PERPETUAL_WORD).signed(1);
        }
        return 0;
    }
}
