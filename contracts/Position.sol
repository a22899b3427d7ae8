// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "./InstrumentId.sol";
import {IMarginVaultBase} from "./interfaces/IMarginVaultBase.sol";

/// @title One row's numbers and how a trade changes them.
/// @notice The value of a row and its cash is cash + quantity * (mark - entryPrice) - quantity * (index -
/// fundingIndex), for options with entryPrice 0. A trade of t units at price p keeps that value for every mark if and
/// only if cash changes by
///     after.quantity * after.entryPrice - before.quantity * before.entryPrice - t * p,
/// whatever entry price is chosen. So opening and increasing average the entry (floored), reducing keeps it, crossing
/// zero restarts it at p, and the formula pays the realised profit, an option's premium and the averaging's remainder
/// alike. It is floored once for each holder: over both sides of a fill the sum lies in (-2, 0] micro-units beside what
/// the entries carry, so rounding destroys less than two micro-units a fill and never creates one.
library Position {
    struct State {
        /// 1e-8 of the underlying, negative when short.
        int64 quantity;
        /// 1e-8 of the quote; zero for options.
        int64 entryPrice;
        /// 1e-12 of the quote for one unit, cumulative; zero unless perpetual.
        int64 fundingIndex;
    }

    /// @notice Quantities lie strictly between plus and minus this.
    int256 internal constant QUANTITY_BOUND = int256(1) << 62;
    /// @notice Quantity times price in 1e-16 to micro-units.
    int256 internal constant PRICED_PER_MICRO = 1e10;
    /// @notice Quantity times funding index in 1e-20 to micro-units.
    int256 internal constant FUNDED_PER_MICRO = 1e14;

    /// @notice The row word: quantity | entryPrice | fundingIndex | 0; all zero for a position that is gone.
    function pack(State memory position) internal pure returns (bytes32) {
        if (position.quantity == 0) return bytes32(0);
        return
            bytes32(
                (uint256(uint64(position.quantity)) << 192) |
                    (uint256(uint64(position.entryPrice)) << 128) |
                    (uint256(uint64(position.fundingIndex)) << 64)
            );
    }

    /// @notice The numbers of a row word.
    function unpack(bytes32 packed) internal pure returns (State memory) {
        uint256 word = uint256(packed);
        return State(int64(uint64(word >> 192)), int64(uint64(word >> 128)), int64(uint64(word >> 64)));
    }

    /// @notice The row after a trade, and the holder's cash from profit, premium and funding, micro-units, floored.
    /// @param quantity Units bought, negative when sold.
    /// @param price Price of the trade.
    /// @param fundingIndex The perpetual's index now; what the row owes since its own index is paid with the trade.
    function trade(
        bytes32 instrument,
        State memory before,
        int256 quantity,
        int64 price,
        int64 fundingIndex
    ) internal pure returns (State memory position, int256 cash) {
        int256 quantityAfter = before.quantity + quantity;
        if (quantityAfter <= -QUANTITY_BOUND || quantityAfter >= QUANTITY_BOUND) {
            revert IMarginVaultBase.QuantityTooLarge(quantityAfter);
        }
        // The guard above bounds it to 62 bits and a sign.
        position.quantity = int64(quantityAfter);

        int256 before_ = int256(before.quantity) * before.entryPrice;
        if (quantityAfter != 0 && !_isOption(instrument)) {
            position.entryPrice = _entryAfter(before, quantity, price, quantityAfter);
        }
        int256 priced = quantityAfter * position.entryPrice - before_ - quantity * price;
        cash = floorDivide(priced, PRICED_PER_MICRO);

        if (InstrumentId.kind(instrument) == InstrumentId.PERPETUAL) {
            cash += funding(before.quantity, before.fundingIndex, fundingIndex);
            if (quantityAfter != 0) position.fundingIndex = fundingIndex;
        }
    }

    /// @notice What a holder gets when a perpetual's index moves, micro-units, floored: a rising index is paid by
    /// longs.
    function funding(int64 quantity, int64 from, int64 to) internal pure returns (int256) {
        return floorDivide(int256(quantity) * (int256(from) - to), FUNDED_PER_MICRO);
    }

    /// @notice The quantity if long, else zero.
    function longPart(int64 quantity) internal pure returns (int256) {
        return quantity > 0 ? int256(quantity) : int256(0);
    }

    /// @notice The size if short, else zero.
    function shortPart(int64 quantity) internal pure returns (int256) {
        return quantity < 0 ? -int256(quantity) : int256(0);
    }

    /// @notice floor(dividend / divisor) for a positive divisor.
    function floorDivide(int256 dividend, int256 divisor) internal pure returns (int256 quotient) {
        quotient = dividend / divisor;
        if (dividend < 0 && quotient * divisor != dividend) --quotient;
    }

    /// @notice ceil(dividend / divisor) for a positive divisor.
    function ceilDivide(int256 dividend, int256 divisor) internal pure returns (int256) {
        return -floorDivide(-dividend, divisor);
    }

    function _isOption(bytes32 instrument) private pure returns (bool) {
        uint8 kind = InstrumentId.kind(instrument);
        return kind == InstrumentId.CALL || kind == InstrumentId.PUT;
    }

    function _entryAfter(
        State memory before,
        int256 quantity,
        int64 price,
        int256 quantityAfter
    ) private pure returns (int64) {
        bool crosses = before.quantity == 0 || (before.quantity > 0) != (quantityAfter > 0);
        if (crosses) return price;
        bool reduces = (before.quantity > 0) != (quantity > 0);
        if (reduces) return before.entryPrice;
        int256 sizeBefore = before.quantity < 0 ? -int256(before.quantity) : int256(before.quantity);
        int256 sizeTraded = quantity < 0 ? -quantity : quantity;
        // An average of two int64 is one.
        return int64(floorDivide(sizeBefore * before.entryPrice + sizeTraded * price, sizeBefore + sizeTraded));
    }
}
