// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Governed} from "./Governed.sol";
import {ICommittee} from "./interfaces/ICommittee.sol";
import {MarginTags, Signatures} from "./interfaces/IMarginTypes.sol";

/// @title k-of-n signatures by epochs, for the attesters and for the publishers.
/// @notice One stored hash per signer set: the set itself travels in the calldata, which costs 15.4k gas for 3 of 5
/// where reading the set from storage costs 20.1k.
abstract contract Committee is ICommittee, Governed, EIP712 {
    /// @notice An epoch in two words, so that a check reads two. Times fit 40 bits until the year 36812.
    struct StoredEpoch {
        bytes32 setHash;
        uint40 activeFrom;
        uint40 expiresAt;
        uint40 killedAt;
        uint8 threshold;
        uint8 count;
        /// The attesters' outflow limiter keeps its bound here (IMarginVerifier.setBondedFloor).
        uint96 bondedFloor;
    }

    /// @notice Most signers of one set.
    uint256 public constant MAX_SIGNERS = 32;

    /// @notice The other committee, whose keys this one refuses; zero for none.
    ICommittee public immutable disjointFrom;

    /// @inheritdoc ICommittee
    mapping(address => bool) public override isSigner;

    uint64 internal _lastEpoch;
    mapping(uint64 => StoredEpoch) internal _epochs;

    constructor(ICommittee disjointFrom_) {
        disjointFrom = disjointFrom_;
    }

    /// @inheritdoc ICommittee
    function registerEpoch(
        address[] calldata signers,
        uint8 threshold,
        uint64 activeFrom,
        uint64 expiresAt
    ) external override onlyTimelock returns (uint64 epoch) {
        uint256 count = signers.length;
        if (count > MAX_SIGNERS) revert TooManySigners(count);
        if (threshold == 0 || threshold > count || 2 * uint256(threshold) <= count) {
            revert ThresholdOutOfRange(threshold);
        }
        StoredEpoch storage predecessor = _epochs[_lastEpoch];
        if (
            activeFrom < block.timestamp ||
            activeFrom < predecessor.activeFrom ||
            expiresAt <= activeFrom ||
            expiresAt > type(uint40).max
        ) revert EpochTimesOutOfRange(activeFrom, expiresAt);

        if (predecessor.expiresAt > activeFrom) {
            predecessor.expiresAt = uint40(activeFrom);
            _epochChanged(_lastEpoch);
        }
        epoch = ++_lastEpoch;
        bytes32 setHash = _setHash(signers);
        _epochs[epoch] = StoredEpoch(setHash, uint40(activeFrom), uint40(expiresAt), 0, threshold, uint8(count), 0);
        _epochChanged(epoch);
        _addSigners(signers);
        emit EpochRegistered(epoch, setHash, threshold, activeFrom, expiresAt);
    }

    /// @inheritdoc ICommittee
    function killEpoch(uint64 epoch) external override onlyGuardian {
        StoredEpoch storage stored = _epochs[epoch];
        if (stored.count == 0) revert EpochNotActive(epoch);
        if (stored.killedAt != 0) revert EpochKilled(epoch);
        stored.killedAt = uint40(block.timestamp);
        _epochChanged(epoch);
        emit EpochEnded(epoch);
    }

    /// @inheritdoc ICommittee
    function epochOf(uint64 epoch) external view override returns (Epoch memory) {
        StoredEpoch storage stored = _epochs[epoch];
        return
            Epoch(stored.setHash, stored.activeFrom, stored.expiresAt, stored.killedAt, stored.threshold, stored.count);
    }

    /// @inheritdoc ICommittee
    function currentEpoch() external view override returns (uint64) {
        // Epochs begin in the order of their numbers, so the last that has begun is the only one that can be active.
        for (uint64 epoch = _lastEpoch; epoch != 0; --epoch) {
            StoredEpoch storage stored = _epochs[epoch];
            if (stored.activeFrom > block.timestamp) continue;
            return stored.killedAt == 0 && block.timestamp < stored.expiresAt ? epoch : 0;
        }
        return 0;
    }

    /// @dev Called after every change of an epoch.
    function _epochChanged(uint64 epoch) internal virtual {}

    /// @dev Refuses unless the epoch may sign now.
    function _requireActive(uint64 epoch) internal view returns (StoredEpoch storage stored) {
        stored = _epochs[epoch];
        if (stored.count == 0 || block.timestamp < stored.activeFrom) revert EpochNotActive(epoch);
        if (stored.killedAt != 0) revert EpochKilled(epoch);
        if (block.timestamp >= stored.expiresAt) revert EpochExpired(epoch);
    }

    /// @dev Refuses unless exactly k distinct signers of the epoch signed the digest. Bits are distinct by nature, so a
    /// signer counts once; a registered signer is never zero, so a failed recovery matches nobody.
    /// @return words What the signatures take in canonical calldata: four head words, a length before each of the three
    /// arrays, and their entries.
    function _requireQuorum(
        StoredEpoch storage stored,
        bytes32 digest_,
        Signatures calldata signatures
    ) internal view returns (uint256 words) {
        address[] calldata signers = signatures.signers;
        if (_setHash(signers) != stored.setHash) revert SignerSetMismatch();
        uint256 bitmap = signatures.bitmap;
        if (bitmap >> signers.length != 0) revert BitmapOutOfRange();
        bytes32[] calldata r = signatures.r;
        bytes32[] calldata vs = signatures.vs;
        uint256 threshold = stored.threshold;
        _requireCount(_ones(bitmap), threshold);
        _requireCount(r.length, threshold);
        _requireCount(vs.length, threshold);
        // At most MAX_SIGNERS each, since the set hashes to a registered one.
        unchecked {
            words = 7 + 2 * threshold + signers.length;
        }

        uint256 position = 0;
        // Every step takes one of the `threshold` set bits, all below bit MAX_SIGNERS.
        unchecked {
            for (uint256 used = 0; used < threshold; ++used) {
                for (; bitmap & 1 == 0; bitmap >>= 1) ++position;
                (address signer, , ) = ECDSA.tryRecover(digest_, r[used], vs[used]);
                if (signer != signers[position]) revert SignatureRejected(used);
                bitmap >>= 1;
                ++position;
            }
        }
    }

    /// @dev The calldata must have the length of its canonical encoding, so that nothing rides along.
    function _requireCalldata(uint256 words) internal pure {
        uint256 expected = 4 + 32 * words;
        if (msg.data.length != expected) revert CalldataNotCanonical(msg.data.length, expected);
    }

    function _addSigners(address[] calldata signers) private {
        for (uint256 i = 0; i < signers.length; ++i) {
            address signer = signers[i];
            if (signer == address(0)) revert ZeroSigner();
            for (uint256 j = 0; j < i; ++j) {
                if (signers[j] == signer) revert DuplicateSigner(signer);
            }
            if (address(disjointFrom) != address(0) && disjointFrom.isSigner(signer)) revert SignerNotDisjoint(signer);
            isSigner[signer] = true;
        }
    }

    function _requireCount(uint256 given, uint256 required) internal pure {
        if (given != required) revert WrongSignatureCount(given, required);
    }

    /// @dev keccak256(TAG_SIGNERS, n, signers). An entry with bits above its address hashes to no registered set.
    function _setHash(address[] calldata signers) private pure returns (bytes32 hash) {
        bytes32 tag = MarginTags.SIGNERS;
        // Writes beyond the free pointer only, and keeps nothing there. 985 gas less for five signers
        // than keccak256(abi.encodePacked(tag, signers.length, signers)).
        assembly ("memory-safe") {
            let start := mload(0x40)
            let size := shl(5, signers.length)
            mstore(start, tag)
            mstore(add(start, 0x20), signers.length)
            calldatacopy(add(start, 0x40), signers.offset, size)
            hash := keccak256(start, add(size, 0x40))
        }
    }

    function _ones(uint256 bitmap) private pure returns (uint256 count) {
        // A decrement of a non-zero number, and at most 256 increments.
        unchecked {
            for (; bitmap != 0; bitmap &= bitmap - 1) {
                ++count;
            }
        }
    }
}
