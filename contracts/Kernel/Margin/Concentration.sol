// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DivideShift} from "../Numerics/DivideShift.sol";
import {MoneyRange} from "./MoneyRange.sol";

/// @title What a position costs more because its market could not take it over at once.
/// @notice Mirrors engine/Kernel/Margin/Concentration.cs, which tells where the ladder is from.
library Concentration {
    /// @notice share * (size - lower) / (upper - lower), 0 below and the whole share above; rounded up.
    /// @param size Gross delta-equivalent size of one underlying, raw 1e-8, not negative.
    /// @param lower Size up to which nothing is added.
    /// @param upper Size from which the whole share is.
    /// @param shareQ40 The whole share, not negative.
    /// @return The share, Q40, from 0 to `shareQ40`; grows with the size.
    function shareCeil(int256 size, int256 lower, int256 upper, int256 shareQ40) internal pure returns (int256) {
        if (size <= lower) return 0;
        // Differences and products of 64-bit numbers.
        unchecked {
            return
                size >= upper
                    ? shareQ40
                    : -DivideShift.clamp(-shareQ40 * (size - lower), upper - lower, MoneyRange.LIMIT);
        }
    }

    /// @notice ceil(|quantity| * |up - down| / width), at most |quantity|: the size of the future that moves as much
    /// when the forward goes from the lower to the upper of two moves. A delta by difference needs no formula of its
    /// own.
    /// @param quantity Raw 1e-8, signed.
    /// @param upQ40 The option's cell with the forward up.
    /// @param downQ40 Its cell with the forward down.
    /// @param widthQ40 What lies between the two forwards; without any, an option counts whole.
    function deltaSizeCeil(
        int256 quantity,
        int256 upQ40,
        int256 downQ40,
        int256 widthQ40
    ) internal pure returns (int256) {
        // Products of 64-bit numbers and their differences.
        unchecked {
            int256 size = quantity < 0 ? -quantity : quantity;
            int256 moved = upQ40 - downQ40;
            int256 magnitude = moved < 0 ? -moved : moved;
            return magnitude >= widthQ40 ? size : -DivideShift.clamp(-size * magnitude, widthQ40, MoneyRange.LIMIT);
        }
    }
}
