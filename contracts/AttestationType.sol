// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Attestation} from "./interfaces/IMarginTypes.sol";

/// @title The EIP-712 type of an attestation.
library AttestationType {
    bytes32 internal constant TYPEHASH = keccak256(
        "Attestation(address consumer,bytes32 account,uint64 sequence,bytes32 priorBookHash,bytes32 bookHash,"
        "int128 cash,bytes32 actionHash,bytes32 engineId,bytes32 parametersHash,bytes32 scenarioHash,uint64 round,"
        "bytes32 marketHash,bytes32 totalsHash,int128 equity,uint128 initialMargin,uint128 maintenanceMargin,"
        "uint128 valueAtRisk,uint128 expectedShortfall,int128 priorExcess,bytes32 bundleHash,uint64 validUntil,"
        "uint64 blockNumber,bytes32 blockHash,uint64 epoch,uint8 purpose)"
    );

    /// @notice keccak256(abi.encode(TYPEHASH, attestation)).
    function structHash(Attestation memory attestation) internal pure returns (bytes32 hash) {
        bytes32 typeHash = TYPEHASH;
        // The members are 25 words in a row. The word before them becomes the type for as long as the hash takes, and
        // is then what it was. 224 gas, against 1,131 for the expression above.
        assembly ("memory-safe") {
            let words := sub(attestation, 0x20)
            let kept := mload(words)
            mstore(words, typeHash)
            hash := keccak256(words, 0x340)
            mstore(words, kept)
        }
    }
}
