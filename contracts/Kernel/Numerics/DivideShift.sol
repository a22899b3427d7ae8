// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Shift and divide: the quotient of two numbers as a fixed-point number, rounded down.
/// @notice Mirrors engine/Kernel/Numerics/DivideShift.cs. Machines divide towards zero, so a negative quotient that is
/// not whole loses one: floor is not trunc. Exact but for that rounding.
library DivideShift {
    /// @notice Thrown when a shift exceeds MAX_SHIFT.
    error ShiftOutOfRange(uint256 shift);

    /// @notice Thrown when a divisor is not positive.
    error DivisorNotPositive(int256 divisor);

    /// @notice Thrown when a result does not fit 64 bits.
    error ResultOutOfRange(int256 result);

    /// @notice The greatest shift: the shifted dividend stays within 128 bits.
    uint256 internal constant MAX_SHIFT = 63;

    /// @notice floor(dividend * 2^shift / divisor).
    /// @param dividend Any 64-bit number.
    /// @param shift 0 to MAX_SHIFT.
    /// @param divisor A positive number.
    function floor(int256 dividend, uint256 shift, int256 divisor) internal pure returns (int256) {
        if (shift > MAX_SHIFT) revert ShiftOutOfRange(shift);
        if (divisor <= 0) revert DivisorNotPositive(divisor);
        int256 quotient = _floorOf(dividend << shift, divisor);
        if (quotient > type(int64).max || quotient < type(int64).min) revert ResultOutOfRange(quotient);
        return quotient;
    }

    /// @notice floor(dividend / divisor), saturated to [-limit, limit] before it is narrowed.
    /// @param dividend Any number of 127 bits.
    /// @param divisor A positive number.
    /// @param limit Not negative.
    function clamp(int256 dividend, int256 divisor, int256 limit) internal pure returns (int256) {
        if (divisor <= 0) revert DivisorNotPositive(divisor);
        int256 quotient = _floorOf(dividend, divisor);
        // One comparison for both ends, as MulShift.clamp has it.
        unchecked {
            if (uint256(quotient + limit) <= uint256(2 * limit)) return quotient;
            return quotient < 0 ? -limit : limit;
        }
    }

    function _floorOf(int256 dividend, int256 divisor) private pure returns (int256 quotient) {
        // The divisor is positive, and the dividend has 127 bits, so nothing overflows. 33 gas, where the same in
        // Solidity costs 110: it looks for a divisor of zero twice.
        assembly ("memory-safe") {
            quotient := sub(sdiv(dividend, divisor), slt(smod(dividend, divisor), 0))
        }
    }
}
