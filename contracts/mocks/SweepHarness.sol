// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LoadedLogarithm} from "../valuation/LoadedLogarithm.sol";
import {OPTION_STRIKE_RATIO_Q46, OptionRow} from "../valuation/OptionRow.sol";
import {OptionSweep} from "../valuation/OptionSweep.sol";
import {ScenarioItem} from "../valuation/ScenarioItem.sol";
import {VolatilityColumns} from "../valuation/VolatilityColumns.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";

/// @title The engine's hot loop and its logarithm alone, for the conformance tests: cells, and what they cost.
contract SweepHarness {
    /// @dev Words of a row: whether a call, k (Q46), ln F - ln K (Q46), f (Q40), ln f (Q46), v (Q46).
    uint256 private constant ROW = 6;
    /// @dev A year to expiry and a volatility of one, so that the multiplier is the total volatility.
    int256 private constant ONE_Q46 = 1 << 46;
    int256 private constant ONE_Q40 = 1 << 40;

    /// @notice The cell of each row, by a sweep over one item with a notional of one.
    function cells(bytes calldata rows) external pure returns (bytes memory results) {
        _load();
        uint256 count = rows.length / 32 / ROW;
        results = new bytes(32 * count);
        uint256 column = _allocate(VolatilityColumns.BYTES);
        uint256 item = _allocate(ScenarioItem.BYTES);
        VolatilityColumns.setTotal(column, ONE_Q46, 0, type(int64).max);
        VolatilityColumns.push(column, item);
        OptionRow.setNotional(ONE_Q40);
        for (uint256 row = 0; row < count; ++row) {
            uint256 first = ROW * row;
            OptionRow.setCall(_word(rows, first) == 1);
            _resolve(_word(rows, first + 1), _word(rows, first + 2));
            ScenarioItem.setFactor(item, _word(rows, first + 3), _word(rows, first + 4));
            VolatilityColumns.setMultiplier(column, _word(rows, first + 5));
            OptionSweep.add(column);
            int256 cell = ScenarioItem.takeSum(item);
            assembly ("memory-safe") {
                mstore(add(add(results, 0x20), mul(row, 0x20)), cell)
            }
        }
    }

    /// @notice The engine's logarithm of each number.
    function loadedLogarithms(bytes calldata rows) external pure returns (bytes memory results) {
        _load();
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
        _load();
        uint256 count = volatilities.length;
        totals = new int256[](scenarios.length * count);
        uint256 columns = _allocate(VolatilityColumns.BYTES * count);
        uint256 items = _allocate(ScenarioItem.BYTES * totals.length);
        for (uint256 i = 0; i < count; ++i) {
            uint256 column = VolatilityColumns.placeOf(columns, i);
            VolatilityColumns.setMultiplier(column, volatilities[i]);
            VolatilityColumns.setTotal(column, ONE_Q46, 0, type(int64).max);
            if (i + 1 < count) VolatilityColumns.setNext(column, column + VolatilityColumns.BYTES);
        }
        for (uint256 i = 0; i < totals.length; ++i) {
            uint256 item = items + ScenarioItem.BYTES * i;
            ScenarioItem.setFactor(item, scenarios[i / count][0], scenarios[i / count][1]);
            VolatilityColumns.push(VolatilityColumns.placeOf(columns, i % count), item);
        }
        OptionRow.setCall(true);
        OptionRow.setNotional(position[0]);
        _resolve(position[1], position[2]);
        used = gasleft();
        OptionSweep.add(columns);
        used -= gasleft();
        for (uint256 i = 0; i < totals.length; ++i) totals[i] = ScenarioItem.sum(items + ScenarioItem.BYTES * i);
    }

    /// @dev Allocates what a sweep reads.
    function _load() private pure {
        OptionSweep.load();
        LoadedLogarithm.load();
        OptionRow.load();
    }

    function _resolve(int256 ratioQ46, int256 logMoneynessQ46) private pure {
        OptionRow.setLogMoneyness(logMoneynessQ46);
        // With the multiplier's scale in it.
        OptionRow.setSigma(ONE_Q40);
        OptionRow.setBoundRatio(Cell.toBoundRatioCeil(ratioQ46));
        assembly ("memory-safe") {
            mstore(OPTION_STRIKE_RATIO_Q46, ratioQ46)
        }
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
