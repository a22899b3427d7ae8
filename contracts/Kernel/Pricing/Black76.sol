// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DivideShift} from "../Numerics/DivideShift.sol";
import {MulShift} from "../Numerics/MulShift.sol";
import {Saturation} from "../Numerics/Saturation.sol";
import {SquareRoot} from "../Numerics/SquareRoot.sol";

/// @title The inputs of Black's formula that are common to a column of cells: time, total volatility, its inverse.
/// @notice Mirrors engine/Kernel/Pricing/Black76.cs. F. Black, The pricing of commodity contracts, 1976. A year has 365
/// days. All four functions are total: time before the expiry only counts from zero.
library Black76 {
    /// @notice Seconds in a year of 365 days.
    int256 internal constant SECONDS_PER_YEAR = 31_536_000;

    /// @notice Longest time in seconds, 2^33 (272 years); more counts as this.
    int256 internal constant MAX_SECONDS = 1 << 33;

    /// @notice Up to here, 2^-14 in Q46, a total volatility counts as none: a cell is then its intrinsic value.
    int256 internal constant LEAST_VOLATILITY_Q46 = 1 << 32;

    /// @notice Largest total volatility, 16 in Q46: an option is then worth its bound within 2e-15.
    int256 internal constant MAX_VOLATILITY_Q46 = 16 << 46;

    /// @notice floor sqrt(seconds / year).
    /// @param secondsLeft Time to expiry; negative counts as 0, more than MAX_SECONDS as that.
    /// @return Square root of years, Q46; less than one unit too small.
    function squareRootOfYears(int256 secondsLeft) internal pure returns (int256) {
        int256 clamped = Saturation.between(secondsLeft, 0, MAX_SECONDS);
        // At most 2^125 / 2^24.
        unchecked {
            return SquareRoot.floor((clamped << 92) / SECONDS_PER_YEAR);
        }
    }

    /// @notice floor(seconds / year).
    /// @param secondsLeft Time to expiry; negative counts as 0, more than MAX_SECONDS as that.
    /// @return Years, Q46; less than one unit too small.
    function years_(int256 secondsLeft) internal pure returns (int256) {
        return DivideShift.floor(Saturation.between(secondsLeft, 0, MAX_SECONDS), 46, SECONDS_PER_YEAR);
    }

    /// @notice floor(sigma * sqrt(tau)), at most MAX_VOLATILITY_Q46.
    /// @param sigmaQ46 Volatility of a year; negative counts as 0.
    /// @param sqrtTauQ46 Square root of the years to expiry, not negative.
    /// @return Total volatility v, Q46, 0 to 16; less than one unit too small where it is not cut off.
    function totalVolatility(int256 sigmaQ46, int256 sqrtTauQ46) internal pure returns (int256) {
        int256 vQ46 = MulShift.clamp(sigmaQ46, sqrtTauQ46, 46, MAX_VOLATILITY_Q46);
        return vQ46 < 0 ? int256(0) : vQ46;
    }

    /// @notice floor(1 / v), or 0 where a cell is its intrinsic value.
    /// @param vQ46 Total volatility.
    /// @return 1 / v, Q38; less than one unit too small; 0 for v up to LEAST_VOLATILITY_Q46.
    function reciprocal(int256 vQ46) internal pure returns (int256) {
        // The divisor is positive and the quotient below 2^52: of DivideShift.floor only the division is left.
        unchecked {
            return vQ46 <= LEAST_VOLATILITY_Q46 ? int256(0) : (int256(1) << 84) / vQ46;
        }
    }
}
