// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VaultSlices} from "./vault/VaultSlices.sol";
import {VaultStorage} from "./vault/VaultStorage.sol";
import {VaultClearing} from "./vault/VaultClearing.sol";

/// @title The vault's trading code, in a contract of its own because one contract may not exceed 24,576 bytes.
/// @notice A MarginVault runs it by delegatecall, in its own storage; both are built from one Config, which the vault
/// checks. Called directly it works on its own empty storage, where no account exists and no token lies.
contract VaultTrading is VaultSlices {
    /// @notice keccak256 of the encoded Config.
    bytes32 public immutable configHash;

    constructor(Config memory config) VaultStorage(config) VaultClearing(config) {
        configHash = keccak256(abi.encode(config));
    }
}
