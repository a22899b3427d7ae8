// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarginTags, Row} from "./interfaces/IMarginTypes.sol";
import {Position} from "./Position.sol";

/// @title A book's rows in memory: ascending, none with quantity zero, with room to grow.
library RowList {
    struct List {
        Row[] rows;
        /// Rows in use; the rest of the array is room.
        uint256 count;
    }

    /// @notice A copy of the rows with room for `spare` more.
    function copy(Row[] calldata rows, uint256 spare) internal pure returns (List memory list) {
        list.rows = new Row[](rows.length + spare);
        list.count = rows.length;
        for (uint256 i = 0; i < rows.length; ++i) list.rows[i] = rows[i];
    }

    /// @notice Where the instrument is, or would be inserted.
    function find(List memory list, bytes32 instrument) internal pure returns (uint256 index, bool found) {
        uint256 high = list.count;
        while (index < high) {
            uint256 middle = (index + high) / 2;
            if (list.rows[middle].instrument < instrument) index = middle + 1;
            else high = middle;
        }
        found = index < list.count && list.rows[index].instrument == instrument;
    }

    /// @notice The instrument's position; all zero if there is none.
    function get(List memory list, bytes32 instrument) internal pure returns (Position.State memory position) {
        (uint256 index, bool found) = find(list, instrument);
        if (found) position = Position.unpack(list.rows[index].packed);
    }

    /// @notice Writes the instrument's position: inserts it, replaces it, or removes it when its quantity is zero.
    function set(List memory list, bytes32 instrument, Position.State memory position) internal pure {
        (uint256 index, bool found) = find(list, instrument);
        if (position.quantity == 0) {
            if (found) _remove(list, index);
        } else if (found) {
            list.rows[index] = Row(instrument, Position.pack(position));
        } else {
            for (uint256 i = list.count; i > index; --i) list.rows[i] = list.rows[i - 1];
            list.rows[index] = Row(instrument, Position.pack(position));
            ++list.count;
        }
    }

    /// @notice The rows in use, without the room.
    function inUse(List memory list) internal pure returns (Row[] memory rows) {
        rows = list.rows;
        uint256 count = list.count;
        // Shortens the array: no row is written behind it any more.
        assembly ("memory-safe") {
            mstore(rows, count)
        }
    }

    /// @notice As `BookHash.rowsHash`, of the rows in use.
    function hash(List memory list) internal pure returns (bytes32) {
        bytes32[] memory words = new bytes32[](2 + 2 * list.count);
        words[0] = MarginTags.ROWS;
        words[1] = bytes32(list.count);
        for (uint256 i = 0; i < list.count; ++i) {
            words[2 + 2 * i] = list.rows[i].instrument;
            words[3 + 2 * i] = list.rows[i].packed;
        }
        return keccak256(abi.encodePacked(words));
    }

    /// @notice The rows with one more, or with the row of the same instrument replaced.
    function noted(Row[] memory rows, Row memory row) internal pure returns (Row[] memory longer) {
        for (uint256 i = 0; i < rows.length; ++i) {
            if (rows[i].instrument == row.instrument) {
                rows[i] = row;
                return rows;
            }
        }
        longer = new Row[](rows.length + 1);
        for (uint256 i = 0; i < rows.length; ++i) longer[i] = rows[i];
        longer[rows.length] = row;
    }

    function _remove(List memory list, uint256 index) private pure {
        --list.count;
        for (uint256 i = index; i < list.count; ++i) list.rows[i] = list.rows[i + 1];
    }
}
