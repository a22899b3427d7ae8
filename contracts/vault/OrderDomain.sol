// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {OrderBook} from "../OrderBook.sol";
import {Order} from "../interfaces/IMarginTypes.sol";

/// @title The EIP-712 domain of orders: always the vault's address, also when the trading code runs in its storage.
abstract contract OrderDomain is EIP712 {
    constructor() EIP712("VerifiableMarginVault", "1") {}

    function _orderDigest(Order calldata order) internal view returns (bytes32) {
        return _hashTypedDataV4(OrderBook.structHash(order));
    }
}
