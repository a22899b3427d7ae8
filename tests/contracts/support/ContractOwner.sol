// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title An ERC-1271 owner that accepts one digest, or misbehaves.
contract ContractOwner {
    bytes32 public accepted;
    bool public burnsGas;

    function accept(bytes32 digest) external {
        accepted = digest;
    }

    function burnGas() external {
        burnsGas = true;
    }

    function run(address target, bytes calldata data) external returns (bytes memory) {
        (bool success, bytes memory answer) = target.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        return answer;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        while (burnsGas) {}
        return digest == accepted ? this.isValidSignature.selector : bytes4(0);
    }
}
