// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReferenceFeed} from "../../../contracts/interfaces/IReferenceFeed.sol";

/// @title A price or uptime feed that answers what the test sets, or misbehaves as the test asks.
contract FeedDouble is IReferenceFeed {
    enum Conduct {
        Answer,
        Revert,
        ShortAnswer,
        HugeAnswer,
        BurnGas
    }

    uint8 public override decimals;
    int256 private _answer;
    uint256 private _startedAt;
    uint256 private _updatedAt;
    Conduct private _conduct;

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function set(int256 answer, uint256 startedAt, uint256 updatedAt) external {
        (_answer, _startedAt, _updatedAt) = (answer, startedAt, updatedAt);
    }

    function misbehave(Conduct conduct) external {
        _conduct = conduct;
    }

    function latestRoundData() external view override returns (uint80, int256, uint256, uint256, uint80) {
        Conduct conduct = _conduct;
        if (conduct == Conduct.Revert) revert("out of order");
        if (conduct == Conduct.ShortAnswer) _return(128);
        if (conduct == Conduct.HugeAnswer) _return(50_000);
        while (conduct == Conduct.BurnGas) {}
        return (1, _answer, _startedAt, _updatedAt, 1);
    }

    /// @notice Returns `size` bytes that begin with a usable answer.
    function _return(uint256 size) private view {
        (int256 answer, uint256 startedAt, uint256 updatedAt) = (_answer, _startedAt, _updatedAt);
        assembly {
            mstore(0x20, answer)
            mstore(0x40, startedAt)
            mstore(0x60, updatedAt)
            return(0, size)
        }
    }
}
