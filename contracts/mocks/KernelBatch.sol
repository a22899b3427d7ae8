// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Applies a function to batches of rows.
/// @notice `rows` is a plain run of 32-byte words, as many a row as the function has arguments; the answer is a plain
/// run of words, one a row. A row that the function refuses reverts the call with the function's own error.
abstract contract KernelBatch {
    function _map1(
        bytes calldata rows,
        function(int256) internal pure returns (int256) f
    ) internal pure returns (bytes memory results) {
        uint256 count = rows.length / 32;
        results = new bytes(32 * count);
        for (uint256 row = 0; row < count; ++row) {
            _put(results, row, f(_word(rows, row)));
        }
    }

    function _map2(
        bytes calldata rows,
        function(int256, int256) internal pure returns (int256) f
    ) internal pure returns (bytes memory results) {
        uint256 count = rows.length / 64;
        results = new bytes(32 * count);
        for (uint256 row = 0; row < count; ++row) {
            uint256 first = 2 * row;
            _put(results, row, f(_word(rows, first), _word(rows, first + 1)));
        }
    }

    function _map3(
        bytes calldata rows,
        function(int256, int256, int256) internal pure returns (int256) f
    ) internal pure returns (bytes memory results) {
        uint256 count = rows.length / 96;
        results = new bytes(32 * count);
        for (uint256 row = 0; row < count; ++row) {
            uint256 first = 3 * row;
            _put(results, row, f(_word(rows, first), _word(rows, first + 1), _word(rows, first + 2)));
        }
    }

    function _map4(
        bytes calldata rows,
        function(int256, int256, int256, int256) internal pure returns (int256) f
    ) internal pure returns (bytes memory results) {
        uint256 count = rows.length / 128;
        results = new bytes(32 * count);
        for (uint256 row = 0; row < count; ++row) {
            uint256 first = 4 * row;
            int256 last = _word(rows, first + 3);
            _put(results, row, f(_word(rows, first), _word(rows, first + 1), _word(rows, first + 2), last));
        }
    }

    function _map5(
        bytes calldata rows,
        function(int256, int256, int256, int256, int256) internal pure returns (int256) f
    ) internal pure returns (bytes memory results) {
        uint256 count = rows.length / 160;
        results = new bytes(32 * count);
        for (uint256 row = 0; row < count; ++row) {
            uint256 first = 5 * row;
            int256 fourth = _word(rows, first + 3);
            int256 last = _word(rows, first + 4);
            _put(results, row, f(_word(rows, first), _word(rows, first + 1), _word(rows, first + 2), fourth, last));
        }
    }

    function _word(bytes calldata rows, uint256 index) internal pure returns (int256 word) {
        // One calldata read; the maps stay inside `rows`.
        assembly ("memory-safe") {
            word := calldataload(add(rows.offset, mul(index, 0x20)))
        }
    }

    function _put(bytes memory results, uint256 index, int256 word) internal pure {
        // The maps allocate a word a row.
        assembly ("memory-safe") {
            mstore(add(add(results, 0x20), mul(index, 0x20)), word)
        }
    }
}
