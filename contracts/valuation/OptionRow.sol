// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Places of an option row in memory, behind the tables (LoadedLogarithm).
uint256 constant OPTION_WORD = 0x2ea0;
uint256 constant OPTION_IS_CALL = 0x2ec0;
uint256 constant OPTION_PRICING = 0x2ee0;
uint256 constant OPTION_UNIT_FORWARD = 0x2f00;
uint256 constant OPTION_STRIKE_RATIO_Q46 = 0x2f20;
uint256 constant OPTION_STRIKE_RATIO_Q40 = 0x2f40;
uint256 constant OPTION_LOG_MONEYNESS_Q46 = 0x2f60;
uint256 constant OPTION_SIGMA_Q46 = 0x2f80;
uint256 constant OPTION_NOTIONAL = 0x2fa0;
uint256 constant OPTION_STRIKE_ROW = 0x2fc0;
uint256 constant OPTION_STRIKES_END = 0x2fe0;
uint256 constant OPTION_FORWARD = 0x3000;
uint256 constant OPTION_LOG_FORWARD_Q46 = 0x3020;
uint256 constant OPTION_GROUP_PRICING = 0x3040;
uint256 constant OPTION_MONEY_DIVISOR = 0x3060;
uint256 constant OPTION_COLUMN = 0x3080;
uint256 constant OPTION_ROTATES = 0x30a0;
uint256 constant OPTION_END = 0x30c0;

/// @title The option row in hand, resolved.
/// @notice One set of words at a fixed place, as the tables are: through a pointer each would cost six gas more, a
/// hundred times a row. A put is as far resolved as the call before it, whose group and strike it shares.
library OptionRow {
    /// @notice Thrown when memory was allocated before the words were.
    error RowMisplaced(uint256 freeMemory);

    /// @dev Group and strike of no option.
    uint256 private constant NO_WORD = type(uint256).max;

    /// @notice Allocates the words.
    /// @dev Warning: once a call, right after LoadedLogarithm.load.
    function load() internal pure {
        uint256 freeMemory;
        assembly ("memory-safe") {
            freeMemory := mload(0x40)
        }
        if (freeMemory != OPTION_WORD) revert RowMisplaced(freeMemory);
        assembly ("memory-safe") {
            mstore(0x40, OPTION_END)
            calldatacopy(OPTION_WORD, calldatasize(), sub(OPTION_END, OPTION_WORD))
        }
        setWord(NO_WORD);
    }

    /// @notice Group and strike: bytes 1 to 28 of the instrument.
    function word() internal pure returns (uint256) {
        return uint256(_get(OPTION_WORD));
    }

    function setWord(uint256 groupAndStrike) internal pure {
        _set(OPTION_WORD, int256(groupAndStrike));
    }

    function isCall() internal pure returns (bool) {
        return _get(OPTION_IS_CALL) != 0;
    }

    function setCall(bool call_) internal pure {
        assembly ("memory-safe") {
            mstore(OPTION_IS_CALL, call_)
        }
    }

    /// @notice How it is priced (OptionValuation).
    function pricing() internal pure returns (uint256) {
        return uint256(_get(OPTION_PRICING));
    }

    function setPricing(uint256 way) internal pure {
        _set(OPTION_PRICING, int256(way));
    }

    /// @notice What a notional counts in: the forward, or less where the strike is far below it (Cell.unitForward).
    function unitForward() internal pure returns (int256) {
        return _get(OPTION_UNIT_FORWARD);
    }

    function setUnitForward(int256 price) internal pure {
        _set(OPTION_UNIT_FORWARD, price);
    }

    /// @notice The strike over the unit forward rounded up, Q40: what bounds it.
    function boundRatioQ40() internal pure returns (int256) {
        return _get(OPTION_STRIKE_RATIO_Q40);
    }

    function setBoundRatio(int256 ratioQ40) internal pure {
        _set(OPTION_STRIKE_RATIO_Q40, ratioQ40);
    }

    /// @notice ln F - ln K.
    function logMoneynessQ46() internal pure returns (int256) {
        return _get(OPTION_LOG_MONEYNESS_Q46);
    }

    function setLogMoneyness(int256 differenceQ46) internal pure {
        _set(OPTION_LOG_MONEYNESS_Q46, differenceQ46);
    }

    /// @notice Sets today's volatility, Q46.
    function setSigma(int256 sigmaQ46) internal pure {
        _set(OPTION_SIGMA_Q46, sigmaQ46);
    }

    /// @notice Sets what a cell is multiplied with, money.
    function setNotional(int256 notional) internal pure {
        _set(OPTION_NOTIONAL, notional);
    }

    /// @notice What price * quantity is divided by to be money.
    function moneyDivisor() internal pure returns (int256) {
        return _get(OPTION_MONEY_DIVISOR);
    }

    function setMoneyDivisor(int256 divisor) internal pure {
        _set(OPTION_MONEY_DIVISOR, divisor);
    }

    /// @notice The first column of volatilities that an option is swept over (VolatilityColumns).
    function firstColumn() internal pure returns (uint256) {
        return uint256(_get(OPTION_COLUMN));
    }

    function setFirstColumn(uint256 column) internal pure {
        _set(OPTION_COLUMN, int256(column));
    }

    /// @notice Whether any scenario rotates the smile.
    function rotates() internal pure returns (bool isRotated) {
        assembly ("memory-safe") {
            isRotated := mload(OPTION_ROTATES)
        }
    }

    function setRotates(bool isRotated) internal pure {
        assembly ("memory-safe") {
            mstore(OPTION_ROTATES, isRotated)
        }
    }

    /// @notice Sets what the options of a group share: the forward, its logarithm, and how they are priced
    /// (ExpiryReader); no option has been added yet.
    function setGroup(int256 forward, int256 logForwardQ46, uint256 way) internal pure {
        _set(OPTION_FORWARD, forward);
        _set(OPTION_LOG_FORWARD_Q46, logForwardQ46);
        _set(OPTION_GROUP_PRICING, int256(way));
        setStrikes(0, 0);
    }

    /// @notice Where the market's strike rows of the group stand in calldata: the next that an option may have, and
    /// their end. Zeroes until an option of the group has been added, and for a group without strike rows.
    function setStrikes(uint256 row, uint256 end) internal pure {
        _set(OPTION_STRIKE_ROW, int256(row));
        _set(OPTION_STRIKES_END, int256(end));
    }

    /// @notice The next strike row that an option may have, and the end of these.
    function strikes() internal pure returns (uint256 row, uint256 end) {
        return (uint256(_get(OPTION_STRIKE_ROW)), uint256(_get(OPTION_STRIKES_END)));
    }

    function _get(uint256 place) private pure returns (int256 value) {
        assembly ("memory-safe") {
            value := mload(place)
        }
    }

    /// @dev Memory that `load` allocated.
    function _set(uint256 place, int256 value) private pure {
        assembly ("memory-safe") {
            mstore(place, value)
        }
    }
}
