// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Committee} from "./Committee.sol";
import {InstrumentId} from "./InstrumentId.sol";
import {MarketSection} from "./MarketSection.sol";
import {IMarketRegistry} from "./interfaces/IMarketRegistry.sol";
import {IReferenceFeed} from "./interfaces/IReferenceFeed.sol";

/// @title The independent price source of each underlying, and the sequencer's.
/// @notice A feed is outside code: it is called with a gas limit and read byte by byte, so that a broken one makes its
/// underlying unavailable and nothing else.
abstract contract ReferencePrices is IMarketRegistry, Committee {
    /// @dev Gas for one call of a feed; the common proxy and aggregator need 15,000.
    uint256 private constant FEED_GAS = 100_000;

    uint256 private constant PRICE_DECIMALS = 8;
    uint8 private constant MAX_DECIMALS = 18;
    uint256 private constant MAX_UNDERLYINGS = 64;
    uint256 private constant PPM = 1_000_000;

    /// @notice The sequencer's uptime feed, or zero on a chain without a sequencer.
    IReferenceFeed public immutable sequencerFeed;

    /// @notice Seconds that the sequencer must have been up before exits and trades resume.
    uint64 public immutable sequencerGrace;

    uint8 private _underlyingCount;
    mapping(bytes32 => Reference) internal _references;

    constructor(IReferenceFeed sequencerFeed_, uint64 sequencerGrace_) {
        if (sequencerGrace_ > 1 days) revert LimitOutOfRange();
        sequencerFeed = sequencerFeed_;
        sequencerGrace = sequencerGrace_;
    }

    /// @inheritdoc IMarketRegistry
    function setReference(
        bytes32 underlying,
        address feed,
        uint24 maxDeviationPpm,
        uint24 maxJumpPpm,
        uint32 maxAge
    ) external override onlyTimelock {
        bool usable =
            InstrumentId.isAscii(underlying, 8) &&
                feed.code.length != 0 &&
                maxDeviationPpm != 0 &&
                maxDeviationPpm < PPM &&
                maxJumpPpm != 0 &&
                maxJumpPpm < PPM &&
                maxAge != 0;
        if (!usable) revert ReferenceOutOfRange(underlying);
        uint8 decimals = IReferenceFeed(feed).decimals();
        if (decimals > MAX_DECIMALS) revert ReferenceOutOfRange(underlying);

        Reference storage stored = _references[underlying];
        uint8 index = stored.index;
        if (stored.feed == address(0)) {
            index = _underlyingCount;
            if (index == MAX_UNDERLYINGS) revert TooManyUnderlyings();
            _underlyingCount = index + 1;
        }
        _references[underlying] = Reference(feed, index, decimals, maxDeviationPpm, maxJumpPpm, maxAge);
        emit ReferenceSet(underlying, feed, index);
    }

    /// @inheritdoc IMarketRegistry
    function underlyingSet(bytes32[] calldata underlyings) external view override returns (uint64 set) {
        for (uint256 i = 0; i < underlyings.length; ++i) {
            set |= uint64(1) << _listed(underlyings[i]).index;
        }
    }

    /// @inheritdoc IMarketRegistry
    function referencePrice(bytes32 underlying) external view override returns (int64 price, bool live) {
        return _referencePrice(_listed(underlying));
    }

    /// @inheritdoc IMarketRegistry
    function referenceOf(bytes32 underlying) external view override returns (Reference memory) {
        return _references[underlying];
    }

    /// @inheritdoc IMarketRegistry
    function sequencerUpSince() external view override returns (uint64) {
        return _sequencerUpSince();
    }

    function _listed(bytes32 underlying) internal view returns (Reference memory reference_) {
        reference_ = _references[underlying];
        if (reference_.feed == address(0)) revert UnderlyingUnlisted(underlying);
    }

    /// @dev 1e-8, floored; not live if the feed is silent, or its answer is not positive, too large, or too old.
    function _referencePrice(Reference memory reference_) internal view returns (int64, bool) {
        (bool answered, int256 answer, , uint256 updatedAt) = _ask(reference_.feed);
        if (!answered || updatedAt > block.timestamp || block.timestamp - updatedAt > reference_.maxAge)
            return (0, false);
        if (answer <= 0 || answer > type(int128).max) return (0, false);
        // At most 2^127 * 10^8, and 10^18 fits as well.
        int256 price = (answer * int256(10 ** PRICE_DECIMALS)) / int256(10 ** uint256(reference_.decimals));
        return price > 0 && price <= MarketSection.MAX_PRICE ? (int64(price), true) : (int64(0), false);
    }

    /// @dev Refuses unless the price lies within the underlying's maxDeviation of its reference.
    function _requireNearReference(bytes32 underlying, int64 price) internal view {
        Reference memory reference_ = _listed(underlying);
        (int64 expected, bool live) = _referencePrice(reference_);
        if (!live) revert ReferenceUnavailable(underlying);
        if (_differs(price, expected, reference_.maxDeviationPpm)) revert PriceDeviates(underlying, price, expected);
    }

    /// @dev Whether |price - base| exceeds the given part of base.
    function _differs(int64 price, int64 base, uint24 ppm) internal pure returns (bool) {
        int256 difference = int256(price) - base;
        if (difference < 0) difference = -difference;
        return difference * int256(PPM) > int256(base) * int256(uint256(ppm));
    }

    /// @dev Refuses while the sequencer is down, and for sequencerGrace after its return.
    function _requireSequencer() internal view {
        if (address(sequencerFeed) == address(0)) return;
        uint64 until = _sequencerUpSince() + sequencerGrace;
        if (block.timestamp < until) revert SequencerGrace(until);
    }

    function _sequencerUpSince() private view returns (uint64) {
        if (address(sequencerFeed) == address(0)) return 0;
        (bool answered, int256 answer, uint256 startedAt, ) = _ask(address(sequencerFeed));
        // A round that has not started, or starts in the future, says nothing.
        if (!answered || answer != 0 || startedAt == 0 || startedAt > block.timestamp) revert SequencerDown();
        return uint64(startedAt);
    }

    function _ask(
        address feed
    ) private view returns (bool answered, int256 answer, uint256 startedAt, uint256 updatedAt) {
        uint256[5] memory words;
        bytes4 selector = IReferenceFeed.latestRoundData.selector;
        // Copies at most five words into `words`, however long the answer is: a plain call would copy all of it at this
        // contract's expense. The selector lies in scratch space.
        assembly ("memory-safe") {
            mstore(0, selector)
            answered := staticcall(FEED_GAS, feed, 0, 4, words, 0xa0)
            answered := and(answered, gt(returndatasize(), 0x9f))
        }
        return (answered, int256(words[1]), words[2], words[3]);
    }
}
