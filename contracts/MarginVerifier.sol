// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AttestationType} from "./AttestationType.sol";
import {BlockHistory} from "./BlockHistory.sol";
import {Committee} from "./Committee.sol";
import {EpochTerms} from "./EpochTerms.sol";
import {Governed} from "./Governed.sol";
import {MerkleBatch} from "./MerkleBatch.sol";
import {OutflowLimiter} from "./OutflowLimiter.sol";
import {ICommittee} from "./interfaces/ICommittee.sol";
import {IMarginVerifier} from "./interfaces/IMarginVerifier.sol";
import {Attestation, Batch, Purpose, Signatures} from "./interfaces/IMarginTypes.sol";

/// @title Checks the attestations of one attester committee.
contract MarginVerifier is OutflowLimiter {
    /// @notice EIP-712 type of an attestation.
    bytes32 public constant ATTESTATION_TYPEHASH = AttestationType.TYPEHASH;

    /// @notice EIP-712 type of a batch header.
    bytes32 public constant BATCH_TYPEHASH = keccak256(
        "Batch(bytes32 root,uint32 count,uint8 depth,uint64 epoch,bytes32 marketHash,bytes32 parametersHash,"
        "uint8 purpose,uint64 validUntil)"
    );

    /// @dev Words of a static struct in calldata.
    uint256 private constant ATTESTATION_WORDS = 25;
    uint256 private constant BATCH_WORDS = 8;

    /// @inheritdoc IMarginVerifier
    uint64 public immutable override maxValidity;

    /// @param timelock_ Registers epochs and allocates.
    /// @param guardian_ Ends epochs and lowers limits.
    /// @param disjointFrom_ The publishers' committee, or zero.
    /// @param maxValidity_ Seconds, 1 to 86,400.
    /// @param betaPpm Part of the bonded floor that one window may pay out, 1 to 1,000,000.
    /// @param window Length of the outflow window, seconds, at least 1.
    constructor(
        address timelock_,
        address guardian_,
        ICommittee disjointFrom_,
        uint64 maxValidity_,
        uint32 betaPpm,
        uint64 window
    )
        Governed(timelock_, guardian_)
        Committee(disjointFrom_)
        EIP712("VerifiableMargin", "1")
        OutflowLimiter(betaPpm, window)
    {
        if (maxValidity_ == 0 || maxValidity_ > 1 days) revert LimitOutOfRange();
        maxValidity = maxValidity_;
    }

    /// @inheritdoc IMarginVerifier
    function check(
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external view override returns (bytes32 digest_) {
        _requireTimely(attestation);
        digest_ = _digest(attestation);
        uint256 words = _requireQuorum(_requireActive(attestation.epoch), digest_, signatures);
        // Beside the two: the offset of the signatures.
        _requireCalldata(ATTESTATION_WORDS + 1 + words);
    }

    /// @inheritdoc IMarginVerifier
    function spendAttested(
        bytes32 structHash,
        uint64 validUntil,
        uint64 epoch,
        bytes32 epochTerms_,
        uint128 amount,
        uint64 bitmap,
        bytes32[] calldata quorum
    ) external override returns (bytes32 digest_, bool drawn) {
        _requireValid(validUntil);
        digest_ = _hashTypedDataV4(structHash);
        EpochTerms terms = _requireSealedQuorum(epoch, EpochTerms.wrap(epochTerms_), digest_, bitmap, quorum);
        return (digest_, _draw(terms.bondedFloor(), amount));
    }

    /// @inheritdoc IMarginVerifier
    function checkMember(
        Attestation calldata attestation,
        Batch calldata batch,
        uint32 index,
        bytes32[] calldata proof,
        Signatures calldata signatures
    ) external view override returns (bytes32 digest_) {
        _requireTimely(attestation);
        digest_ = _requireMember(attestation, batch, index, proof);
        uint256 words = _requireQuorum(_requireActive(batch.epoch), _batchDigest(batch), signatures);
        // Beside the structs: the index, two offsets, and the proof with its length.
        _requireCalldata(ATTESTATION_WORDS + BATCH_WORDS + 4 + proof.length + words);
    }

    /// @inheritdoc IMarginVerifier
    function recover(
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external view override returns (uint256) {
        _requireQuorum(_registered(attestation.epoch), _digest(attestation), signatures);
        return signatures.bitmap;
    }

    /// @inheritdoc IMarginVerifier
    function recoverMember(
        Attestation calldata attestation,
        Batch calldata batch,
        uint32 index,
        bytes32[] calldata proof,
        Signatures calldata signatures
    ) external view override returns (uint256) {
        _requireMember(attestation, batch, index, proof);
        _requireQuorum(_registered(batch.epoch), _batchDigest(batch), signatures);
        return signatures.bitmap;
    }

    /// @inheritdoc IMarginVerifier
    function digest(Attestation calldata attestation) external view override returns (bytes32) {
        return _digest(attestation);
    }

    /// @inheritdoc IMarginVerifier
    function batchDigest(Batch calldata batch) external view override returns (bytes32) {
        return _batchDigest(batch);
    }

    /// @dev Refuses unless the header speaks for the member and its digest is a leaf of the header's tree.
    function _requireMember(
        Attestation calldata attestation,
        Batch calldata batch,
        uint32 index,
        bytes32[] calldata proof
    ) private view returns (bytes32 digest_) {
        if (
            (batch.purpose != Purpose.Liquidate && batch.purpose != Purpose.Report) ||
            attestation.purpose != batch.purpose ||
            attestation.epoch != batch.epoch ||
            attestation.marketHash != batch.marketHash ||
            attestation.parametersHash != batch.parametersHash ||
            attestation.validUntil != batch.validUntil
        ) revert BatchHeaderMismatch();
        digest_ = _digest(attestation);
        if (!MerkleBatch.holds(batch.root, batch.count, batch.depth, index, proof, digest_)) revert ProofMismatch();
    }

    function _registered(uint64 epoch) private view returns (StoredEpoch storage stored) {
        stored = _epochs[epoch];
        if (stored.count == 0) revert EpochNotActive(epoch);
    }

    /// @dev Caller, validity and block.
    function _requireTimely(Attestation calldata attestation) private view {
        if (attestation.consumer != msg.sender) revert WrongConsumer(attestation.consumer);
        _requireValid(attestation.validUntil);
        bytes32 actual = BlockHistory.hashOf(attestation.blockNumber);
        if (actual == 0) revert BlockOutOfRange(attestation.blockNumber);
        if (actual != attestation.blockHash) revert BlockHashMismatch(attestation.blockHash, actual);
    }

    function _requireValid(uint64 validUntil) private view {
        if (block.timestamp > validUntil) revert AttestationExpired(validUntil);
        uint256 latest = block.timestamp + maxValidity;
        if (validUntil > latest) revert ValidityTooLong(validUntil, uint64(latest));
    }

    function _digest(Attestation calldata attestation) private view returns (bytes32) {
        bytes32 typeHash = ATTESTATION_TYPEHASH;
        bytes32 structHash;
        // Writes beyond the free pointer only, and keeps nothing there. A static struct lies in calldata as its EIP-712
        // words; one that is wider than its type gives a digest that no attester signs, and reverts where it is read.
        // 1,511 gas less than keccak256(abi.encode(typeHash, attestation)).
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, typeHash)
            calldatacopy(add(words, 0x20), attestation, 0x320)
            structHash := keccak256(words, 0x340)
        }
        return _hashTypedDataV4(structHash);
    }

    function _batchDigest(Batch calldata batch) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(BATCH_TYPEHASH, batch)));
    }
}
