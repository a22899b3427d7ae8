// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Multiply and shift: the product of two fixed-point numbers, taken in full width.
/// @notice Mirrors engine/Kernel/Numerics/MulShift.cs. Exact but for the named rounding. Arguments are 64-bit numbers,
/// so a product has at most 127 bits. Where the bounds of a hot loop make the checks idle, the loop writes (a * b) >>
/// shift.
library MulShift {
    /// @notice Thrown when a shift exceeds MAX_SHIFT.
    error ShiftOutOfRange(uint256 shift);

    /// @notice Thrown when a result does not fit 64 bits.
    error ResultOutOfRange(int256 result);

    /// @notice The greatest shift.
    uint256 internal constant MAX_SHIFT = 63;

    /// @notice floor(left * right / 2^shift).
    /// @param left Any 64-bit number.
    /// @param right Any 64-bit number.
    /// @param shift 0 to MAX_SHIFT.
    function floor(int256 left, int256 right, uint256 shift) internal pure returns (int256) {
        if (shift > MAX_SHIFT) revert ShiftOutOfRange(shift);
        // The product has at most 127 bits.
        unchecked {
            return _narrow((left * right) >> shift);
        }
    }

    /// @notice ceiling(left * right / 2^shift): for what is owed.
    /// @param left Any 64-bit number.
    /// @param right Any 64-bit number.
    /// @param shift 0 to MAX_SHIFT.
    function ceil(int256 left, int256 right, uint256 shift) internal pure returns (int256) {
        if (shift > MAX_SHIFT) revert ShiftOutOfRange(shift);
        // The product has at most 127 bits, and so has its negation.
        unchecked {
            return _narrow(-(-(left * right) >> shift));
        }
    }

    /// @notice floor(left * right / 2^shift), saturated to [-limit, limit] before it is narrowed.
    /// @param left Any 64-bit number.
    /// @param right Any 64-bit number.
    /// @param shift 0 to MAX_SHIFT.
    /// @param limit Not negative.
    function clamp(int256 left, int256 right, uint256 shift, int256 limit) internal pure returns (int256) {
        if (shift > MAX_SHIFT) revert ShiftOutOfRange(shift);
        // The product has at most 127 bits. One comparison for both ends: what is in range is from 0 to twice the limit
        // when the limit is added to it.
        unchecked {
            int256 product = (left * right) >> shift;
            if (uint256(product + limit) <= uint256(2 * limit)) return product;
            return product < 0 ? -limit : limit;
        }
    }

    /// @notice floor(left * right / 2^shift), not narrowed: for a sum that has its own bound.
    /// @param left Any 64-bit number.
    /// @param right Any 64-bit number.
    /// @param shift 0 to MAX_SHIFT.
    function wide(int256 left, int256 right, uint256 shift) internal pure returns (int256) {
        if (shift > MAX_SHIFT) revert ShiftOutOfRange(shift);
        // The product has at most 127 bits.
        unchecked {
            return (left * right) >> shift;
        }
    }

    function _narrow(int256 product) private pure returns (int256) {
        if (product > type(int64).max || product < type(int64).min) revert ResultOutOfRange(product);
        return product;
    }
}
