// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogarithmTable} from "../Kernel/Numerics/LogarithmTable.sol";

/// @title Natural logarithm of a whole number, for a call that takes a hundred.
/// @notice Logarithm.natural to the same bits. Every strike has a logarithm of its own, and coefficients that stand in
/// memory cost six gas each, where chosen by comparisons and cut out of a word they cost thirty.
/// @dev In assembly because one costs 345 gas and as Solidity writes it 535; the table costs 1,900 once a call.
library LoadedLogarithm {
    uint256 private constant BUFFER = 0x1b80;
    uint256 private constant SEGMENT_BYTES = 0x120;
    /// @dev Where the segment of the digits 0 would stand: those of a mantissa begin with a one, and 16 is the first.
    uint256 private constant ORIGIN = 0xaa0;
    uint256 private constant ARGUMENT_MASK = 0x3ffffffffffffff;

    /// @notice Loads the table.
    /// @dev Warning: once a call, right after OptionSweep.load.
    function load() internal pure {
        LogarithmTable.load();
        // Assembly takes literal constants only; these are the table's.
        assert(BUFFER == LogarithmTable.BUFFER && SEGMENT_BYTES == 32 * LogarithmTable.WIDTH);
        assert(ORIGIN + 16 * SEGMENT_BYTES == LogarithmTable.TABLE);
    }

    /// @notice floor of ln(positive), Q46.
    /// @param positive A whole number, 1 to 2^63 - 1, which the caller answers for: of others it is meaningless.
    /// @dev Warning: `load` once before. Memory-safe: it writes the buffer.
    function natural(int256 positive) internal pure returns (int256 logarithmQ46) {
        int256 logarithmOfTwoQ56 = LogarithmTable.LOGARITHM_OF_TWO_Q56;
        assembly ("memory-safe") {
            // One step of the polynomial, down a power. The optimizer inlines it.
            function step(sum, argument, place) -> next {
                next := add(mload(place), sar(62, mul(sum, argument)))
            }

            // 2^62 <= mantissa < 2^63, of which the upper five digits name the segment.
            let zeros := clz(positive)
            let mantissa := shl(sub(zeros, 193), positive)
            mcopy(BUFFER, add(ORIGIN, mul(shr(58, mantissa), SEGMENT_BYTES)), SEGMENT_BYTES)
            let w := and(mantissa, ARGUMENT_MASK)
            let sum := step(mload(add(BUFFER, 0x100)), w, add(BUFFER, 0xe0))
            sum := step(sum, w, add(BUFFER, 0xc0))
            sum := step(sum, w, add(BUFFER, 0xa0))
            sum := step(sum, w, add(BUFFER, 0x80))
            sum := step(sum, w, add(BUFFER, 0x60))
            sum := step(sum, w, add(BUFFER, 0x40))
            sum := step(sum, w, add(BUFFER, 0x20))
            sum := step(sum, w, BUFFER)
            logarithmQ46 := sar(10, add(sum, mul(sub(255, zeros), logarithmOfTwoQ56)))
        }
    }
}
