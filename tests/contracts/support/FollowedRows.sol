// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "./Test.sol";
import {IMarginVaultBase} from "../../../contracts/interfaces/IMarginVaultBase.sol";
import {Row} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title The rows of every account, kept from the vault's own events, so that books can be recomputed.
library FollowedRows {
    struct Books {
        mapping(bytes32 account => Row[]) rows;
    }

    /// @notice Applies the rows that the events name.
    function follow(Books storage books, Vm.Log[] memory logs) internal {
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != IMarginVaultBase.BookChanged.selector) continue;
            (, , Row[] memory changed) = abi.decode(logs[i].data, (uint64, bytes32, Row[]));
            for (uint256 j = 0; j < changed.length; ++j) _follow(books.rows[logs[i].topics[1]], changed[j]);
        }
    }

    /// @notice Quantity that an account holds of an instrument, 1e-8; negative if short.
    function quantityOf(Books storage books, bytes32 account, bytes32 instrument) internal view returns (int256) {
        Row[] storage rows = books.rows[account];
        for (uint256 i = 0; i < rows.length; ++i) {
            if (rows[i].instrument == instrument) return quantity(rows[i].packed);
        }
        return 0;
    }

    /// @notice What an account's rows are owed for their entries and indices, 1e-20; the prices that they are worth
    /// sum to nothing over all accounts.
    function owedTo(Books storage books, bytes32 account) internal view returns (int256 total) {
        Row[] storage rows = books.rows[account];
        for (uint256 i = 0; i < rows.length; ++i) {
            uint256 packed = uint256(rows[i].packed);
            int256 entry = int64(uint64(packed >> 128));
            int256 index = int64(uint64(packed >> 64));
            int256 held = quantity(rows[i].packed);
            total += held * index - held * entry * 1e4;
        }
    }

    function quantity(bytes32 packed) internal pure returns (int256) {
        return int64(uint64(uint256(packed) >> 192));
    }

    function _follow(Row[] storage rows, Row memory row) private {
        uint256 index = 0;
        while (index < rows.length && rows[index].instrument < row.instrument) ++index;
        bool known = index < rows.length && rows[index].instrument == row.instrument;
        if (row.packed == 0) {
            if (known) _remove(rows, index);
        } else if (known) {
            rows[index] = row;
        } else {
            rows.push(row);
            for (uint256 i = rows.length - 1; i > index; --i) rows[i] = rows[i - 1];
            rows[index] = row;
        }
    }

    function _remove(Row[] storage rows, uint256 index) private {
        for (uint256 i = index; i + 1 < rows.length; ++i) rows[i] = rows[i + 1];
        rows.pop();
    }
}
