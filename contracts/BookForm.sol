// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "./InstrumentId.sol";
import {MarketRow} from "./MarketRow.sol";
import {Balance, Row} from "./interfaces/IMarginTypes.sol";

/// @title The canonical form of a book: what the reader of bundles accepts, and no vault violates.
library BookForm {
    using MarketRow for bytes32;

    /// @dev Magnitudes of quantities stay below 2^62.
    int256 private constant QUANTITY_LIMIT = 1 << 62;

    /// @notice Whether rows and balances both have it.
    function isCanonical(Row[] calldata rows, Balance[] calldata collateral) internal pure returns (bool) {
        for (uint256 i = 0; i < rows.length; ++i) {
            if (i != 0 && rows[i].instrument <= rows[i - 1].instrument) return false;
            if (!_isRow(rows[i])) return false;
        }
        for (uint256 i = 0; i < collateral.length; ++i) {
            if (i != 0 && collateral[i].asset <= collateral[i - 1].asset) return false;
            bool held = collateral[i].amount != 0 && collateral[i].amount < uint256(QUANTITY_LIMIT);
            if (!held || !InstrumentId.isAscii(collateral[i].asset, 6)) return false;
        }
        return true;
    }

    /// @dev A quantity; an entry price exactly where one is marked to; a funding index only in perpetuals.
    function _isRow(Row calldata row) private pure returns (bool) {
        if (!InstrumentId.isCanonical(row.instrument)) return false;
        uint8 kind = InstrumentId.kind(row.instrument);
        bool marked = kind == InstrumentId.PERPETUAL || kind == InstrumentId.FUTURE;
        int256 quantity = row.packed.signed(0);
        int64 entryPrice = row.packed.signed(1);
        if (quantity == 0 || quantity >= QUANTITY_LIMIT || quantity <= -QUANTITY_LIMIT) return false;
        if (entryPrice < 0 || marked != (entryPrice != 0)) return false;
        bool funded = row.packed.signed(2) != 0;
        return (kind == InstrumentId.PERPETUAL || !funded) && row.packed.signed(3) == 0;
    }
}
