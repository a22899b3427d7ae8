// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {VaultExiting} from "./VaultExiting.sol";
import {VaultTrading} from "./VaultTrading.sol";
import {IMarginVault} from "./interfaces/IMarginVault.sol";
import {IVaultExits} from "./interfaces/IVaultExits.sol";
import {IVaultTrading} from "./interfaces/IVaultTrading.sol";
import {
    AccountChange,
    Attestation,
    Fill,
    MarketInput,
    Order,
    Row,
    Signatures,
    WithdrawRequest
} from "./interfaces/IMarginTypes.sol";
import {OrderDomain} from "./vault/OrderDomain.sol";
import {VaultAccounts} from "./vault/VaultAccounts.sol";
import {VaultAuctionStates} from "./vault/VaultAuctionStates.sol";
import {VaultStorage} from "./vault/VaultStorage.sol";

/// @title Margin accounts behind attestation gates.
/// @notice Its parts, each one concept and built on the one before: VaultStorage, AttestationGate (what an attestation
/// must equal), Shortfall (insurance, haircut), VaultAccounts (deposits, governance), ExitQueue and VaultInstantExits
/// (the fast way out), VaultAuctionStates; and two that it runs in its own storage: VaultTrading (clearing, settlement,
/// slices) and VaultExiting (the other ways out).
contract MarginVault is VaultAuctionStates, OrderDomain {
    using Address for address;

    /// @notice The code behind `clear`, `settle` and `applySlice`; fixed, as everything here.
    address public immutable trading;

    /// @notice The code behind every way out but `withdrawAttested`.
    address public immutable exiting;

    constructor(
        Config memory config,
        VaultTrading trading_,
        VaultExiting exiting_
    ) VaultStorage(config) VaultAccounts(config) {
        bytes32 configHash = keccak256(abi.encode(config));
        _requireBuiltWith(configHash, trading_.configHash());
        _requireBuiltWith(configHash, exiting_.configHash());
        (trading, exiting) = (address(trading_), address(exiting_));
    }

    /// @inheritdoc IVaultTrading
    function clear(
        Fill[] calldata,
        Order[] calldata,
        bytes[] calldata,
        AccountChange[] calldata,
        bytes[] calldata
    ) external override {
        _forward(trading);
    }

    /// @inheritdoc IVaultTrading
    function settle(bytes32, Row[] calldata) external override {
        _forward(trading);
    }

    /// @inheritdoc IVaultTrading
    function applySlice(
        SliceSale calldata,
        Row[] calldata,
        Row[] calldata,
        Attestation calldata,
        Signatures calldata
    ) external override {
        _forward(trading);
    }

    /// @inheritdoc IVaultTrading
    function applySliceProved(
        SliceSale calldata,
        Row[] calldata,
        Row[] calldata,
        MarketInput calldata,
        int128
    ) external override {
        _forward(trading);
    }

    /// @inheritdoc IVaultExits
    function withdrawProved(
        WithdrawRequest calldata,
        Row[] calldata,
        MarketInput calldata,
        int128
    ) external override returns (uint256) {
        return abi.decode(_forward(exiting), (uint256));
    }

    /// @inheritdoc IVaultExits
    function withdrawProvedSession(WithdrawRequest calldata, bytes32) external override returns (uint256) {
        return abi.decode(_forward(exiting), (uint256));
    }

    /// @inheritdoc IVaultExits
    function requestWithdraw(
        WithdrawRequest calldata,
        Attestation calldata,
        Signatures calldata
    ) external override returns (uint256) {
        return abi.decode(_forward(exiting), (uint256));
    }

    /// @inheritdoc IVaultExits
    function finaliseWithdraw(uint256) external override {
        _forward(exiting);
    }

    /// @inheritdoc IVaultExits
    function cancelWithdraw(uint256) external override {
        _forward(exiting);
    }

    /// @inheritdoc IVaultExits
    function withdrawFlat(WithdrawRequest calldata) external override {
        _forward(exiting);
    }

    /// @inheritdoc IVaultExits
    function requestExit(bytes32) external override {
        _forward(exiting);
    }

    /// @inheritdoc IVaultExits
    function escape(WithdrawRequest calldata, Row[] calldata) external override {
        _forward(exiting);
    }

    /// @inheritdoc IVaultExits
    function windDown() external override {
        _forward(exiting);
    }

    /// @inheritdoc IMarginVault
    function orderDigest(Order calldata order) external view override returns (bytes32) {
        return _orderDigest(order);
    }

    /// @notice Runs this very call in code of the vault's own; an error comes back as it is.
    function _forward(address code) private returns (bytes memory) {
        return code.functionDelegateCall(msg.data);
    }

    function _requireBuiltWith(bytes32 configHash, bytes32 given) private pure {
        if (given != configHash) revert ConfigMismatch(given, configHash);
    }
}
