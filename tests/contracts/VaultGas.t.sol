// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VaultFixture} from "./support/VaultFixture.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {Attestation, Signatures, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Gas of the instant withdrawal as a whole transaction.
contract VaultGasTests is VaultFixture {
    event Measured(string what, uint256 gasUsed);

    uint256 private constant TRANSACTION_GAS = 21_000;
    uint256 private constant ZERO_BYTE_GAS = 4;
    uint256 private constant OTHER_BYTE_GAS = 16;

    /// @notice Measured 100,986 without the token: 21,000 and 14,872 of calldata; 22,042 for the check of 3 of 5;
    /// 11,253 for the market, 5,325 for the model, 8,550 for the outflow limit, each with the first touch of its
    /// contract; 17,900 in the vault, of which 9,200 are its three words of storage. The account's 20 rows are not in
    /// it, only their hash.
    function test_Withdraw_AttestedInstant_WholeTransaction() public {
        _deposit(aliceAccount, 500_000e6);
        WithdrawRequest memory request = WithdrawRequest(aliceAccount, 0, 10_000e6, RECIPIENT);
        _withdrawOnce(request);
        bytes memory data = _call(request);
        vm.cool(address(vault));
        vm.cool(address(verifier));
        vm.cool(address(market));
        vm.cool(address(models));

        vm.prank(alice);
        uint256 before = gasleft();
        (bool success, ) = address(vault).call(data);
        uint256 used = before - gasleft();

        assertTrue(success, "withdrawn");
        uint256 token = _transferGas();
        uint256 total = TRANSACTION_GAS + _calldataGas(data) + used - token;
        emit Measured("calldata", _calldataGas(data));
        emit Measured("execution", used);
        emit Measured("token transfer", token);
        emit Measured("total without token", total);
        assertAtMost(total, 101_500, "gas of W1");
    }

    function _withdrawOnce(WithdrawRequest memory request) private {
        bytes memory data = _call(request);
        vm.prank(alice);
        (bool success, ) = address(vault).call(data);
        assertTrue(success, "first withdrawal");
    }

    function _call(WithdrawRequest memory request) private view returns (bytes memory) {
        Attestation memory attestation = _withdrawal(request);
        Signatures memory signatures = _signed(attestation);
        return abi.encodeCall(IMarginVault.withdraw, (request, attestation, signatures));
    }

    /// @notice The token's own part of a transfer between accounts that hold it already, warm.
    function _transferGas() private returns (uint256 used) {
        vm.prank(RECIPIENT);
        uint256 before = gasleft();
        cash.transfer(address(vault), 1);
        used = before - gasleft();
    }

    function _calldataGas(bytes memory data) private pure returns (uint256 gas_) {
        for (uint256 i = 0; i < data.length; ++i) gas_ += data[i] == 0 ? ZERO_BYTE_GAS : OTHER_BYTE_GAS;
    }
}
