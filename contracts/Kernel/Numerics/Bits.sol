// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The bit work of the kernel: arithmetic shift, low bits, length.
/// @notice Mirrors engine/Kernel/Numerics/Bits.cs.
library Bits {
    /// @notice floor(value / 2^count), also for negative values.
    /// @param value Any number.
    /// @param count 0 to 63, a constant or proven by the caller.
    function shiftRight(int256 value, uint256 count) internal pure returns (int256) {
        return value >> count;
    }

    /// @notice value mod 2^count, never negative.
    /// @param value Any number.
    /// @param count 0 to 62, a constant or proven by the caller.
    function lowBits(int256 value, uint256 count) internal pure returns (int256) {
        // count <= 62, so the mask is positive.
        unchecked {
            return value & ((int256(1) << count) - 1);
        }
    }

    /// @notice The number of binary digits: the least n with value < 2^n.
    /// @param value A number that is not negative; 0 has length 0.
    function length(int256 value) internal pure returns (uint256 digits) {
        // 5 gas for the leading zeros against some 250 by halving; there are at most 256 of them.
        assembly ("memory-safe") {
            digits := sub(256, clz(value))
        }
    }
}
