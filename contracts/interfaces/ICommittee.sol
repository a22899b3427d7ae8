// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGoverned} from "./IGoverned.sol";

/// @title A committee of k-of-n signers that changes by epochs.
/// @notice Shared by the attesters (MarginVerifier) and the publishers (MarketRegistry). A signature is valid for its
/// epoch only. Epochs do not overlap: registering one ends its predecessor at the successor's `activeFrom`, so exactly
/// one signer set can act at a time and no bond backs two sets at once.
interface ICommittee is IGoverned {
    /// @notice One signer set and its life.
    struct Epoch {
        /// keccak256(TAG_SIGNERS, n, the signers as words in set order).
        bytes32 setHash;
        uint64 activeFrom;
        /// First second at which the epoch no longer signs.
        uint64 expiresAt;
        /// When the guardian ended it, or zero.
        uint64 killedAt;
        uint8 threshold;
        uint8 count;
    }

    /// @notice Emitted when a signer set is registered.
    event EpochRegistered(uint64 indexed epoch, bytes32 setHash, uint8 threshold, uint64 activeFrom, uint64 expiresAt);

    /// @notice Emitted when the guardian ends an epoch.
    event EpochEnded(uint64 indexed epoch);

    /// @notice Thrown when the epoch does not exist or has not begun.
    error EpochNotActive(uint64 epoch);

    /// @notice Thrown when the epoch has run out or a successor has begun.
    error EpochExpired(uint64 epoch);

    /// @notice Thrown when the guardian has ended the epoch.
    error EpochKilled(uint64 epoch);

    /// @notice Thrown when an epoch would begin in the past, end before it begins, or begin before its predecessor.
    error EpochTimesOutOfRange(uint64 activeFrom, uint64 expiresAt);

    /// @notice Thrown when the threshold is zero, above the number of signers, or no majority of them.
    error ThresholdOutOfRange(uint8 threshold);

    /// @notice Thrown when a set has more signers than MAX_SIGNERS.
    error TooManySigners(uint256 count);

    /// @notice Thrown when a set names a signer twice.
    error DuplicateSigner(address signer);

    /// @notice Thrown when a set holds the zero address.
    error ZeroSigner();

    /// @notice Thrown when a key already serves the other committee.
    error SignerNotDisjoint(address signer);

    /// @notice Thrown when the set in the calldata does not hash to the registered one.
    error SignerSetMismatch();

    /// @notice Thrown when the bitmap, `r` or `vs` do not hold exactly `required` entries.
    error WrongSignatureCount(uint256 given, uint256 required);

    /// @notice Thrown when a bit stands for no signer of the set, or for one whose signature is missing.
    error BitmapOutOfRange();

    /// @notice Thrown when the signature at `index` is malleable, malformed or of another key.
    error SignatureRejected(uint256 index);

    /// @notice Thrown when the calldata is longer or shorter than its canonical encoding.
    error CalldataNotCanonical(uint256 given, uint256 expected);

    /// @notice Registers the next signer set. Only the timelock.
    /// @param signers 1 to MAX_SIGNERS distinct keys; the order is part of the set.
    /// @param threshold k: more than half of the signers, so that any two quorums share a signer and an equivocation
    /// always names one.
    /// @param activeFrom First second of the epoch, not in the past; the predecessor ends here.
    /// @param expiresAt First second at which the epoch no longer signs.
    /// @return epoch Its number, counted from 1.
    function registerEpoch(
        address[] calldata signers,
        uint8 threshold,
        uint64 activeFrom,
        uint64 expiresAt
    ) external returns (uint64 epoch);

    /// @notice Ends an epoch at once. Only the guardian.
    /// @dev Warning: until the timelock registers a successor, nothing of this committee is accepted.
    function killEpoch(uint64 epoch) external;

    /// @notice The epoch as registered; all zero if there is none.
    function epochOf(uint64 epoch) external view returns (Epoch memory);

    /// @notice The epoch that may sign now, or zero.
    function currentEpoch() external view returns (uint64);

    /// @notice Whether the key has ever been in a set of this committee. It never becomes free again, so that a key
    /// cannot move between the committees.
    function isSigner(address signer) external view returns (bool);
}
