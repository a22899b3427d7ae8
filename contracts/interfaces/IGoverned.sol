// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The two roles of governance.
/// @notice The timelock acts after notice; the guardian acts at once, and only to stop or to lower. Neither can be
/// replaced: contracts are immutable, so new roles mean a new deployment (rules G1, G2, G4).
interface IGoverned {
    /// @notice Thrown when a role is the zero address.
    error RoleMissing();

    /// @notice Thrown when someone other than the timelock calls.
    error OnlyTimelock(address caller);

    /// @notice Thrown when someone other than the guardian calls.
    error OnlyGuardian(address caller);

    /// @notice The contract that enforces the notice period of governance.
    function timelock() external view returns (address);

    /// @notice The account that may stop and lower at once.
    function guardian() external view returns (address);
}
