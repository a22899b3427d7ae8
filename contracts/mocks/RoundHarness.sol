// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";

/// @title Rounds that anyone writes, for proofs in markets that no registry would list.
contract RoundHarness {
    mapping(uint64 round => bytes32) private _marketHashes;

    /// @notice Sets rounds from `first` on.
    function register(uint64 first, bytes32[] calldata marketHashes) external {
        for (uint64 i = 0; i < marketHashes.length; ++i) _marketHashes[first + i] = marketHashes[i];
    }

    /// @notice As IMarketRegistry.snapshot.
    function snapshot(uint64 round) external view returns (IMarketRegistry.Snapshot memory found) {
        found.marketHash = _marketHashes[round];
    }
}
