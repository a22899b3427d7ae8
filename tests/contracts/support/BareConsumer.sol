// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarginConsumer} from "../../../contracts/MarginConsumer.sol";
import {Attestation, Signatures, Subject} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title A consumer that shows every internal function as it is.
contract BareConsumer is MarginConsumer {
    uint256 public gasUsed;

    constructor(
        address verifier_,
        address market_,
        address models_,
        bytes32 modelId,
        uint32 maxAge_
    ) MarginConsumer(verifier_, market_, models_, modelId, maxAge_) {}

    function gate(
        Attestation calldata attestation,
        Signatures calldata signatures,
        Subject memory subject
    ) external returns (bytes32 digest) {
        uint256 before = gasleft();
        digest = _require(attestation, signatures, subject);
        gasUsed = before - gasleft();
    }

    function spend(uint64 epoch, uint128 value) external {
        _spend(epoch, value);
    }

    function adoptModel(bytes32 modelId) external {
        _adoptModel(modelId);
    }
}
