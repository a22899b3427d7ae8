// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "./InstrumentId.sol";
import {MarginTags} from "./interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "./interfaces/IMarketRegistry.sol";

/// @title Strict reader of the sections of a market snapshot.
/// @notice Accepts exactly the canonical rows: right tag, counts that use up the length, ascending identifiers, prices
/// in range, confidences within [0, 1], zero padding. What it accepts is what `keccak256` of the section commits to.
library MarketSection {
    /// @notice What the registry keeps of an underlying's section.
    struct Summary {
        bytes32 underlying;
        int64 spot;
        bool hasPerpetual;
        int64 fundingIndex;
        uint64 perpetualTime;
        uint64 oldest;
        uint64 newest;
    }

    /// @notice Where a reader stands: section number and the section's length in words.
    struct Reader {
        uint256 section;
        uint256 words;
    }

    /// @notice Largest price, raw units of 1e-8.
    int64 internal constant MAX_PRICE = (int64(1) << 62) - 1;

    /// @notice A confidence of one, raw units of 1e-12.
    int64 internal constant WHOLE_CONFIDENCE = 1e12;

    /// @notice The volatilityForm that announces a row of SVI parameters; smaller forms count strike rows.
    uint64 internal constant SVI_FORM = uint64(1) << 32;

    uint256 private constant ASSET_HEAD = 2;
    uint256 private constant UNDERLYING_HEAD = 6;

    /// @notice Refuses unless the bytes are whole words that begin with the section tag.
    function open(bytes calldata section, uint256 position) internal pure returns (Reader memory reader) {
        reader = Reader(position, section.length / 32);
        if (section.length % 32 != 0 || reader.words < ASSET_HEAD) _refuse(reader, reader.words);
        if (_word(section, 0) != MarginTags.SECTION) _refuse(reader, 0);
    }

    /// @notice The number of asset rows of section 0, whose length it must use up.
    function assetCount(bytes calldata section, Reader memory reader) internal pure returns (uint256 count) {
        count = uint256(_word(section, 1));
        if (count > type(uint32).max || reader.words != ASSET_HEAD + 2 * count) _refuse(reader, 1);
    }

    /// @notice Asset `index` of section 0 and the time of its row.
    function asset(
        bytes calldata section,
        Reader memory reader,
        uint256 index
    ) internal pure returns (bytes32 assetId, uint64 time) {
        uint256 at_ = ASSET_HEAD + 2 * index;
        assetId = _word(section, at_);
        if (!InstrumentId.isAscii(assetId, 6)) _refuse(reader, at_);
        if (index != 0 && assetId <= _word(section, at_ - 2)) _refuse(reader, at_);
        bytes32 row = _word(section, at_ + 1);
        if (!_isPrice(_signed(row, 0)) || !_isConfidence(_signed(row, 1)) || _field(row, 3) != 0) {
            _refuse(reader, at_ + 1);
        }
        time = _field(row, 2);
    }

    /// @notice Reads an underlying's section to its end.
    /// @param settled The registered settlement prices: a settlement price in a row must be one of them.
    function underlying(
        bytes calldata section,
        Reader memory reader,
        mapping(bytes32 => mapping(uint40 => int64)) storage settled
    ) internal view returns (Summary memory summary) {
        if (reader.words < UNDERLYING_HEAD) _refuse(reader, reader.words);
        bytes32 head = _word(section, 1);
        uint64 expiryCount = _field(head, 0);
        if (_field(head, 1) > 1 || _field(head, 2) != 0 || _field(head, 3) != 0) _refuse(reader, 1);
        summary.underlying = _word(section, 2);
        if (!InstrumentId.isAscii(summary.underlying, 8)) _refuse(reader, 2);
        if (!InstrumentId.isAscii(_word(section, 3), 6)) _refuse(reader, 3);
        _readSpot(section, reader, summary);
        summary.hasPerpetual = _field(head, 1) == 1;
        _readPerpetual(section, reader, summary);

        uint256 next = UNDERLYING_HEAD;
        uint40 expiry = 0;
        for (uint64 i = 0; i < expiryCount; ++i) {
            (next, expiry) = _readExpiry(section, reader, summary, next, expiry, settled[summary.underlying]);
        }
        if (next != reader.words) _refuse(reader, next);
    }

    function _readSpot(bytes calldata section, Reader memory reader, Summary memory summary) private pure {
        bytes32 row = _word(section, 4);
        summary.spot = _signed(row, 0);
        if (!_isPrice(summary.spot) || !_isConfidence(_signed(row, 1)) || _signed(row, 3) < 0) _refuse(reader, 4);
        (summary.oldest, summary.newest) = (_field(row, 2), _field(row, 2));
    }

    function _readPerpetual(bytes calldata section, Reader memory reader, Summary memory summary) private pure {
        bytes32 row = _word(section, 5);
        if (!summary.hasPerpetual) {
            if (row != 0) _refuse(reader, 5);
            return;
        }
        if (!_isPrice(_signed(row, 0)) || !_isConfidence(_signed(row, 2))) _refuse(reader, 5);
        summary.fundingIndex = _signed(row, 1);
        summary.perpetualTime = _field(row, 3);
        _observe(summary, summary.perpetualTime);
    }

    /// @return The word after the expiry's rows, and the expiry.
    function _readExpiry(
        bytes calldata section,
        Reader memory reader,
        Summary memory summary,
        uint256 next,
        uint40 previous,
        mapping(uint40 => int64) storage settled
    ) private view returns (uint256, uint40) {
        if (reader.words < next + 2) _refuse(reader, reader.words);
        bytes32 row = _word(section, next);
        uint64 expiry = _field(row, 0);
        int64 settledPart = _signed(row, 2);
        if (expiry <= previous || expiry > type(uint40).max || !_isPrice(_signed(row, 1))) _refuse(reader, next);
        if (settledPart < 0 || settledPart > _signed(row, 1)) _refuse(reader, next);

        row = _word(section, next + 1);
        int64 price = _signed(row, 2);
        if (!_isConfidence(_signed(row, 0)) || price < 0) _refuse(reader, next + 1);
        if (price != 0 && price != settled[uint40(expiry)]) {
            revert IMarketRegistry.SettlementMismatch(summary.underlying, expiry, price, settled[uint40(expiry)]);
        }
        _observe(summary, _field(row, 1));
        uint64 form = _field(row, 3);
        next =
            form == SVI_FORM
                ? _readSvi(section, reader, next + 2)
                : _readStrikes(section, reader, next + 2, form, uint40(expiry));
        return (next, uint40(expiry));
    }

    function _readSvi(bytes calldata section, Reader memory reader, uint256 next) private pure returns (uint256) {
        if (reader.words < next + 2) _refuse(reader, reader.words);
        bytes32 row = _word(section, next + 1);
        if (!_isPrice(_signed(row, 1)) || _signed(row, 2) < 0 || _field(row, 3) != 0) _refuse(reader, next + 1);
        return next + 2;
    }

    /// @dev Strike words are the identifiers of this underlying, quote and expiry, so one comparison of the other bytes
    /// and an ascending strike check them whole.
    function _readStrikes(
        bytes calldata section,
        Reader memory reader,
        uint256 next,
        uint64 count,
        uint40 expiry
    ) private pure returns (uint256) {
        if (count > SVI_FORM) _refuse(reader, next - 1);
        uint256 end = next + 2 * uint256(count);
        if (reader.words < end) _refuse(reader, reader.words);
        uint256 base =
            (uint256(InstrumentId.VERSION) << 248) |
                (uint256(_word(section, 2)) >> 8) |
                (uint256(_word(section, 3)) >> 72) |
                (uint256(expiry) << 88);
        uint256 previous = 0;
        for (; next < end; next += 2) {
            uint256 strike = uint256(_word(section, next)) ^ base;
            if (strike <= previous || strike & 0xffffff != 0 || strike >> 24 > InstrumentId.MAX_STRIKE) {
                _refuse(reader, next);
            }
            if (uint256(_word(section, next + 1)) > uint256(uint64(type(int64).max))) _refuse(reader, next + 1);
            previous = strike;
        }
        return end;
    }

    function _observe(Summary memory summary, uint64 time) private pure {
        if (time < summary.oldest) summary.oldest = time;
        if (time > summary.newest) summary.newest = time;
    }

    function _isPrice(int64 price) private pure returns (bool) {
        return price > 0 && price <= MAX_PRICE;
    }

    function _isConfidence(int64 confidence) private pure returns (bool) {
        return confidence >= 0 && confidence <= WHOLE_CONFIDENCE;
    }

    /// @dev Field 0 is the most significant 64 bits of the word, field 3 the least.
    function _field(bytes32 word, uint256 index) private pure returns (uint64) {
        return uint64(uint256(word) >> (192 - 64 * index));
    }

    function _signed(bytes32 word, uint256 index) private pure returns (int64) {
        return int64(_field(word, index));
    }

    /// @dev Every caller has compared the index with the reader's words.
    function _word(bytes calldata section, uint256 index) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := calldataload(add(section.offset, shl(5, index)))
        }
    }

    function _refuse(Reader memory reader, uint256 word) private pure {
        revert IMarketRegistry.MalformedSection(reader.section, word);
    }
}
