// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bits} from "./Bits.sol";

/// @title Integer square root, rounded down.
/// @notice Mirrors engine/Kernel/Numerics/SquareRoot.cs. Newton's iteration on integers (Heron). The first guess is a
/// power of two from the root up to twice the root, so its relative error is at most 1; it becomes at most 1/4, 1/40,
/// 2^-11.7, 2^-24.4, 2^-49.7 and 2^-100 by (e^2 / 2) / (1 + e), and a root has 63 bits: after six steps it is off by
/// one at most.
library SquareRoot {
    /// @notice Thrown when the radicand is negative or exceeds MAX_RADICAND.
    error RadicandOutOfRange(int256 radicand);

    /// @notice Largest accepted radicand, 2^126 - 1: its root and the first guess stay within 64 bits.
    int256 internal constant MAX_RADICAND = (int256(1) << 126) - 1;

    /// @notice floor(sqrt(radicand)).
    /// @param radicand An integer of any scale, 0 to MAX_RADICAND; the root has half its scale.
    /// @return The largest integer whose square does not exceed `radicand`. Exact.
    function floor(int256 radicand) internal pure returns (int256) {
        if (radicand < 0 || radicand > MAX_RADICAND) revert RadicandOutOfRange(radicand);
        if (radicand == 0) return 0;

        // The guess is at most 2^63 and no step raises it above that; a root is at least 1.
        unchecked {
            int256 root = _firstGuess(radicand);
            root = (root + (radicand / root)) >> 1;
            root = (root + (radicand / root)) >> 1;
            root = (root + (radicand / root)) >> 1;
            root = (root + (radicand / root)) >> 1;
            root = (root + (radicand / root)) >> 1;
            root = (root + (radicand / root)) >> 1;
            return root > radicand / root ? root - 1 : root;
        }
    }

    /// @notice The least power of two whose square exceeds `radicand`.
    function _firstGuess(int256 radicand) private pure returns (int256) {
        // The length is at most 126.
        unchecked {
            return int256(1) << ((Bits.length(radicand) + 1) / 2);
        }
    }
}
