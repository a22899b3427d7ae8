// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CashExit, MarginTags} from "../interfaces/IMarginTypes.sol";

/// @title The parts of a CashExit's packed words.
library CashExits {
    function recipient(CashExit calldata exit) internal pure returns (address) {
        return address(bytes20(exit.payee));
    }

    /// @notice The account: the caller's address and the subaccount.
    function account(CashExit calldata exit) internal view returns (bytes32) {
        return bytes32((uint256(uint160(msg.sender)) << 96) | uint96(uint256(exit.payee)));
    }

    function epoch(CashExit calldata exit) internal pure returns (uint64) {
        return uint64(uint256(exit.committee) >> 64);
    }

    function bitmap(CashExit calldata exit) internal pure returns (uint64) {
        return uint64(uint256(exit.committee));
    }

    function expectedShortfall(CashExit calldata exit) internal pure returns (uint128) {
        return _high(exit.committee);
    }

    /// @notice keccak256(abi.encode(WithdrawRequest)): the account, asset 0, the amount, the recipient.
    function actionHash(CashExit calldata exit, bytes32 account_) internal pure returns (bytes32 hash) {
        (uint256 amount_, uint256 recipient_) = (amount(exit), uint160(recipient(exit)));
        // Writes only beyond the free pointer, and keeps nothing there. 157 gas, against 275 with
        // abi.encode.
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, account_)
            mstore(add(words, 0x20), 0)
            mstore(add(words, 0x40), amount_)
            mstore(add(words, 0x60), recipient_)
            hash := keccak256(words, 0x80)
        }
    }

    /// @notice As `BookHash.modelId` of the exit's three words, which follow each other.
    function modelId(CashExit calldata exit) internal pure returns (bytes32 hash) {
        bytes32 tag = MarginTags.MODEL;
        // Writes only beyond the free pointer, and keeps nothing there. engineId is the ninth word of the struct. 122
        // gas, against 273 with abi.encode.
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, tag)
            calldatacopy(add(words, 0x20), add(exit, 0x100), 0x60)
            hash := keccak256(words, 0x80)
        }
    }

    function sequence(CashExit calldata exit) internal pure returns (uint64) {
        return uint64(uint256(exit.bounds) >> 192);
    }

    function round(CashExit calldata exit) internal pure returns (uint64) {
        return uint64(uint256(exit.bounds) >> 128);
    }

    function validUntil(CashExit calldata exit) internal pure returns (uint64) {
        return uint64(uint256(exit.bounds) >> 64);
    }

    function blockNumber(CashExit calldata exit) internal pure returns (uint64) {
        return uint64(uint256(exit.bounds));
    }

    function amount(CashExit calldata exit) internal pure returns (uint128) {
        return _high(exit.payment);
    }

    function cash(CashExit calldata exit) internal pure returns (int128) {
        return int128(_low(exit.payment));
    }

    function equity(CashExit calldata exit) internal pure returns (int128) {
        return int128(_high(exit.requirement));
    }

    function initialMargin(CashExit calldata exit) internal pure returns (uint128) {
        return _low(exit.requirement);
    }

    function maintenanceMargin(CashExit calldata exit) internal pure returns (uint128) {
        return _high(exit.measures);
    }

    function valueAtRisk(CashExit calldata exit) internal pure returns (uint128) {
        return _low(exit.measures);
    }

    function _high(bytes32 word) private pure returns (uint128) {
        return uint128(uint256(word) >> 128);
    }

    function _low(bytes32 word) private pure returns (uint128) {
        return uint128(uint256(word));
    }
}
