// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The part of a Chainlink-style aggregator that the registry reads.
/// @notice A price feed, or a sequencer uptime feed, whose `answer` is 0 while the sequencer is up and whose
/// `startedAt` is the time of its last change.
interface IReferenceFeed {
    /// @notice Decimal places of `answer`.
    function decimals() external view returns (uint8);

    /// @notice The latest answer and its times.
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
