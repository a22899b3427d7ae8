// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketSection} from "./MarketSection.sol";
import {ReferencePrices} from "./ReferencePrices.sol";
import {Signatures} from "./interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "./interfaces/IMarketRegistry.sol";

/// @title Settlement prices: signed by the publishers, or the reference's after the fallback.
abstract contract SettlementPrices is ReferencePrices {
    /// @notice EIP-712 type of a settlement price.
    bytes32 public constant SETTLEMENT_TYPEHASH = keccak256(
        "Settlement(bytes32 underlying,uint64 expiry,int64 price,uint64 epoch)"
    );

    /// @notice Seconds after an expiry from which the reference may settle it.
    uint64 public immutable settlementFallback;

    /// @dev 1e-8, by underlying and expiry; zero while there is none.
    mapping(bytes32 => mapping(uint40 => int64)) internal _settlements;

    constructor(uint64 settlementFallback_) {
        if (settlementFallback_ == 0 || settlementFallback_ > 30 days) revert LimitOutOfRange();
        settlementFallback = settlementFallback_;
    }

    /// @inheritdoc IMarketRegistry
    function registerSettlement(
        bytes32 underlying,
        uint40 expiry,
        int64 price,
        uint64 epoch,
        Signatures calldata signatures
    ) external override {
        if (block.timestamp < expiry) revert SettlementTooEarly(expiry);
        if (price <= 0 || price > MarketSection.MAX_PRICE) revert SettlementPriceOutOfRange(price);
        bytes32 digest_ = _settlementDigest(underlying, expiry, price, epoch);
        // Beside the signatures: four numbers and an offset.
        _requireCalldata(5 + _requireQuorum(_requireActive(epoch), digest_, signatures));
        _requireNearReference(underlying, price);
        _settle(underlying, expiry, price, false);
    }

    /// @inheritdoc IMarketRegistry
    function settleFromReference(bytes32 underlying, uint40 expiry) external override {
        uint64 from = uint64(expiry) + settlementFallback;
        if (block.timestamp < from) revert SettlementTooEarly(from);
        (int64 price, bool live) = _referencePrice(_listed(underlying));
        if (!live) revert ReferenceUnavailable(underlying);
        _settle(underlying, expiry, price, true);
    }

    /// @inheritdoc IMarketRegistry
    function settlementDigest(
        bytes32 underlying,
        uint40 expiry,
        int64 price,
        uint64 epoch
    ) external view override returns (bytes32) {
        return _settlementDigest(underlying, expiry, price, epoch);
    }

    /// @inheritdoc IMarketRegistry
    function settlement(bytes32 underlying, uint40 expiry) external view override returns (int64 price, bool set) {
        price = _settlements[underlying][expiry];
        set = price != 0;
    }

    function _settle(bytes32 underlying, uint40 expiry, int64 price, bool fromReference) private {
        if (_settlements[underlying][expiry] != 0) revert SettlementExists(underlying, expiry);
        _settlements[underlying][expiry] = price;
        emit SettlementRegistered(underlying, expiry, price, fromReference);
    }

    function _settlementDigest(
        bytes32 underlying,
        uint40 expiry,
        int64 price,
        uint64 epoch
    ) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(SETTLEMENT_TYPEHASH, underlying, expiry, price, epoch)));
    }
}
