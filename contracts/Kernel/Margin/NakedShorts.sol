// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Options sold and not covered by the other kind at the same strike.
/// @notice Mirrors engine/Kernel/Margin/NakedShorts.cs.
library NakedShorts {
    /// @notice With opposite signs the net short, else all that is sold: max(0, -(calls + puts)) or -calls - puts when
    /// both are sold. A long call at a strike covers a short put there (together they are a forward).
    /// @param calls Signed quantity of calls, magnitude below 2^62.
    /// @param puts Signed quantity of puts, magnitude below 2^62.
    /// @return A quantity, at least zero.
    function atStrike(int256 calls, int256 puts) internal pure returns (int256) {
        // A sum of 63-bit numbers.
        unchecked {
            int256 net = calls + puts;
            return net < 0 ? -net : int256(0);
        }
    }
}
