// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The range of one amount of money, and the step from a product of raw units back into it.
/// @notice Mirrors engine/Kernel/Margin/MoneyRange.cs. Valuing an existing book never refuses, so an amount beyond the
/// range becomes the nearest in it, on every machine alike. Listing refuses such books long before: the rule only
/// decides what an absurd price does.
library MoneyRange {
    /// @notice Largest magnitude, 2^62 - 1 raw units: a sum of two fits 64 bits.
    int256 internal constant LIMIT = (1 << 62) - 1;

    /// @notice The nearest amount in range.
    /// @param amount Raw units, any magnitude.
    function clamp(int256 amount) internal pure returns (int256) {
        // One comparison for both ends: what is in range is from 0 to twice the limit when the limit is added to it.
        unchecked {
            if (uint256(amount + LIMIT) <= uint256(2 * LIMIT)) return amount;
            return amount < 0 ? -LIMIT : LIMIT;
        }
    }

    /// @notice floor(product / 10^places), clamped.
    /// @param product A product of two raw units, magnitude below 2^126.
    /// @param places Decimal places to drop, 0 to 18.
    function floor(int256 product, int256 places) internal pure returns (int256) {
        int256 divisor = _tenToThe(places);
        int256 quotient;
        // The divisor is positive; as DivideShift has it.
        assembly ("memory-safe") {
            quotient := sub(sdiv(product, divisor), slt(smod(product, divisor), 0))
        }
        return clamp(quotient);
    }

    /// @notice ceil(product / 10^places), clamped: for what an account owes.
    /// @param product A product of two raw units, magnitude below 2^126.
    /// @param places Decimal places to drop, 0 to 18.
    function ceil(int256 product, int256 places) internal pure returns (int256) {
        // The product has 127 bits.
        unchecked {
            return -floor(-product, places);
        }
    }

    function _tenToThe(int256 places) private pure returns (int256) {
        // At most 10^18.
        unchecked {
            return int256(10 ** uint256(places));
        }
    }
}
