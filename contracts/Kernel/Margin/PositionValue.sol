// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Numerics/MulShift.sol";
import {MoneyRange} from "./MoneyRange.sol";

/// @title Money from a quantity and a price. Prices and quantities are raw 1e-8, so a product has 16 places.
/// @notice Mirrors engine/Kernel/Margin/PositionValue.cs. Every argument is a 64-bit number, so that a product has at
/// most 127 bits and a sum of two 128.
library PositionValue {
    /// @notice floor(price * quantity): what one times a risk-array cell is worth.
    /// @param price Raw 1e-8 quote units.
    /// @param quantity Raw 1e-8, signed.
    /// @param moneyDecimals Places of the settlement currency.
    function notional(int256 price, int256 quantity, int256 moneyDecimals) internal pure returns (int256) {
        unchecked {
            return MoneyRange.floor(price * quantity, 16 - moneyDecimals);
        }
    }

    /// @notice The notional of a coin-settled option: the quantity itself, in coin.
    /// @param quantity Raw 1e-8 coins, signed.
    /// @param moneyDecimals Places of the coin, at least 8.
    function coinNotional(int256 quantity, int256 moneyDecimals) internal pure returns (int256) {
        int256 scale = moneyDecimals == 9 ? int256(10) : int256(1);
        unchecked {
            return MoneyRange.clamp(quantity * scale);
        }
    }

    /// @notice floor(quantity * entry / mark): the coins that an inverse future moves by when the price moves by one.
    /// @param mark Raw 1e-8; less than one counts as one.
    /// @param entry Raw 1e-8, not negative.
    /// @param quantity Raw 1e-8 coins at the entry price, signed.
    /// @param moneyDecimals Places of the coin.
    function coinNotionalAt(
        int256 mark,
        int256 entry,
        int256 quantity,
        int256 moneyDecimals
    ) internal pure returns (int256) {
        unchecked {
            return _floorRatio(coinNotional(quantity, moneyDecimals) * entry, mark);
        }
    }

    /// @notice floor(notional * cell).
    /// @param notional_ Money, within MoneyRange.LIMIT.
    /// @param cellQ40 A risk-array cell, magnitude at most 2^47.
    function ofCell(int256 notional_, int256 cellQ40) internal pure returns (int256) {
        return MulShift.clamp(notional_, cellQ40, 40, MoneyRange.LIMIT);
    }

    /// @notice floor((mark - entry) * quantity): the unsettled profit of a perpetual or future.
    /// @param mark Raw 1e-8.
    /// @param entry Raw 1e-8.
    /// @param quantity Raw 1e-8, signed.
    /// @param moneyDecimals Places of the settlement currency.
    function profit(int256 mark, int256 entry, int256 quantity, int256 moneyDecimals) internal pure returns (int256) {
        unchecked {
            return MoneyRange.floor((mark - entry) * quantity, 16 - moneyDecimals);
        }
    }

    /// @notice floor(quantity * (1 - entry / mark)) in coin: an inverse future stands for quantity * entry quote units.
    /// @param mark Raw 1e-8; less than one counts as one.
    /// @param entry Raw 1e-8, not negative.
    /// @param quantity Raw 1e-8 coins at the entry price, signed.
    /// @param moneyDecimals Places of the coin.
    function coinProfit(
        int256 mark,
        int256 entry,
        int256 quantity,
        int256 moneyDecimals
    ) internal pure returns (int256) {
        unchecked {
            return _floorRatio(coinNotional(quantity, moneyDecimals) * (mark - entry), mark);
        }
    }

    /// @notice ceil((index - entryIndex) * quantity): funding owed since the row was touched, against the account.
    /// @param index The perpetual's cumulative funding, raw 1e-12 quote units.
    /// @param entryIndex The row's, raw 1e-12.
    /// @param quantity Raw 1e-8, signed.
    /// @param moneyDecimals Places of the settlement currency.
    function fundingCeil(
        int256 index,
        int256 entryIndex,
        int256 quantity,
        int256 moneyDecimals
    ) internal pure returns (int256) {
        unchecked {
            return MoneyRange.ceil((index - entryIndex) * quantity, 20 - moneyDecimals);
        }
    }

    /// @notice floor(price / stablePrice): an asset's price in the stable coin.
    /// @param price Raw 1e-12, not negative.
    /// @param stablePrice Raw 1e-12; zero or less counts as one raw unit.
    function inStable(int256 price, int256 stablePrice) internal pure returns (int256) {
        int256 divisor = stablePrice < 1 ? int256(1) : stablePrice;
        unchecked {
            return MoneyRange.clamp((price * 1_000_000_000_000) / divisor);
        }
    }

    /// @notice floor(amount * price): the value of a collateral balance.
    /// @param amount Raw 1e-8.
    /// @param price Raw 1e-12.
    /// @param moneyDecimals Places of the settlement currency.
    function collateral(int256 amount, int256 price, int256 moneyDecimals) internal pure returns (int256) {
        unchecked {
            return MoneyRange.floor(amount * price, 20 - moneyDecimals);
        }
    }

    function _floorRatio(int256 numerator, int256 divisor) private pure returns (int256) {
        int256 positive = divisor < 1 ? int256(1) : divisor;
        unchecked {
            int256 quotient = numerator / positive;
            return MoneyRange.clamp(numerator % positive < 0 ? quotient - 1 : quotient);
        }
    }
}
