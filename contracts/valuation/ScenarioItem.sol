// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title One scenario of a valuation in memory, and everything that is counted for it.
/// @notice Eleven words side by side, reached by the item's place: a loop over items steps a pointer, where arrays of a
/// struct would cost a length, a bound and an address each time. What a row's sweep reads comes first (OptionSweep).
library ScenarioItem {
    /// @notice Bytes of an item.
    uint256 internal constant BYTES = 0x160;

    uint256 private constant NEXT = 0x20;
    uint256 private constant FACTOR = 0x40;
    uint256 private constant LOGARITHM = 0x60;
    uint256 private constant SPOT = 0x80;
    uint256 private constant SPOT_FACTOR = 0xa0;
    uint256 private constant SPOT_LOGARITHM = 0xc0;
    uint256 private constant UNDERLYING_SUM = 0xe0;
    uint256 private constant TOTAL = 0x100;
    uint256 private constant SCENARIO = 0x120;
    uint256 private constant COLUMN = 0x140;

    /// @notice The next item of its volatility column; zero after the last.
    function next(uint256 item) internal pure returns (uint256) {
        return uint256(_at(item, NEXT));
    }

    function setNext(uint256 item, uint256 place) internal pure {
        _set(item, NEXT, int256(place));
    }

    /// @notice Where the item's volatility column stands (VolatilityColumns).
    function column(uint256 item) internal pure returns (uint256) {
        return uint256(_at(item, COLUMN));
    }

    function setColumn(uint256 item, uint256 place) internal pure {
        _set(item, COLUMN, int256(place));
    }

    /// @notice What the options of the group in hand come to, money.
    function sum(uint256 item) internal pure returns (int256) {
        return word(item);
    }

    function setSum(uint256 item, int256 amount) internal pure {
        _set(item, 0, amount);
    }

    /// @notice The sum, which is zero from then on.
    function takeSum(uint256 item) internal pure returns (int256 amount) {
        amount = word(item);
        _set(item, 0, 0);
    }

    /// @notice The group's forward over the snapshot's, Q40.
    function factorQ40(uint256 item) internal pure returns (int256) {
        return _at(item, FACTOR);
    }

    /// @notice The logarithm of `factorQ40`, Q46.
    function logarithmQ46(uint256 item) internal pure returns (int256) {
        return _at(item, LOGARITHM);
    }

    /// @notice Sets the group's factor and its logarithm, Q46.
    function setFactor(uint256 item, int256 factorQ40_, int256 logarithmQ46_) internal pure {
        _set(item, FACTOR, factorQ40_);
        _set(item, LOGARITHM, logarithmQ46_);
    }

    /// @notice The underlying's spot over the snapshot's before it is held to its range, Q40.
    function spotQ40(uint256 item) internal pure returns (int256) {
        return _at(item, SPOT);
    }

    /// @notice The factor of a forward of which nothing is fixed, Q40.
    function spotFactorQ40(uint256 item) internal pure returns (int256) {
        return _at(item, SPOT_FACTOR);
    }

    /// @notice Sets the spot, the factor of a forward of which nothing is fixed and that factor's logarithm, Q46; the
    /// group's are those, too.
    function setSpot(uint256 item, int256 spotQ40_, int256 factorQ40_, int256 logarithmQ46_) internal pure {
        _set(item, SPOT, spotQ40_);
        _set(item, SPOT_FACTOR, factorQ40_);
        _set(item, SPOT_LOGARITHM, logarithmQ46_);
        moveWithSpot(item);
    }

    /// @notice Sets the group's factor and its logarithm to those of a forward of which nothing is fixed.
    function moveWithSpot(uint256 item) internal pure {
        // Two words within the item.
        assembly ("memory-safe") {
            mcopy(add(item, FACTOR), add(item, SPOT_FACTOR), 0x40)
        }
    }

    /// @notice Profit or loss of the underlying in hand, money.
    function underlyingSum(uint256 item) internal pure returns (int256) {
        return _at(item, UNDERLYING_SUM);
    }

    function setUnderlyingSum(uint256 item, int256 amount) internal pure {
        _set(item, UNDERLYING_SUM, amount);
    }

    /// @notice Profit or loss of the underlyings before it, money.
    function total(uint256 item) internal pure returns (int256) {
        return _at(item, TOTAL);
    }

    function setTotal(uint256 item, int256 amount) internal pure {
        _set(item, TOTAL, amount);
    }

    /// @notice Where the scenario's words stand: its head, then one a factor. Zero for an item that is no scenario.
    function scenario(uint256 item) internal pure returns (uint256) {
        return uint256(_at(item, SCENARIO));
    }

    function setScenario(uint256 item, uint256 place) internal pure {
        _set(item, SCENARIO, int256(place));
    }

    /// @notice The scenario's head word.
    function head(uint256 item) internal pure returns (uint256) {
        return uint256(word(scenario(item)));
    }

    /// @notice A word of memory.
    function word(uint256 place) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := mload(place)
        }
    }

    function _at(uint256 item, uint256 offset) private pure returns (int256 value) {
        assembly ("memory-safe") {
            value := mload(add(item, offset))
        }
    }

    /// @dev Memory that ScenarioMoves.prepare allocated.
    function _set(uint256 item, uint256 offset, int256 value) private pure {
        assembly ("memory-safe") {
            mstore(add(item, offset), value)
        }
    }
}
