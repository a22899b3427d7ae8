// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarginTags} from "../../../contracts/interfaces/IMarginTypes.sol";
import {SectionBuilder} from "./SectionBuilder.sol";

/// @title Rows of parameters and scenarios that a registry takes, written from their description.
library ModelRows {
    int64 internal constant ONE = 1e12;
    int64 internal constant ONE_Q40 = 1 << 40;

    /// @notice A scan that charges the worst loss and nothing else.
    /// @param horizonSeconds Tells models apart.
    function parameters(uint256 horizonSeconds) internal pure returns (bytes memory) {
        return bytes.concat(head(1, horizonSeconds), numbers(ONE, ONE), abi.encode(0, 0, 0));
    }

    /// @notice Tag, layout, currency, stable coin, horizon.
    function head(uint256 version, uint256 horizonSeconds) internal pure returns (bytes memory) {
        return abi.encode(MarginTags.PARAMETERS, version, bytes32("USD"), bytes32("USDC"), horizonSeconds);
    }

    /// @notice The 34 numbers: what options lose is not discounted (14, 17), the multipliers (24, 25), the least width
    /// there is (10), and no other charge.
    function numbers(int64 initial, int64 maintenance) internal pure returns (bytes memory words) {
        words = new bytes(34 * 32);
        set(words, 10, 1);
        set(words, 14, ONE);
        set(words, 17, ONE);
        set(words, 24, initial);
        set(words, 25, maintenance);
    }

    /// @notice Scenarios that move nothing.
    function scenarios(bytes32 underlying, uint256 count) internal pure returns (bytes memory words) {
        words = abi.encode(MarginTags.SCENARIOS, count, 1, underlying);
        for (uint256 i = 0; i < count; ++i) {
            words = bytes.concat(words, scenarioHead(), shock(ONE_Q40));
        }
    }

    /// @notice No dampening, weight 1, in the scan.
    function scenarioHead() internal pure returns (bytes32) {
        return SectionBuilder.word(uint64(ONE_Q40), uint64(1) << 32, 0, 0);
    }

    /// @notice The spot moves; volatility and rate stay as they are.
    function shock(int64 spotQ40) internal pure returns (bytes32) {
        return SectionBuilder.word(uint64(spotQ40), uint64(ONE_Q40), 0, 0);
    }

    /// @notice Replaces a word.
    function set(bytes memory words, uint256 index, int256 raw) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(words, 0x20), shl(5, index)), raw)
        }
    }
}
