// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {IMarginVaultBase} from "./interfaces/IMarginVaultBase.sol";
import {Fill, MarginTags, Order} from "./interfaces/IMarginTypes.sol";

/// @title Signed limit orders: their digests, signatures and limits.
library OrderBook {
    bytes32 internal constant ORDER_TYPEHASH = keccak256(
        "Order(bytes32 account,address operator,bytes32 instrument,bool buy,uint64 maxQuantity,int64 limitPrice,"
        "uint128 maxFee,uint64 nonce,uint64 deadline)"
    );

    /// @notice Gas for an owner contract's `isValidSignature`, so that one order cannot burn a batch.
    uint256 internal constant SIGNATURE_GAS = 100_000;

    /// @notice The EIP-712 struct hash.
    function structHash(Order calldata order) internal pure returns (bytes32) {
        return keccak256(abi.encode(ORDER_TYPEHASH, order));
    }

    /// @notice keccak256(TAG_ORDER, n, order digests, m, then buyOrder, sellOrder, quantity, price of each fill).
    function actionHash(bytes32[] memory digests, Fill[] calldata fills) internal pure returns (bytes32) {
        uint256 orderCount = digests.length;
        bytes32[] memory words = new bytes32[](3 + orderCount + 4 * fills.length);
        words[0] = MarginTags.ORDER;
        words[1] = bytes32(orderCount);
        for (uint256 i = 0; i < orderCount; ++i) words[2 + i] = digests[i];
        words[2 + orderCount] = bytes32(fills.length);
        for (uint256 i = 0; i < fills.length; ++i) {
            uint256 start = 3 + orderCount + 4 * i;
            words[start] = bytes32(uint256(fills[i].buyOrder));
            words[start + 1] = bytes32(uint256(fills[i].sellOrder));
            words[start + 2] = bytes32(uint256(fills[i].quantity));
            words[start + 3] = bytes32(uint256(int256(fills[i].price)));
        }
        return keccak256(abi.encodePacked(words));
    }

    /// @notice Refuses an order that may not be cleared now by this caller.
    function requireLive(Order calldata order, uint64 minNonce) internal view {
        if (order.deadline < block.timestamp) revert IMarginVaultBase.OrderExpired(order.deadline);
        if (order.nonce < minNonce) revert IMarginVaultBase.OrderNonceUsed(order.nonce, minNonce);
        if (order.operator != address(0) && order.operator != msg.sender) {
            revert IMarginVaultBase.OperatorMismatch(order.operator);
        }
    }

    /// @notice Refuses a price beyond the order's limit.
    function requireWithinLimit(Order calldata order, int64 price) internal pure {
        if (order.buy ? price > order.limitPrice : price < order.limitPrice) {
            revert IMarginVaultBase.LimitViolated(price, order.limitPrice);
        }
    }

    /// @notice Refuses a fee above the filled share of the order's limit.
    function requireFeeWithinLimit(Order calldata order, uint128 fee, uint64 quantity) internal pure {
        if (uint256(fee) * order.maxQuantity > uint256(order.maxFee) * quantity) {
            revert IMarginVaultBase.FeeAboveLimit(fee, order.maxFee);
        }
    }

    /// @notice Whether the owner signed: by its key (which an account with delegated code keeps), else by ERC-1271.
    function isSignedBy(address owner, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == owner) return true;
        if (owner.code.length == 0) return false;
        (bool success, bytes memory answer) = owner.staticcall{gas: SIGNATURE_GAS}(
            abi.encodeCall(IERC1271.isValidSignature, (digest, signature))
        );
        return success && answer.length == 32 && bytes32(answer) == bytes32(IERC1271.isValidSignature.selector);
    }
}
