// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDisputes} from "../../../contracts/interfaces/IDisputes.sol";

/// @title A record of disproved attestations that anyone writes: for tests of what a consumer does about one.
contract DisputeRecord is IDisputes {
    /// @inheritdoc IDisputes
    mapping(bytes32 digest => bool) public override proved;

    /// @notice Marks an attestation as disproved.
    function disprove(bytes32 digest) external {
        proved[digest] = true;
    }
}
