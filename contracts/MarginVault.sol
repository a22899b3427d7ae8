// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {VaultTrading} from "./VaultTrading.sol";
import {IMarginVault} from "./interfaces/IMarginVault.sol";
import {IVaultTrading} from "./interfaces/IVaultTrading.sol";
import {AccountChange, Attestation, Fill, Order, Row, Signatures} from "./interfaces/IMarginTypes.sol";
import {OrderDomain} from "./vault/OrderDomain.sol";
import {VaultAccounts} from "./vault/VaultAccounts.sol";
import {VaultAuctionStates} from "./vault/VaultAuctionStates.sol";
import {VaultStorage} from "./vault/VaultStorage.sol";

/// @title Margin accounts behind attestation gates.
/// @notice Its parts, each one concept and built on the one before: VaultStorage, AttestationGate (what an attestation
/// must equal), Shortfall (insurance, haircut), VaultAccounts (deposits, governance), VaultExits and VaultInstantExits
/// (withdrawals), VaultAuctionStates; and VaultTrading (clearing, settlement, slices), which it runs in its own
/// storage.
contract MarginVault is VaultAuctionStates, OrderDomain {
    using Address for address;

    /// @notice The code behind `clear`, `settle` and `applySlice`; fixed, as everything here.
    address public immutable trading;

    constructor(Config memory config, VaultTrading trading_) VaultStorage(config) VaultAccounts(config) {
        bytes32 configHash = keccak256(abi.encode(config));
        if (trading_.configHash() != configHash) revert ConfigMismatch(trading_.configHash(), configHash);
        trading = address(trading_);
    }

    /// @inheritdoc IVaultTrading
    function clear(
        Fill[] calldata,
        Order[] calldata,
        bytes[] calldata,
        AccountChange[] calldata,
        bytes[] calldata
    ) external override {
        _forward();
    }

    /// @inheritdoc IVaultTrading
    function settle(bytes32, Row[] calldata) external override {
        _forward();
    }

    /// @inheritdoc IVaultTrading
    function applySlice(
        SliceSale calldata,
        Row[] calldata,
        Row[] calldata,
        Attestation calldata,
        Signatures calldata
    ) external override {
        _forward();
    }

    /// @inheritdoc IMarginVault
    function orderDigest(Order calldata order) external view override returns (bytes32) {
        return _orderDigest(order);
    }

    /// @notice Runs this very call in the trading code; an error comes back as it is.
    function _forward() private {
        trading.functionDelegateCall(msg.data);
    }
}
