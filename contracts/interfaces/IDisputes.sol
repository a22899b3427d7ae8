// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a consumer asks about disproved attestations.
interface IDisputes {
    /// @notice Whether the attestation of this digest has been disproved.
    function proved(bytes32 digest) external view returns (bool);
}
