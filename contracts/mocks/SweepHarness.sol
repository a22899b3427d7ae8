// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OptionSweep} from "../valuation/OptionSweep.sol";
import {ScenarioItem} from "../valuation/ScenarioItem.sol";

/// @title The engine's hot loop alone, for the conformance tests: its cells, and what they cost.
contract SweepHarness {
    /// @dev Words of a row: whether a call, k (Q46), ln F - ln K (Q46), f (Q40), ln f (Q46), v (Q46), 1 / v (Q38).
    uint256 private constant ROW = 7;

    /// @notice The cell of each row, by a sweep over one item with a notional of one.
    function cells(bytes calldata rows) external pure returns (bytes memory results) {
        OptionSweep.load();
        uint256 count = rows.length / 32 / ROW;
        results = new bytes(32 * count);
        (uint256 item, uint256 column) = _allocate(1, 1);
        for (uint256 row = 0; row < count; ++row) {
            uint256 first = ROW * row;
            _set(column, _word(rows, first + 5), _word(rows, first + 6));
            _set(item, 0, int256(column));
            _set(item + 0x40, _word(rows, first + 3), _word(rows, first + 4));
            bool isCall = _word(rows, first) == 1;
            OptionSweep.add(
                item,
                item + ScenarioItem.BYTES,
                isCall,
                1 << 40,
                _word(rows, first + 1),
                _word(rows, first + 2)
            );
            int256 cell;
            assembly ("memory-safe") {
                cell := mload(item)
                mstore(add(add(results, 0x20), mul(row, 0x20)), cell)
            }
        }
    }

    /// @notice The totals of one position: spot loop outside, columns inside.
    /// @param position Notional (raw), k (Q46), ln F - ln K (Q46).
    /// @param scenarios A factor (Q40) and its logarithm (Q46) each.
    /// @param columns A total volatility (Q46) and its reciprocal (Q38) each.
    /// @return used Gas of the sweep, the table not included.
    /// @return totals One a cell, scenario by scenario.
    function sweep(
        int256[3] calldata position,
        int256[2][] calldata scenarios,
        int256[2][] calldata columns
    ) external view returns (uint256 used, int256[] memory totals) {
        OptionSweep.load();
        totals = new int256[](scenarios.length * columns.length);
        (uint256 items, uint256 first) = _allocate(totals.length, columns.length);
        for (uint256 i = 0; i < columns.length; ++i) _set(first + 0x40 * i, columns[i][0], columns[i][1]);
        for (uint256 i = 0; i < totals.length; ++i) {
            uint256 item = items + ScenarioItem.BYTES * i;
            int256[2] calldata scenario = scenarios[i / columns.length];
            _set(item, 0, int256(first + 0x40 * (i % columns.length)));
            _set(item + 0x40, scenario[0], scenario[1]);
        }
        uint256 end = items + ScenarioItem.BYTES * totals.length;
        used = gasleft();
        OptionSweep.add(items, end, true, position[0], position[1], position[2]);
        used -= gasleft();
        for (uint256 i = 0; i < totals.length; ++i) {
            uint256 item = items + ScenarioItem.BYTES * i;
            int256 total;
            assembly ("memory-safe") {
                total := mload(item)
            }
            totals[i] = total;
        }
    }

    function _allocate(uint256 count, uint256 columnCount) private pure returns (uint256 items, uint256 columns) {
        uint256 size = ScenarioItem.BYTES * count;
        assembly ("memory-safe") {
            items := mload(0x40)
            columns := add(items, size)
            mstore(0x40, add(columns, mul(columnCount, 0x40)))
        }
    }

    function _set(uint256 place, int256 first, int256 second) private pure {
        // Two words that `_allocate` allocated.
        assembly ("memory-safe") {
            mstore(place, first)
            mstore(add(place, 0x20), second)
        }
    }

    function _word(bytes calldata rows, uint256 index) private pure returns (int256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(rows.offset, mul(index, 0x20)))
        }
    }
}
