// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReferenceFeed} from "../interfaces/IReferenceFeed.sol";

/// @title A reference price for development chains: anyone sets it, and it is never stale.
contract LocalFeed is IReferenceFeed {
    int256 private _answer;

    constructor(int256 answer_) {
        _answer = answer_;
    }

    /// @notice Sets the price, 1e-8.
    function set(int256 answer_) external {
        _answer = answer_;
    }

    /// @inheritdoc IReferenceFeed
    function decimals() external pure override returns (uint8) {
        return 8;
    }

    /// @inheritdoc IReferenceFeed
    function latestRoundData() external view override returns (uint80, int256, uint256, uint256, uint80) {
        return (1, _answer, block.timestamp, block.timestamp, 1);
    }
}
