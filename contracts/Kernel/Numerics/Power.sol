// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exponential} from "./Exponential.sol";
import {Logarithm} from "./Logarithm.sol";
import {MulShift} from "./MulShift.sol";
import {Saturation} from "./Saturation.sol";

/// @title A ratio of whole numbers to a real power.
/// @notice Mirrors engine/Kernel/Numerics/Power.cs. (n / d)^p = e^(p (ln n - ln d)).
library Power {
    /// @dev Bound of the product of exponent and logarithm: far outside what the exponential resolves.
    int256 private constant LIMIT = 1 << 60;

    /// @notice (numerator / denominator)^exponent, at most 2^22.
    /// @param numerator A whole number, 1 to 2^63 - 1.
    /// @param denominator A whole number, 1 to 2^63 - 1.
    /// @param exponentQ46 Any number; a power beyond 2^22 counts as 2^22, far below one unit it is 0.
    /// @return The power, Q40; off by less than one unit and (|exponent| + 1) * 1.5e-14 of its value.
    function ofRatio(int256 numerator, int256 denominator, int256 exponentQ46) internal pure returns (int256) {
        // Both logarithms lie between 0 and 2^52.
        unchecked {
            int256 logarithmQ46 = Logarithm.natural(numerator) - Logarithm.natural(denominator);
            int256 productQ46 = MulShift.clamp(logarithmQ46, exponentQ46, 46, LIMIT);
            return Exponential.natural(Saturation.between(productQ46, -LIMIT, Exponential.MAX_EXPONENT_Q46));
        }
    }
}
