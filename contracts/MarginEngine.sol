// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "./InstrumentId.sol";
import {Logarithm} from "./Kernel/Numerics/Logarithm.sol";
import {MulShift} from "./Kernel/Numerics/MulShift.sol";
import {NormalDistributionTable} from "./Kernel/Numerics/NormalDistributionTable.sol";
import {Scale} from "./Kernel/Numerics/Scale.sol";
import {Black76} from "./Kernel/Pricing/Black76.sol";
import {Cell} from "./Kernel/Pricing/Cell.sol";
import {Discount} from "./Kernel/Pricing/Discount.sol";
import {SviSmile} from "./Kernel/Pricing/SviSmile.sol";
import {MarketRow} from "./MarketRow.sol";
import {IMarginEngine} from "./interfaces/IMarginEngine.sol";

/// @title The on-chain engine.
/// @notice Recomputes with `Kernel/` what the engine computes off chain, to the same bits. Stateless: a ModelRegistry pins
/// its code hash.
contract MarginEngine is IMarginEngine {
    using MarketRow for bytes;
    using MarketRow for bytes32;

    /// @dev Words of a section before its expiries: tag, counts, underlying, quote, spot row, perpetual row.
    uint256 private constant UNDERLYING_HEAD = 6;
    uint64 private constant SVI_FORM = uint64(1) << 32;
    int256 private constant ONE_Q40 = 1 << 40;

    /// @notice One expiry's rows, and where its volatilities begin.
    struct Expiry {
        int256 forward;
        int256 rate;
        int256 settlementPrice;
        uint64 form;
        uint256 volatilityWord;
    }

    /// @inheritdoc IMarginEngine
    function mark(bytes32 instrument, uint64 observedAt, bytes[] calldata sections) external pure returns (int64) {
        InstrumentId.requireCanonical(instrument);
        bytes calldata section = _sectionOf(instrument, sections);
        uint8 kind = InstrumentId.kind(instrument);
        if (kind == InstrumentId.SPOT) return section.word(4).signed(0);
        if (kind == InstrumentId.PERPETUAL) {
            if (section.word(1).field(1) == 0) revert MissingSection(instrument);
            return section.word(5).signed(0);
        }

        Expiry memory expiry = _expiryOf(instrument, section);
        int256 forward = expiry.settlementPrice > 0 ? expiry.settlementPrice : expiry.forward;
        if (kind == InstrumentId.FUTURE) return int64(forward);
        int256 unit = Cell.unitForward(int256(uint256(InstrumentId.strike(instrument))), forward);
        return int64(_optionMark(instrument, observedAt, section, expiry, unit));
    }

    /// @notice floor(floor(forward * cell) * discount), in the order of the engine's floors; a coin-settled option in coins.
    function _optionMark(
        bytes32 instrument,
        uint64 observedAt,
        bytes calldata section,
        Expiry memory expiry,
        int256 forward
    ) private pure returns (int256) {
        uint256 expiresAt = InstrumentId.expiry(instrument);
        bool live = expiry.settlementPrice == 0 && expiresAt > observedAt;
        int256 secondsLeft = live ? int256(expiresAt - observedAt) : int256(0);
        int256 cellQ40 = _todayCell(instrument, section, expiry, forward, secondsLeft);
        int256 discountQ40 = Discount.factor(Scale.clamp(expiry.rate, 46), Black76.years_(secondsLeft));
        // A coin's cell is a share of a coin, and a coin has 1e8 raw units.
        int256 unit = InstrumentId.settlement(instrument) == InstrumentId.SETTLEMENT_INVERSE ? int256(1e8) : forward;
        int256 undiscounted = MulShift.clamp(unit, cellQ40, 40, type(int64).max);
        return MulShift.clamp(undiscounted, discountQ40, 40, type(int64).max);
    }

    function _todayCell(
        bytes32 instrument,
        bytes calldata section,
        Expiry memory expiry,
        int256 forward,
        int256 secondsLeft
    ) private pure returns (int256) {
        int256 strike = int256(uint256(InstrumentId.strike(instrument)));
        bool isCall = InstrumentId.kind(instrument) == InstrumentId.CALL;
        if (secondsLeft == 0 || Cell.outsideListingRange(strike, forward)) {
            return Cell.boundLong(isCall, ONE_Q40, Cell.boundRatioCeil(strike, forward));
        }

        int256 sigmaQ46 = _volatilityOf(instrument, section, expiry);
        int256 vQ46 = Black76.totalVolatility(sigmaQ46, Black76.squareRootOfYears(secondsLeft));
        int256 rvQ38 = Black76.reciprocal(vQ46);
        int256 logMoneynessQ46 = Logarithm.natural(forward) - Logarithm.natural(strike);
        int256 strikeRatioQ46 = Cell.strikeRatioCeil(strike, forward);
        NormalDistributionTable.load();
        return isCall
            ? Cell.call(ONE_Q40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38)
            : Cell.put(ONE_Q40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38);
    }

    function _sectionOf(bytes32 instrument, bytes[] calldata sections) private pure returns (bytes calldata) {
        bytes32 underlying = InstrumentId.underlying(instrument);
        bytes32 quote = InstrumentId.quote(instrument);
        // Section 0 holds the assets.
        for (uint256 i = 1; i < sections.length; ++i) {
            bytes calldata section = sections[i];
            if (section.word(2) == underlying && section.word(3) == quote) return section;
        }
        revert MissingSection(instrument);
    }

    function _expiryOf(bytes32 instrument, bytes calldata section) private pure returns (Expiry memory expiry) {
        uint64 count = section.word(1).field(0);
        uint256 at_ = UNDERLYING_HEAD;
        for (uint64 i = 0; i < count; ++i) {
            bytes32 row = section.word(at_);
            bytes32 next = section.word(at_ + 1);
            uint64 form = next.field(3);
            if (row.field(0) == InstrumentId.expiry(instrument)) {
                return Expiry(row.signed(1), row.signed(3), next.signed(2), form, at_ + 2);
            }
            at_ += form == SVI_FORM ? 4 : 2 + 2 * uint256(form);
        }
        revert MissingSection(instrument);
    }

    /// @notice The listed volatility of the strike, or the smile's; scale 2^46.
    function _volatilityOf(bytes32 instrument, bytes calldata section, Expiry memory expiry)
        private
        pure
        returns (int256)
    {
        uint256 at_ = expiry.volatilityWord;
        if (expiry.form == SVI_FORM) {
            bytes32 first = section.word(at_);
            bytes32 second = section.word(at_ + 1);
            return SviSmile.volatility(
                Scale.clamp(first.signed(0), 46),
                Scale.clamp(first.signed(1), 46),
                Scale.clamp(first.signed(2), 46),
                Scale.clamp(first.signed(3), 46),
                Scale.clamp(second.signed(0), 46),
                int256(uint256(InstrumentId.strike(instrument))),
                second.signed(1),
                Black76.years_(second.signed(2))
            );
        }

        bytes32 strikeWord = InstrumentId.strikeWord(instrument);
        uint256 end = at_ + 2 * uint256(expiry.form);
        for (; at_ < end; at_ += 2) {
            if (section.word(at_) == strikeWord) return Scale.clamp(int256(uint256(section.word(at_ + 1))), 46);
        }
        revert VolatilityMissing(instrument);
    }
}
