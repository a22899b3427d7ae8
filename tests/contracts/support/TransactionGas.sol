// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./Test.sol";

/// @title Gas of whole transactions, for test contracts that forge runs with `isolate`: each call from a test is then a
/// transaction of its own, with its intrinsic gas, and starts with every account and word cold.
abstract contract TransactionGas is Test {
    event Measured(string what, uint256 gasUsed);

    uint256 internal constant INTRINSIC_GAS = 21_000;
    uint256 internal constant COLD_ACCOUNT_GAS = 2_600;
    uint256 private constant ZERO_BYTE_GAS = 4;
    uint256 private constant OTHER_BYTE_GAS = 16;

    /// @notice What the transaction costs its sender, refunds not deducted.
    function _gasOf(address sender, address to, bytes memory data) internal returns (uint256 used) {
        vm.prank(sender);
        (bool success, ) = to.call(data);
        assertTrue(success, "transaction succeeded");
        used = vm.lastCallGas().gasTotalUsed;
        assertAtMost(INTRINSIC_GAS + _calldataGas(data), used, "isolated: at least its intrinsic gas");
        // EIP-7623: 10 gas for each 4 of calldata. At the floor the execution would not show.
        assertTrue(used != INTRINSIC_GAS + (_calldataGas(data) * 10) / 4, "above the calldata floor");
    }

    /// @notice What a contract pays that makes this call first in its transaction.
    function _gasOfInnerCall(address sender, address to, bytes memory data) internal returns (uint256) {
        return _gasOf(sender, to, data) - INTRINSIC_GAS - _calldataGas(data) + COLD_ACCOUNT_GAS;
    }

    function _assertCeiling(uint256 used, uint256 ceiling, string memory what) internal {
        emit Measured(what, used);
        assertAtMost(used, ceiling, what);
    }

    function _calldataGas(bytes memory data) internal pure returns (uint256 gas_) {
        for (uint256 i = 0; i < data.length; ++i) gas_ += data[i] == 0 ? ZERO_BYTE_GAS : OTHER_BYTE_GAS;
    }
}
