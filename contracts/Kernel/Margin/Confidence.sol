// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Numerics/MulShift.sol";

/// @title What little trust in a price adds to initial margin.
/// @notice Mirrors engine/Kernel/Margin/Confidence.cs.
library Confidence {
    /// @notice (1 - confidence) * factor below the threshold, else zero; scale 2^40, rounded up.
    /// @param confidenceQ40 Trust, from 0 to 2^40.
    /// @param thresholdQ40 Trust from which nothing is added.
    /// @param factorQ40 The share at no trust.
    function shareCeil(int256 confidenceQ40, int256 thresholdQ40, int256 factorQ40) internal pure returns (int256) {
        // A difference of 64-bit numbers.
        unchecked {
            return confidenceQ40 < thresholdQ40 ? MulShift.ceil((1 << 40) - confidenceQ40, factorQ40, 40) : int256(0);
        }
    }
}
