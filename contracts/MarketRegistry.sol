// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Committee} from "./Committee.sol";
import {Governed} from "./Governed.sol";
import {MarketSection} from "./MarketSection.sol";
import {ReferencePrices} from "./ReferencePrices.sol";
import {SettlementPrices} from "./SettlementPrices.sol";
import {ICommittee} from "./interfaces/ICommittee.sol";
import {MarginTags, Signatures} from "./interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "./interfaces/IMarketRegistry.sol";
import {IReferenceFeed} from "./interfaces/IReferenceFeed.sol";

/// @title Market snapshots, signed by the publishers.
contract MarketRegistry is SettlementPrices {
    /// @notice The last row of an underlying, in one word. Times fit 40 bits until the year 36812.
    struct LastRow {
        int64 spot;
        int64 fundingIndex;
        uint40 newest;
        uint40 round;
        uint40 perpetualTime;
    }

    /// @notice What an exit asks of the latest round and its predecessor, in one word: so it reads two cold words, with
    /// the hash of the round that it uses. A round is its observation time / roundLength.
    struct Head {
        uint40 observedAt;
        uint40 registeredAt;
        uint40 previousObservedAt;
        /// No underlying jumped or deviated in the predecessor.
        bool previousCalm;
        uint64 jumped;
        uint64 deviating;
    }

    /// @notice A snapshot in two words, of which an exit reads the first only.
    struct StoredSnapshot {
        bytes32 marketHash;
        uint40 observedAt;
        uint40 registeredAt;
        uint40 previousRound;
        uint64 jumped;
        uint64 deviating;
    }

    /// @notice EIP-712 type of a snapshot.
    bytes32 public constant SNAPSHOT_TYPEHASH = keccak256(
        "MarketSnapshot(uint64 round,uint64 observedAt,bytes32 marketHash,uint64 epoch)"
    );

    /// @dev Most seconds of any limit, so that sums of times cannot overflow.
    uint64 private constant LONGEST = 1 days;

    /// @dev Rates are stated per eight hours.
    uint256 private constant FUNDING_PERIOD = 8 hours;

    /// @dev Units of a price in a whole: an index is 1e-12 of a quote unit, and so is a rate of a price times the price
    /// over these.
    uint256 private constant PRICE_SCALE = 1e8;

    /// @notice Seconds of one round.
    uint64 public immutable roundLength;

    /// @notice How much newer than the snapshot a row may be, seconds.
    uint64 public immutable maxSkew;

    /// @notice Oldest snapshot for exits and trades, seconds.
    uint32 public immutable maxAgeExit;

    /// @notice Oldest snapshot for everything else, seconds.
    uint32 public immutable maxAge;

    /// @notice How long after its successor a snapshot still serves exits, seconds.
    uint32 public immutable exitGrace;

    /// @notice Fastest change of a funding index per eight hours, as a part of the spot price, 1e-12.
    uint64 public immutable maxFundingRate;

    Head private _head;
    mapping(uint64 => StoredSnapshot) private _snapshots;
    mapping(bytes32 => LastRow) private _lastRows;
    mapping(bytes32 => uint40) private _lastAssets;

    /// @inheritdoc IMarketRegistry
    mapping(uint64 => uint256) public override equivocators;

    /// @param timelock_ Registers publishers and references.
    /// @param guardian_ Ends epochs.
    /// @param attesters The attesters' committee, whose keys the publishers may not hold, or zero.
    /// @param sequencerFeed_ The sequencer's uptime feed, or zero.
    /// @param limits At least 1, but maxSkew, exitGrace and sequencerGrace may be 0; times at most a day, the fallback
    /// 30 days; maxAgeExit <= maxAge.
    constructor(
        address timelock_,
        address guardian_,
        ICommittee attesters,
        IReferenceFeed sequencerFeed_,
        Limits memory limits
    )
        Governed(timelock_, guardian_)
        Committee(attesters)
        EIP712("VerifiableMarket", "1")
        ReferencePrices(sequencerFeed_, limits.sequencerGrace)
        SettlementPrices(limits.settlementFallback)
    {
        bool inRange =
            limits.roundLength > 0 &&
                limits.roundLength <= LONGEST &&
                limits.maxSkew <= LONGEST &&
                limits.maxAgeExit > 0 &&
                limits.maxAgeExit <= limits.maxAge &&
                limits.maxAge <= LONGEST &&
                limits.exitGrace <= LONGEST &&
                limits.maxFundingRate > 0;
        if (!inRange) revert LimitOutOfRange();
        roundLength = limits.roundLength;
        maxSkew = limits.maxSkew;
        maxAgeExit = limits.maxAgeExit;
        maxAge = limits.maxAge;
        exitGrace = limits.exitGrace;
        maxFundingRate = limits.maxFundingRate;
    }

    /// @inheritdoc IMarketRegistry
    function register(
        uint64 round,
        uint64 observedAt,
        uint64 epoch,
        bytes[] calldata sections,
        Signatures calldata signatures
    ) external override {
        Head memory head = _head;
        if (round <= _latest(head)) revert RoundNotNewer(round, _latest(head));
        if (observedAt > block.timestamp) revert RoundInFuture(round);
        if (round != observedAt / roundLength) revert RoundMismatch(round, observedAt);

        (bytes32 marketHash, uint32[] memory offsets, uint256 words) = _marketHash(round, observedAt, sections);
        bytes32 digest_ = _snapshotDigest(MarketSnapshot(round, observedAt, marketHash, epoch));
        words += _requireQuorum(_requireActive(epoch), digest_, signatures);
        // Beside sections and signatures: three numbers and two offsets.
        _requireCalldata(5 + words);
        uint64 oldest = _readAssets(sections[0], observedAt);
        StoredSnapshot memory registered = StoredSnapshot({
            marketHash: marketHash,
            observedAt: uint40(observedAt),
            registeredAt: uint40(block.timestamp),
            previousRound: uint40(_latest(head)),
            jumped: 0,
            deviating: 0
        });
        bytes32 previous = 0;
        for (uint256 i = 1; i < sections.length; ++i) {
            MarketSection.Summary memory summary = MarketSection.underlying(
                sections[i],
                MarketSection.open(sections[i], i),
                _settlements
            );
            if (summary.underlying <= previous) revert MalformedSection(i, 2);
            previous = summary.underlying;
            if (summary.oldest < oldest) oldest = summary.oldest;
            _record(round, observedAt, summary, registered);
        }
        if (oldest != observedAt) revert ObservedAtMismatch(observedAt, oldest);
        _head = Head({
            observedAt: uint40(observedAt),
            registeredAt: uint40(block.timestamp),
            previousObservedAt: head.observedAt,
            previousCalm: head.jumped | head.deviating == 0,
            jumped: registered.jumped,
            deviating: registered.deviating
        });
        _snapshots[round] = registered;
        emit SnapshotRegistered(round, marketHash, observedAt, offsets);
    }

    /// @inheritdoc IMarketRegistry
    function reportPublisherEquivocation(
        MarketSnapshot calldata a,
        Signatures calldata signaturesA,
        MarketSnapshot calldata b,
        Signatures calldata signaturesB
    ) external override {
        bytes32 digestA = _snapshotDigest(a);
        bytes32 digestB = _snapshotDigest(b);
        StoredEpoch storage stored = _epochs[a.epoch];
        if (stored.count == 0) revert EpochNotActive(a.epoch);
        if (a.round != b.round || a.epoch != b.epoch || digestA == digestB) revert NoEquivocation();
        _requireQuorum(stored, digestA, signaturesA);
        _requireQuorum(stored, digestB, signaturesB);
        uint256 known = equivocators[a.epoch];
        uint256 culprits = signaturesA.bitmap & signaturesB.bitmap & ~known;
        if (culprits == 0) revert NoEquivocation();
        equivocators[a.epoch] = known | culprits;
        emit PublishersEquivocated(a.epoch, a.round, culprits, a.marketHash, b.marketHash);
    }

    /// @inheritdoc IMarketRegistry
    function requireUsable(uint64 round, bytes32 marketHash, bool exit_) external view override returns (uint64) {
        uint64 observedAt = _requireUsable(_head, round, exit_);
        bytes32 registered = _snapshots[round].marketHash;
        if (marketHash != registered) revert MarketHashMismatch(marketHash, registered);
        return observedAt;
    }

    /// @inheritdoc IMarketRegistry
    function exitMarketHash(uint64 round) external view override returns (bytes32) {
        _requireSequencer();
        Head storage head = _head;
        bool usable = head.jumped | head.deviating == 0;
        uint256 observedAt = head.observedAt;
        // Of 40 and 32 bits.
        unchecked {
            uint256 limit = observedAt + maxAgeExit;
            if (round != observedAt / roundLength) {
                observedAt = head.previousObservedAt;
                limit = observedAt + maxAgeExit + exitGrace;
                usable =
                    usable &&
                    head.previousCalm &&
                    round == observedAt / roundLength &&
                    block.timestamp <= uint256(head.registeredAt) + exitGrace;
            }
            usable = usable && block.timestamp <= limit;
        }
        // What is not usable is refused by name.
        if (!usable) {
            _requireUsable(head, round, true);
            _requireCalmSet(head, round, type(uint64).max);
        }
        return _snapshots[round].marketHash;
    }

    /// @inheritdoc IMarketRegistry
    function requireCalm(uint64 round, bytes32[] calldata underlyings) external view override {
        _requireSequencer();
        (uint64 jumped, ) = _troubled(_head, round);
        for (uint256 i = 0; i < underlyings.length; ++i) {
            bytes32 underlying = underlyings[i];
            if ((jumped >> _listed(underlying).index) & 1 != 0) revert PriceJumped(underlying);
            LastRow memory last = _lastRows[underlying];
            if (last.round < round) revert UnderlyingMissing(underlying);
            _requireNearReference(underlying, last.spot);
        }
    }

    /// @inheritdoc IMarketRegistry
    function requireCalmSet(uint64 round, uint64 underlyings) external view override {
        _requireSequencer();
        _requireCalmSet(_head, round, underlyings);
    }

    /// @inheritdoc IMarketRegistry
    function latestRound() external view override returns (uint64) {
        return _latest(_head);
    }

    /// @inheritdoc IMarketRegistry
    function previousRound() external view override returns (uint64) {
        return _previous(_head);
    }

    /// @inheritdoc IMarketRegistry
    function snapshotDigest(MarketSnapshot calldata snapshot_) external view override returns (bytes32) {
        return _snapshotDigest(snapshot_);
    }

    /// @inheritdoc IMarketRegistry
    function snapshot(uint64 round) external view override returns (Snapshot memory) {
        StoredSnapshot storage stored = _snapshots[round];
        return
            Snapshot({
                marketHash: stored.marketHash,
                observedAt: stored.observedAt,
                registeredAt: stored.registeredAt,
                jumped: stored.jumped,
                deviating: stored.deviating,
                previousRound: stored.previousRound
            });
    }

    /// @inheritdoc IMarketRegistry
    function lastRowOf(bytes32 underlying) external view override returns (int64 spot, int64 fundingIndex) {
        LastRow storage last = _lastRows[underlying];
        return (last.spot, last.fundingIndex);
    }

    /// @dev keccak256(TAG_MARKET, round, observedAt, n, section hashes), where each section's bytes begin, and the
    /// words that the sections take in canonical calldata: their count, and an offset, a length and padded bytes for
    /// each.
    function _marketHash(
        uint64 round,
        uint64 observedAt,
        bytes[] calldata sections
    ) private pure returns (bytes32, uint32[] memory offsets, uint256 length) {
        uint256 count = sections.length;
        if (count == 0) revert MalformedSection(0, 0);
        bytes32[] memory words = new bytes32[](4 + count);
        (words[0], words[1], words[2], words[3]) = (
            MarginTags.MARKET,
            bytes32(uint256(round)),
            bytes32(uint256(observedAt)),
            bytes32(count)
        );
        offsets = new uint32[](count);
        length = 1 + 2 * count;
        for (uint256 i = 0; i < count; ++i) {
            bytes calldata section = sections[i];
            words[4 + i] = keccak256(section);
            length += (section.length + 31) / 32;
            uint256 offset;
            // The only way to learn where an argument lies.
            assembly ("memory-safe") {
                offset := section.offset
            }
            offsets[i] = uint32(offset);
        }
        return (keccak256(abi.encodePacked(words)), offsets, length);
    }

    /// @return oldest The oldest time of section 0; the largest number if it has no rows.
    function _readAssets(bytes calldata section, uint64 observedAt) private returns (uint64 oldest) {
        MarketSection.Reader memory reader = MarketSection.open(section, 0);
        uint256 count = MarketSection.assetCount(section, reader);
        oldest = type(uint64).max;
        for (uint256 i = 0; i < count; ++i) {
            (bytes32 assetId, uint64 time) = MarketSection.asset(section, reader, i);
            _requireTimes(assetId, time, time, observedAt, _lastAssets[assetId]);
            _lastAssets[assetId] = uint40(time);
            if (time < oldest) oldest = time;
        }
    }

    /// @dev Checks an underlying's times, funding and moves against its last row, and replaces it.
    function _record(
        uint64 round,
        uint64 observedAt,
        MarketSection.Summary memory summary,
        StoredSnapshot memory registered
    ) private {
        bytes32 underlying = summary.underlying;
        Reference memory reference_ = _listed(underlying);
        LastRow memory last = _lastRows[underlying];
        _requireTimes(underlying, summary.oldest, summary.newest, observedAt, last.newest);
        if (summary.hasPerpetual) {
            _requireFundingSpeed(summary, last);
            (last.fundingIndex, last.perpetualTime) = (summary.fundingIndex, uint40(summary.perpetualTime));
        }
        uint64 bit = uint64(1) << reference_.index;
        if (last.newest != 0 && _differs(summary.spot, last.spot, reference_.maxJumpPpm)) registered.jumped |= bit;
        (int64 expected, bool live) = _referencePrice(reference_);
        if (!live || _differs(summary.spot, expected, reference_.maxDeviationPpm)) registered.deviating |= bit;
        (last.spot, last.newest, last.round) = (summary.spot, uint40(summary.newest), uint40(round));
        _lastRows[underlying] = last;
    }

    /// @dev Every row at or after the newest one of the last snapshot, at or after the snapshot's time, at most maxSkew
    /// after it, and not in the future.
    function _requireTimes(
        bytes32 id,
        uint64 oldest,
        uint64 newest,
        uint64 observedAt,
        uint64 lastNewest
    ) private view {
        if (oldest < lastNewest) revert RowOlderThanLast(id);
        if (oldest < observedAt) revert RowSkew(id, oldest);
        if (newest > observedAt + maxSkew || newest > block.timestamp) revert RowSkew(id, newest);
    }

    /// @dev |change| * period <= maxFundingRate * spot * elapsed, from the first perpetual row on. Both sides are
    /// multiplied out to 1e-20 of a quote unit times seconds, so nothing is rounded: on the left the change has 1e-12
    /// and the scale of a price, on the right the rate has 1e-12 and the price 1e-8. They stay below 2^64 * 2^15 * 2^27
    /// and 2^64 * 2^62 * 2^64.
    function _requireFundingSpeed(MarketSection.Summary memory summary, LastRow memory last) private view {
        if (last.perpetualTime == 0) return;
        int256 change = int256(summary.fundingIndex) - last.fundingIndex;
        uint256 magnitude = uint256(change < 0 ? -change : change);
        // Rows never go back in time, and a perpetual's row is one of them.
        uint256 elapsed = summary.perpetualTime - last.perpetualTime;
        // A section's spot is positive.
        uint256 fastest = maxFundingRate * elapsed * uint64(summary.spot);
        if (magnitude * FUNDING_PERIOD * PRICE_SCALE > fastest) revert FundingTooFast(summary.underlying);
    }

    /// @dev M5: the latest round while young enough; for exits also its predecessor in grace, unless an underlying
    /// jumped between the two.
    function _requireUsable(Head memory head, uint64 round, bool exit_) private view returns (uint64 observedAt) {
        uint32 oldestAge = exit_ ? maxAgeExit : maxAge;
        observedAt = head.observedAt;
        if (round != _latest(head) || round == 0) {
            bool inGrace =
                exit_ &&
                    round != 0 &&
                    round == _previous(head) &&
                    head.jumped == 0 &&
                    block.timestamp <= uint256(head.registeredAt) + exitGrace;
            if (!inGrace) revert NotLatestRound(round, _latest(head));
            oldestAge += exitGrace;
            observedAt = head.previousObservedAt;
        }
        if (block.timestamp - observedAt > oldestAge) revert SnapshotStale(observedAt, oldestAge);
    }

    function _requireCalmSet(Head memory head, uint64 round, uint64 underlyings) private view {
        (uint64 jumped, uint64 deviating) = _troubled(head, round);
        if ((jumped | deviating) & underlyings != 0)
            revert MarketNotCalm(jumped & underlyings, deviating & underlyings);
    }

    /// @dev The underlyings that jumped or deviated in the round, and for the predecessor also those of its successor.
    function _troubled(Head memory head, uint64 round) private view returns (uint64 jumped, uint64 deviating) {
        uint64 latest = _latest(head);
        if (round == 0 || (round != latest && round != _previous(head))) revert NotLatestRound(round, latest);
        (jumped, deviating) = (head.jumped, head.deviating);
        if (round != latest) {
            jumped |= _snapshots[round].jumped;
            deviating |= _snapshots[round].deviating;
        }
    }

    function _latest(Head memory head) private view returns (uint64) {
        return head.observedAt / roundLength;
    }

    function _previous(Head memory head) private view returns (uint64) {
        return head.previousObservedAt / roundLength;
    }

    function _snapshotDigest(MarketSnapshot memory snapshot_) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(SNAPSHOT_TYPEHASH, snapshot_)));
    }
}
