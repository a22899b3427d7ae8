// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommittee} from "./ICommittee.sol";
import {Attestation, Batch, Signatures} from "./IMarginTypes.sol";

/// @title Checks attestations of one attester committee and limits the outflow that they can authorise.
/// @dev Warning: `check` binds chain, verifier, consumer, time, block and committee. The consumer binds account,
/// sequence, books, cash, action, model, round and purpose itself, and must mark its own sequence consumed: nothing is
/// stored here.
interface IMarginVerifier is ICommittee {
    /// @notice Emitted when a consumer's share of the outflow limit changes.
    event Allocated(address indexed consumer, uint32 ppm);

    /// @notice Emitted when the bonded floor of an epoch changes.
    event BondedFloorSet(uint64 indexed epoch, uint96 bondedFloor);

    /// @notice Emitted when the bonds take over the floors of this committee.
    event BondsNamed(address bonds);

    /// @notice Emitted by `spend`.
    event Spent(address indexed consumer, uint64 indexed epoch, uint128 amount);

    /// @notice Thrown when the attestation is for another contract than the caller.
    error WrongConsumer(address consumer);

    /// @notice Thrown when the attestation's validity has ended.
    error AttestationExpired(uint64 validUntil);

    /// @notice Thrown when the attestation claims more validity than the verifier grants.
    error ValidityTooLong(uint64 validUntil, uint64 latest);

    /// @notice Thrown when the attested block lies in the future or beyond the history that the chain keeps.
    error BlockOutOfRange(uint64 blockNumber);

    /// @notice Thrown when the attested block is not in this chain's history.
    error BlockHashMismatch(bytes32 given, bytes32 actual);

    /// @notice Thrown when a batch header and its member disagree, or its purpose has no batch form.
    error BatchHeaderMismatch();

    /// @notice Thrown when a Merkle proof's index, length or hashes do not lead to the root.
    error ProofMismatch();

    /// @notice Thrown when the shares would sum to more than the whole.
    error AllocationExceeded(uint256 givenPpm, uint256 freePpm);

    /// @notice Thrown when an outflow exceeds what the window has left.
    error OutflowExceeded(uint128 wanted, uint128 available);

    /// @notice Thrown when the bonds are named again.
    error BondsAlreadyNamed(address bonds);

    /// @notice Thrown when anyone else sets a floor after the bonds were named.
    error OnlyBonds(address caller);

    /// @notice Thrown when the guardian tries to raise a limit.
    error OnlyDownward();

    /// @notice Thrown when a constructor argument is outside its documented range.
    error LimitOutOfRange();

    /// @notice The EIP-712 digest that the attesters sign.
    function digest(Attestation calldata attestation) external view returns (bytes32);

    /// @notice The EIP-712 digest of a batch header.
    function batchDigest(Batch calldata batch) external view returns (bytes32);

    /// @notice Refuses unless the caller is the consumer, exactly k signers of the attestation's active epoch signed,
    /// it is valid now for no longer than `maxValidity`, and its block is in this chain's recent history.
    /// @return The digest, which identifies the attestation for replay marks and disputes.
    function check(Attestation calldata attestation, Signatures calldata signatures) external view returns (bytes32);

    /// @notice As `check` and `spend` in one call, for a consumer that writes the attestation's members itself and
    /// hands in their EIP-712 hash. Over the limit nothing is drawn, and the call does not fail (X1). There is no
    /// event: the consumer's own tells the payment.
    /// @dev Warning: consumer, block, block hash, `validUntil` and `epoch` inside the hash are the caller's own word. A
    /// caller that hashes something else than it says deceives nobody but itself: what it is told is about that hash,
    /// and what it draws is its own share. The signers signed every member, so a hash with one altered is refused.
    /// @param structHash keccak256(typehash, members).
    /// @param terms The epoch's `epochTerms`, which save 4,200 gas while they are right; others are not used.
    /// @param bitmap Bit j: signer j of the epoch's set signed.
    /// @param quorum For each signer of the set in order: r and vs (EIP-2098, low s) if its bit is set, else its
    /// address.
    /// @return digest_ What the signers signed.
    /// @return drawn Whether the amount was drawn.
    function spendAttested(
        bytes32 structHash,
        uint64 validUntil,
        uint64 epoch,
        bytes32 terms,
        uint128 amount,
        uint64 bitmap,
        bytes32[] calldata quorum
    ) external returns (bytes32 digest_, bool drawn);

    /// @notice As `check`, for a member of a batch signed once (Liquidate and Report only).
    /// @dev Leaf = keccak256(TAG_LEAF, digest of the member), node = keccak256(TAG_NODE, left, right), padding up to
    /// 2^depth leaves = keccak256(TAG_PAD); depth is the smallest with 2^depth >= count; position `index` is fixed.
    /// The member's epoch, marketHash, parametersHash, purpose and validUntil equal the header's.
    /// @param proof The `depth` siblings from the leaf upward.
    /// @return The member's own digest.
    function checkMember(
        Attestation calldata attestation,
        Batch calldata batch,
        uint32 index,
        bytes32[] calldata proof,
        Signatures calldata signatures
    ) external view returns (bytes32);

    /// @notice Who signed, whatever the time, the caller and the epoch's state: for disputes.
    /// @return The bitmap of the k signers in the epoch's set.
    function recover(Attestation calldata attestation, Signatures calldata signatures) external view returns (uint256);

    /// @notice As `recover`, for a member of a batch.
    function recoverMember(
        Attestation calldata attestation,
        Batch calldata batch,
        uint32 index,
        bytes32[] calldata proof,
        Signatures calldata signatures
    ) external view returns (uint256);

    /// @notice Sets a consumer's share of the outflow limit, in millionths. The timelock sets any share, the guardian
    /// may only lower. A share given up returns to the pool with the next window.
    function allocate(address consumer, uint32 ppm) external;

    /// @notice Sets the sum of the bonds of an epoch's k least-bonded signers, in micro-units: the most that a
    /// dishonest quorum is sure to lose. Zero until set: instant exits are then queued. The bonds set it by themselves
    /// once they are named; until then the timelock states any amount, and the guardian may only lower it.
    function setBondedFloor(uint64 epoch, uint96 bondedFloor) external;

    /// @notice Names the contract that holds the bonds, once and for good. Only the timelock. Floors that were stated
    /// stay until the bonds tell theirs (`IAttesterBond.enrol`).
    function nameBonds(address bonds_) external;

    /// @notice Draws on the caller's share in the present window of an active epoch.
    function spend(uint64 epoch, uint128 amount) external;

    /// @notice The contract that sets the floors; zero until it is named.
    function bonds() external view returns (address);

    /// @notice Part of the bonded floor that one window may pay out, millionths.
    function betaPpm() external view returns (uint32);

    /// @notice Longest validity that an attestation may still have, seconds.
    function maxValidity() external view returns (uint64);

    /// @notice A consumer's share of the outflow limit, millionths.
    function shareOf(address consumer) external view returns (uint32);

    /// @notice The epoch's terms in one word: uint96 bondedFloor | uint8 threshold | uint40 expiresAt |
    /// uint40 activeFrom.
    function epochTerms(uint64 epoch) external view returns (bytes32);

    /// @notice What the consumer may still draw now: share * beta * bondedFloor less what it drew in this window; zero
    /// if the epoch is not active. Windows are aligned to multiples of their length; what a consumer drew in a window
    /// counts across a change of epoch.
    /// @dev Warning: an interval across two windows can see twice the share; beta <= 0.5 keeps even that within the
    /// bond.
    function available(uint64 epoch, address consumer) external view returns (uint128);
}
