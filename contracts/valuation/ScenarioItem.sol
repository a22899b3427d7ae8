// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title One scenario of a valuation in memory, and everything that is counted for it.
/// @notice Ten words side by side, reached by the item's place: a loop over items steps a pointer, where arrays of a
/// struct would cost a length, a bound and an address each time. What a row's sweep reads comes first (OptionSweep).
library ScenarioItem {
    /// @notice Bytes of an item.
    uint256 internal constant BYTES = 0x140;

    uint256 private constant SUM = 0x20;
    uint256 private constant FACTOR = 0x40;
    uint256 private constant LOGARITHM = 0x60;
    uint256 private constant SPOT = 0x80;
    uint256 private constant SPOT_FACTOR = 0xa0;
    uint256 private constant SPOT_LOGARITHM = 0xc0;
    uint256 private constant UNDERLYING_SUM = 0xe0;
    uint256 private constant TOTAL = 0x100;
    uint256 private constant SCENARIO = 0x120;

    /// @notice Where the item's volatility column stands: total volatility, its reciprocal.
    function column(uint256 item) internal pure returns (uint256) {
        return uint256(word(item));
    }

    function setColumn(uint256 item, uint256 place) internal pure {
        setWord(item, int256(place));
    }

    /// @notice What the options of the group in hand come to, money.
    function sum(uint256 item) internal pure returns (int256) {
        return word(item + SUM);
    }

    function setSum(uint256 item, int256 amount) internal pure {
        setWord(item + SUM, amount);
    }

    /// @notice The group's forward over the snapshot's, Q40.
    function factorQ40(uint256 item) internal pure returns (int256) {
        return word(item + FACTOR);
    }

    /// @notice Sets the group's factor and its logarithm, Q46.
    function setFactor(uint256 item, int256 factorQ40_, int256 logarithmQ46) internal pure {
        setWord(item + FACTOR, factorQ40_);
        setWord(item + LOGARITHM, logarithmQ46);
    }

    /// @notice The underlying's spot over the snapshot's before it is held to its range, Q40.
    function spotQ40(uint256 item) internal pure returns (int256) {
        return word(item + SPOT);
    }

    /// @notice The factor of a forward of which nothing is fixed, Q40.
    function spotFactorQ40(uint256 item) internal pure returns (int256) {
        return word(item + SPOT_FACTOR);
    }

    /// @notice The logarithm of `spotFactorQ40`, Q46.
    function spotLogarithmQ46(uint256 item) internal pure returns (int256) {
        return word(item + SPOT_LOGARITHM);
    }

    function setSpot(uint256 item, int256 spotQ40_, int256 factorQ40_, int256 logarithmQ46) internal pure {
        setWord(item + SPOT, spotQ40_);
        setWord(item + SPOT_FACTOR, factorQ40_);
        setWord(item + SPOT_LOGARITHM, logarithmQ46);
    }

    /// @notice Profit or loss of the underlying in hand, money.
    function underlyingSum(uint256 item) internal pure returns (int256) {
        return word(item + UNDERLYING_SUM);
    }

    function setUnderlyingSum(uint256 item, int256 amount) internal pure {
        setWord(item + UNDERLYING_SUM, amount);
    }

    /// @notice Profit or loss of the underlyings before it, money.
    function total(uint256 item) internal pure returns (int256) {
        return word(item + TOTAL);
    }

    function setTotal(uint256 item, int256 amount) internal pure {
        setWord(item + TOTAL, amount);
    }

    /// @notice Where the scenario's words stand: its head, then one a factor. Zero for an item that is no scenario.
    function scenario(uint256 item) internal pure returns (uint256) {
        return uint256(word(item + SCENARIO));
    }

    function setScenario(uint256 item, uint256 place) internal pure {
        setWord(item + SCENARIO, int256(place));
    }

    /// @notice The scenario's head word.
    function head(uint256 item) internal pure returns (uint256) {
        return uint256(word(scenario(item)));
    }

    function word(uint256 place) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := mload(place)
        }
    }

    /// @dev Memory that ScenarioMoves.prepare allocated.
    function setWord(uint256 place, int256 value) internal pure {
        assembly ("memory-safe") {
            mstore(place, value)
        }
    }
}
