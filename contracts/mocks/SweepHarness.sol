// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LoadedLogarithm} from "../valuation/LoadedLogarithm.sol";
import {OptionSweep} from "../valuation/OptionSweep.sol";
import {ScenarioItem} from "../valuation/ScenarioItem.sol";
import {OptionRow} from "../valuation/ValuationState.sol";
import {VolatilityColumns} from "../valuation/VolatilityColumns.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";

/// @title The engine's hot loop and its logarithm alone, for the conformance tests: cells, and what they cost.
contract SweepHarness {
    /// @dev Words of a row: whether a call, k (Q46), ln F - ln K (Q46), f (Q40), ln f (Q46), v (Q46).
    uint256 private constant ROW = 6;
    /// @dev A year to expiry, so that a volatility is the total one.
    int256 private constant ONE_Q46 = 1 << 46;

    /// @notice The cell of each row, by a sweep over one item with a notional of one.
    function cells(bytes calldata rows) external pure returns (bytes memory results) {
        OptionSweep.load();
        uint256 count = rows.length / 32 / ROW;
        results = new bytes(32 * count);
        uint256 column = _allocate(VolatilityColumns.BYTES);
        uint256 item = _allocate(ScenarioItem.BYTES);
        VolatilityColumns.setRoot(column, ONE_Q46);
        VolatilityColumns.push(column, item);
        OptionRow memory option;
        option.notional = 1 << 40;
        for (uint256 row = 0; row < count; ++row) {
            uint256 first = ROW * row;
            option.isCall = _word(rows, first) == 1;
            _resolve(option, _word(rows, first + 1), _word(rows, first + 2));
            ScenarioItem.setFactor(item, _word(rows, first + 3), _word(rows, first + 4));
            VolatilityColumns.setVolatility(column, _word(rows, first + 5));
            OptionSweep.add(column, option);
            int256 cell = ScenarioItem.takeSum(item);
            assembly ("memory-safe") {
                mstore(add(add(results, 0x20), mul(row, 0x20)), cell)
            }
        }
    }

    /// @notice The engine's logarithm of each number.
    function loadedLogarithms(bytes calldata rows) external pure returns (bytes memory results) {
        OptionSweep.load();
        LoadedLogarithm.load();
        results = new bytes(rows.length);
        for (uint256 row = 0; row < rows.length / 32; ++row) {
            int256 logarithm = LoadedLogarithm.natural(_word(rows, row));
            assembly ("memory-safe") {
                mstore(add(add(results, 0x20), mul(row, 0x20)), logarithm)
            }
        }
    }

    /// @notice The totals of one call: spot loop outside, columns inside.
    /// @param position Notional (raw), k (Q46), ln F - ln K (Q46).
    /// @param scenarios A factor (Q40) and its logarithm (Q46) each.
    /// @param volatilities A column's total volatility (Q46) each.
    /// @return used Gas of the sweep, the table not included.
    /// @return totals One a cell, scenario by scenario.
    function sweep(
        int256[3] calldata position,
        int256[2][] calldata scenarios,
        int256[] calldata volatilities
    ) external view returns (uint256 used, int256[] memory totals) {
        OptionSweep.load();
        uint256 count = volatilities.length;
        totals = new int256[](scenarios.length * count);
        uint256 columns = _allocate(VolatilityColumns.BYTES * count);
        uint256 items = _allocate(ScenarioItem.BYTES * totals.length);
        for (uint256 i = 0; i < count; ++i) {
            uint256 column = VolatilityColumns.placeOf(columns, i);
            VolatilityColumns.setVolatility(column, volatilities[i]);
            VolatilityColumns.setRoot(column, ONE_Q46);
            if (i + 1 < count) VolatilityColumns.setNext(column, column + VolatilityColumns.BYTES);
        }
        for (uint256 i = 0; i < totals.length; ++i) {
            uint256 item = items + ScenarioItem.BYTES * i;
            ScenarioItem.setFactor(item, scenarios[i / count][0], scenarios[i / count][1]);
            VolatilityColumns.push(VolatilityColumns.placeOf(columns, i % count), item);
        }
        OptionRow memory option;
        (option.isCall, option.notional) = (true, position[0]);
        _resolve(option, position[1], position[2]);
        used = gasleft();
        OptionSweep.add(columns, option);
        used -= gasleft();
        for (uint256 i = 0; i < totals.length; ++i) totals[i] = ScenarioItem.sum(items + ScenarioItem.BYTES * i);
    }

    function _resolve(OptionRow memory option, int256 strikeRatioQ46, int256 logMoneynessQ46) private pure {
        (option.strikeRatioQ46, option.logMoneynessQ46) = (strikeRatioQ46, logMoneynessQ46);
        option.boundRatioQ40 = Cell.toBoundRatioCeil(strikeRatioQ46);
    }

    function _allocate(uint256 size) private pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := mload(0x40)
            mstore(0x40, add(place, size))
        }
    }

    function _word(bytes calldata rows, uint256 index) private pure returns (int256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(rows.offset, mul(index, 0x20)))
        }
    }
}
