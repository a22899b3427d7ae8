// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The on-chain engine that a ModelRegistry pins.
/// @notice Total for every listed instrument: valuation clamps and never reverts on a price (rule C4).
interface IMarginEngine {
    /// @notice Thrown when no section lists the instrument's underlying or expiry.
    error MissingSection(bytes32 instrument);

    /// @notice Thrown when the instrument's expiry lists no volatility for its strike.
    error VolatilityMissing(bytes32 instrument);

    /// @notice Thrown when a section's bytes are not what its hash commits to.
    error MalformedPreimage(uint8 section);

    /// @notice The instrument's mark, 1e-8 of its quote for one unit of its underlying; 1e-8 of the coin when it settles in
    /// the coin. Today's value as the engine computes it: spot, perpetual, forward, or Black-76 at the listed volatility.
    /// @param observedAt The snapshot's time: time to expiry counts from here.
    /// @param sections All sections of the snapshot in order, as registered; section 0 holds the assets.
    function mark(bytes32 instrument, uint64 observedAt, bytes[] calldata sections) external pure returns (int64);
}
