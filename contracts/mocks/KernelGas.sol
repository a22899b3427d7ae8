// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NormalDistribution} from "../Kernel/Numerics/NormalDistribution.sol";
import {NormalDistributionTable} from "../Kernel/Numerics/NormalDistributionTable.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";

/// @title Gas of one evaluation of the kernel's hot functions.
contract KernelGas {
    /// @notice Gas of loading the table of the normal distribution, once a call.
    function loadTable() external view returns (uint256 used) {
        uint256 before = gasleft();
        NormalDistributionTable.load();
        used = before - gasleft();
    }

    /// @notice Gas of S(d), and S.
    function centred(int256 deviationQ46) external view returns (uint256 used, int256 value) {
        NormalDistributionTable.load();
        uint256 before = gasleft();
        value = NormalDistribution.centred(deviationQ46);
        used = before - gasleft();
    }

    /// @notice Gas of a call's cell, and the cell.
    function call(
        int256 factorQ40,
        int256 strikeRatioQ46,
        int256 logMoneynessQ46,
        int256 vQ46,
        int256 rvQ38
    ) external view returns (uint256 used, int256 value) {
        NormalDistributionTable.load();
        uint256 before = gasleft();
        value = Cell.call(factorQ40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38);
        used = before - gasleft();
    }
}

/// @title Gas of a position's sweep over scenarios and volatility columns, as a margin contract runs it.
contract KernelSweep {
    /// @notice The totals of one position: spot loop outside, columns inside, the intrinsic value taken once a
    /// scenario.
    /// @param position Notional (raw), strike ratio (Q46), ln F - ln K (Q46).
    /// @param scenarios A factor (Q40) and its logarithm (Q46) each.
    /// @param columns A total volatility (Q46) and its reciprocal (Q38) each.
    /// @return used Gas of the sweep, the table not included.
    /// @return totals One a cell, scenario by scenario.
    function sweep(
        int256[3] calldata position,
        int256[2][] calldata scenarios,
        int256[2][] calldata columns
    ) external view returns (uint256 used, int256[] memory totals) {
        NormalDistributionTable.load();
        totals = new int256[](scenarios.length * columns.length);
        uint256 columnsStart;
        uint256 columnsEnd;
        // Copies the columns behind the free-memory pointer and moves it.
        assembly ("memory-safe") {
            columnsStart := mload(0x40)
            columnsEnd := add(columnsStart, mul(columns.length, 0x40))
            calldatacopy(columnsStart, columns.offset, mul(columns.length, 0x40))
            mstore(0x40, columnsEnd)
        }
        used = gasleft();
        _add(position[0], position[1], position[2], scenarios, columnsStart, columnsEnd, totals);
        used -= gasleft();
    }

    function _add(
        int256 notional,
        int256 strikeRatioQ46,
        int256 logMoneynessQ46,
        int256[2][] calldata scenarios,
        uint256 columnsStart,
        uint256 columnsEnd,
        int256[] memory totals
    ) private pure {
        uint256 total;
        assembly ("memory-safe") {
            total := add(totals, 0x20)
        }
        // Plain sums of 64-bit products; the pointers stay inside the arrays.
        unchecked {
            int256 strikeRatioQ40 = Cell.toBoundRatioCeil(strikeRatioQ46);
            for (uint256 scenario = 0; scenario < scenarios.length; ++scenario) {
                int256 factorQ40 = _word(scenarios, 2 * scenario);
                int256 shiftedQ46 = logMoneynessQ46 + _word(scenarios, 2 * scenario + 1);
                int256 intrinsicQ40 = Cell.boundLong(true, factorQ40, strikeRatioQ40);
                for (uint256 column = columnsStart; column < columnsEnd; column += 0x40) {
                    int256 cellQ40 = Cell.black(
                        factorQ40,
                        strikeRatioQ46,
                        shiftedQ46,
                        _load(column),
                        _load(column + 0x20)
                    );
                    if (cellQ40 < intrinsicQ40) cellQ40 = intrinsicQ40;
                    _accumulate(total, (notional * cellQ40) >> 40);
                    total += 0x20;
                }
            }
        }
    }

    function _word(int256[2][] calldata pairs, uint256 index) private pure returns (int256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(pairs.offset, mul(index, 0x20)))
        }
    }

    function _load(uint256 place) private pure returns (int256 word) {
        assembly ("memory-safe") {
            word := mload(place)
        }
    }

    function _accumulate(uint256 place, int256 amount) private pure {
        assembly ("memory-safe") {
            mstore(place, add(mload(place), amount))
        }
    }
}
