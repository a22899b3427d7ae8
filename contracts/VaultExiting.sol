// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VaultEscape} from "./vault/VaultEscape.sol";
import {VaultStorage} from "./vault/VaultStorage.sol";

/// @title The vault's code for every way out but the instant attested one, in a contract of its own for its size.
/// @notice A MarginVault runs it by delegatecall, as it runs VaultTrading.
contract VaultExiting is VaultEscape {
    /// @notice keccak256 of the encoded Config.
    bytes32 public immutable configHash;

    constructor(Config memory config) VaultStorage(config) {
        configHash = keccak256(abi.encode(config));
    }
}
