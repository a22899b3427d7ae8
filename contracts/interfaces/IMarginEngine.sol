// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The on-chain engine that a ModelRegistry pins.
/// @notice Total for every listed instrument: valuation clamps and never reverts on a price (rule C4).
interface IMarginEngine {
    /// @notice Thrown when no section lists the instrument's underlying or expiry.
    error MissingSection(bytes32 instrument);

    /// @notice Thrown when a section's bytes are not what its hash commits to.
    error MalformedPreimage(uint8 section);

    /// @notice The instrument's mark, 1e-8 of its quote for one unit of its underlying.
    /// @param sections The market sections that value it, as registered.
    function mark(bytes32 instrument, bytes[] calldata sections) external pure returns (int64);
}
