// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommittee} from "./ICommittee.sol";
import {Signatures} from "./IMarginTypes.sol";

/// @title Market snapshots: one per round, signed by the publishers, registered with all their rows.
/// @notice Round r covers the seconds r * roundLength to (r + 1) * roundLength - 1 and is the round of its oldest row.
/// Only the latest round is used (M5); exits also accept its predecessor for a short grace.
interface IMarketRegistry is ICommittee {
    /// @notice What the publishers sign: EIP-712, domain `VerifiableMarket` / 1 / chain / MarketRegistry.
    struct MarketSnapshot {
        uint64 round;
        uint64 observedAt;
        bytes32 marketHash;
        uint64 epoch;
    }

    /// @notice A registered round. In the sets, bit i stands for the underlying of index i.
    struct Snapshot {
        bytes32 marketHash;
        uint64 observedAt;
        uint64 registeredAt;
        /// Underlyings whose spot moved more than their maxJump from the row before.
        uint64 jumped;
        /// Underlyings whose reference was unavailable or further than maxDeviation away when the round was registered.
        uint64 deviating;
        /// The round registered before it; zero for the first.
        uint64 previousRound;
    }

    /// @notice The independent price source of an underlying and the bounds of its rows.
    struct Reference {
        address feed;
        /// Position in the sets; fixed once listed.
        uint8 index;
        uint8 decimals;
        uint24 maxDeviationPpm;
        uint24 maxJumpPpm;
        /// Oldest accepted answer, seconds.
        uint32 maxAge;
    }

    /// @notice The constructor's limits, seconds where not stated.
    struct Limits {
        uint64 roundLength;
        uint64 maxSkew;
        uint32 maxAgeExit;
        uint32 maxAge;
        uint32 exitGrace;
        uint64 settlementFallback;
        /// Fastest change of a funding index per eight hours, as a part of the spot price, 1e-12.
        uint64 maxFundingRate;
        uint64 sequencerGrace;
    }

    /// @notice Emitted with the section offsets inside the transaction's calldata, so that rows can be found from a
    /// log.
    event SnapshotRegistered(uint64 indexed round, bytes32 marketHash, uint64 observedAt, uint32[] offsets);

    /// @notice Emitted when an expiry gets its settlement price.
    event SettlementRegistered(bytes32 indexed underlying, uint40 indexed expiry, int64 price, bool fromReference);

    /// @notice Emitted when an underlying's reference is set.
    event ReferenceSet(bytes32 indexed underlying, address feed, uint8 index);

    /// @notice Emitted when publishers are proved to have signed two snapshots of one round. Bit i is signer i of the
    /// epoch.
    event PublishersEquivocated(
        uint64 indexed epoch,
        uint64 indexed round,
        uint256 bitmap,
        bytes32 hashA,
        bytes32 hashB
    );

    /// @notice Thrown when the round is not after the latest one.
    error RoundNotNewer(uint64 round, uint64 latest);

    /// @notice Thrown when the snapshot is observed after the block's time.
    error RoundInFuture(uint64 round);

    /// @notice Thrown when the round is not the one of its observation time.
    error RoundMismatch(uint64 round, uint64 observedAt);

    /// @notice Thrown when the claimed observation time is not the oldest row's.
    error ObservedAtMismatch(uint64 given, uint64 oldest);

    /// @notice Thrown when a row is older than the newest row of its underlying or asset in an earlier snapshot.
    error RowOlderThanLast(bytes32 underlying);

    /// @notice Thrown when a row's time is before the snapshot's, too far after it, or in the future.
    error RowSkew(bytes32 underlying, uint64 time);

    /// @notice Thrown when a section is not the canonical encoding of its rows; `word` is the first word at fault.
    error MalformedSection(uint256 section, uint256 word);

    /// @notice Thrown when a section's underlying has no reference.
    error UnderlyingUnlisted(bytes32 underlying);

    /// @notice Thrown when the round holds no row of the underlying.
    error UnderlyingMissing(bytes32 underlying);

    /// @notice Thrown when the number of underlyings would exceed 64.
    error TooManyUnderlyings();

    /// @notice Thrown when a reference's feed or bounds are unusable.
    error ReferenceOutOfRange(bytes32 underlying);

    /// @notice Thrown when a row's settlement price is not the registered one.
    error SettlementMismatch(bytes32 underlying, uint64 expiry, int64 given, int64 registered);

    /// @notice Thrown when another round than the latest, or than its predecessor in grace, is used.
    error NotLatestRound(uint64 given, uint64 latest);

    /// @notice Thrown when the snapshot is older than the use allows.
    error SnapshotStale(uint64 observedAt, uint32 maxAge);

    /// @notice Thrown when the hash is not the round's.
    error MarketHashMismatch(bytes32 given, bytes32 registered);

    /// @notice Thrown when a price and its reference differ by more than maxDeviation.
    error PriceDeviates(bytes32 underlying, int64 row, int64 expected);

    /// @notice Thrown when the reference does not answer, or its answer is too old or not positive.
    error ReferenceUnavailable(bytes32 underlying);

    /// @notice Thrown when an underlying's spot moved more than maxJump in the round in use, or from it to the latest.
    error PriceJumped(bytes32 underlying);

    /// @notice Thrown when a set holds underlyings that jumped or deviated; bit i is the underlying of index i.
    error MarketNotCalm(uint64 jumped, uint64 deviating);

    /// @notice Thrown when the sequencer is down, or its feed does not answer.
    error SequencerDown();

    /// @notice Thrown when the sequencer came back too recently.
    error SequencerGrace(uint64 until);

    /// @notice Thrown when the expiry already has a settlement price.
    error SettlementExists(bytes32 underlying, uint40 expiry);

    /// @notice Thrown when the expiry, or the fallback after it, has not passed.
    error SettlementTooEarly(uint64 from);

    /// @notice Thrown when a settlement price is not positive.
    error SettlementPriceOutOfRange(int64 price);

    /// @notice Thrown when a funding index moved faster than maxFundingRate of the row's spot price.
    error FundingTooFast(bytes32 underlying);

    /// @notice Thrown when two snapshots do not prove an equivocation that was unknown.
    error NoEquivocation();

    /// @notice Thrown when a constructor argument is outside its documented range.
    error LimitOutOfRange();

    /// @notice Registers a snapshot. Anyone may call: the publishers' signatures and every row are in the calldata
    /// (M3).
    /// @param observedAt The time of the oldest row; `round` is its round.
    /// @param epoch The publishers' epoch that signed.
    /// @param sections Section 0 holds the assets; the others one underlying each, ascending.
    function register(
        uint64 round,
        uint64 observedAt,
        uint64 epoch,
        bytes[] calldata sections,
        Signatures calldata signatures
    ) external;

    /// @notice Sets an expiry's settlement price, once, within maxDeviation of the reference (S1).
    /// @param price 1e-8, the average of the last 30 minutes before expiry.
    function registerSettlement(
        bytes32 underlying,
        uint40 expiry,
        int64 price,
        uint64 epoch,
        Signatures calldata signatures
    ) external;

    /// @notice Sets an expiry's settlement price from the reference, once `settlementFallback` has passed without one.
    function settleFromReference(bytes32 underlying, uint40 expiry) external;

    /// @notice Records who signed two different snapshots of one round (M4).
    function reportPublisherEquivocation(
        MarketSnapshot calldata a,
        Signatures calldata signaturesA,
        MarketSnapshot calldata b,
        Signatures calldata signaturesB
    ) external;

    /// @notice Lists an underlying, or changes its reference and bounds. Only the timelock.
    function setReference(
        bytes32 underlying,
        address feed,
        uint24 maxDeviationPpm,
        uint24 maxJumpPpm,
        uint32 maxAge
    ) external;

    /// @notice Refuses unless the snapshot may be used now (M5). For exits (`exit_`) also the predecessor of the latest
    /// round, for exitGrace after the latest was registered, unless any underlying jumped between the two.
    /// @return observedAt The time of its oldest row.
    function requireUsable(uint64 round, bytes32 marketHash, bool exit_) external view returns (uint64 observedAt);

    /// @notice What an attested exit asks in one call: `requireUsable` for exits and `requireCalmSet` for every
    /// underlying. It reads two cold words.
    /// @return marketHash The round's, which the caller must find in its attestation.
    function exitMarketHash(uint64 round) external view returns (bytes32 marketHash);

    /// @notice Refuses if the sequencer is down or just back, if an underlying jumped in this round, or if its spot
    /// differs from the reference, read now, by more than maxDeviation (M6).
    /// @param round The latest round or its predecessor.
    function requireCalm(uint64 round, bytes32[] calldata underlyings) external view;

    /// @notice As `requireCalm` for a set of underlyings, from what was recorded when the round was registered: one
    /// storage word instead of a feed call each, so that an attested exit stays cheap.
    /// @param underlyings Bit i stands for the underlying of index i; all ones for any.
    function requireCalmSet(uint64 round, uint64 underlyings) external view;

    /// @notice The set of the given underlyings, each of which must be listed.
    function underlyingSet(bytes32[] calldata underlyings) external view returns (uint64);

    /// @notice The EIP-712 digest of a snapshot.
    function snapshotDigest(MarketSnapshot calldata snapshot_) external view returns (bytes32);

    /// @notice The EIP-712 digest of a settlement price.
    function settlementDigest(
        bytes32 underlying,
        uint40 expiry,
        int64 price,
        uint64 epoch
    ) external view returns (bytes32);

    /// @notice The latest registered round.
    function latestRound() external view returns (uint64);

    /// @notice The round registered before the latest.
    function previousRound() external view returns (uint64);

    /// @notice A round as registered; all zero if there is none.
    function snapshot(uint64 round) external view returns (Snapshot memory);

    /// @notice The settlement price of an expiry, 1e-8, and whether it is set.
    function settlement(bytes32 underlying, uint40 expiry) external view returns (int64 price, bool set);

    /// @notice The reference price of an underlying, 1e-8, and whether it may be used now.
    function referencePrice(bytes32 underlying) external view returns (int64 price, bool live);

    /// @notice The spot of an underlying's last row, 1e-8, and the last funding index of its perpetual, 1e-12; zero
    /// before the first.
    function lastRowOf(bytes32 underlying) external view returns (int64 spot, int64 fundingIndex);

    /// @notice An underlying's reference; feed zero if it is not listed.
    function referenceOf(bytes32 underlying) external view returns (Reference memory);

    /// @notice The publishers of an epoch that are proved to have equivocated.
    function equivocators(uint64 epoch) external view returns (uint256 bitmap);

    /// @notice Since when the sequencer has been up without a break; zero on a chain without one. Refuses while it is
    /// down.
    function sequencerUpSince() external view returns (uint64);
}
