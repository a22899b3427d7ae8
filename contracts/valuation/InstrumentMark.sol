// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {Logarithm} from "../Kernel/Numerics/Logarithm.sol";
import {MulShift} from "../Kernel/Numerics/MulShift.sol";
import {NormalDistributionTable} from "../Kernel/Numerics/NormalDistributionTable.sol";
import {Scale} from "../Kernel/Numerics/Scale.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";
import {Discount} from "../Kernel/Pricing/Discount.sol";
import {MarketRow} from "../MarketRow.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {MarketView} from "./MarketView.sol";

/// @title Today's price of one instrument. A library of its own, linked into the engine.
library InstrumentMark {
    using MarketRow for bytes32;

    int256 private constant ONE_Q40 = 1 << 40;

    /// @notice As IMarginEngine.mark.
    function mark(bytes32 instrument, uint64 observedAt, bytes[] calldata sections) external pure returns (int64) {
        NormalDistributionTable.load();
        InstrumentId.requireCanonical(instrument);
        uint256 section = MarketView.sectionOf(sections, InstrumentId.underlying(instrument));
        if (section == 0 || MarketView.word(section, MarketView.QUOTE_WORD) != InstrumentId.quote(instrument)) {
            revert IMarginEngine.MissingSection(instrument);
        }
        uint8 kind = InstrumentId.kind(instrument);
        if (kind == InstrumentId.SPOT) return MarketView.word(section, MarketView.SPOT_WORD).signed(0);
        if (kind == InstrumentId.PERPETUAL) {
            if (MarketView.word(section, MarketView.COUNTS_WORD).field(1) == 0)
                revert IMarginEngine.MissingSection(instrument);
            return MarketView.word(section, MarketView.PERPETUAL_WORD).signed(0);
        }

        uint256 expiry = MarketView.expiryOf(section, InstrumentId.expiry(instrument));
        if (expiry == 0) revert IMarginEngine.MissingSection(instrument);
        int256 settlementPrice = MarketView.word(section, expiry + 1).signed(2);
        int256 forward = settlementPrice > 0 ? settlementPrice : int256(MarketView.word(section, expiry).signed(1));
        if (kind == InstrumentId.FUTURE) return int64(forward);
        bool live = settlementPrice == 0 && InstrumentId.expiry(instrument) > observedAt;
        int256 secondsLeft = live ? int256(uint256(InstrumentId.expiry(instrument) - observedAt)) : int256(0);
        return int64(_optionMark(instrument, section, expiry, forward, secondsLeft));
    }

    /// @notice floor(floor(unit * cell) * discount), in the order of the engine's floors; a coin-settled option in
    /// coins.
    function _optionMark(
        bytes32 instrument,
        uint256 section,
        uint256 expiry,
        int256 forward,
        int256 secondsLeft
    ) private pure returns (int256) {
        int256 unitForward = Cell.unitForward(int256(uint256(InstrumentId.strike(instrument))), forward);
        int256 cellQ40 = _todayCell(instrument, section, expiry, unitForward, secondsLeft);
        int256 rate = MarketView.word(section, expiry).signed(3);
        int256 discountQ40 = Discount.factor(Scale.clamp(rate, 46), Black76.years_(secondsLeft));
        // A coin's cell is a share of a coin, and a coin has 1e8 raw units.
        bool isCoin = InstrumentId.settlement(instrument) == InstrumentId.SETTLEMENT_INVERSE;
        int256 undiscounted = MulShift.clamp(isCoin ? int256(1e8) : unitForward, cellQ40, 40, type(int64).max);
        return MulShift.clamp(undiscounted, discountQ40, 40, type(int64).max);
    }

    function _todayCell(
        bytes32 instrument,
        uint256 section,
        uint256 expiry,
        int256 forward,
        int256 secondsLeft
    ) private pure returns (int256) {
        int256 strike = int256(uint256(InstrumentId.strike(instrument)));
        bool isCall = InstrumentId.kind(instrument) == InstrumentId.CALL;
        if (secondsLeft == 0 || Cell.outsideListingRange(strike, forward)) {
            return Cell.boundLong(isCall, ONE_Q40, Cell.boundRatioCeil(strike, forward));
        }

        int256 sigmaQ46 = MarketView.volatilityOf(section, expiry, instrument);
        if (sigmaQ46 < 0) revert IMarginEngine.VolatilityMissing(instrument);
        int256 vQ46 = Black76.totalVolatility(sigmaQ46, Black76.squareRootOfYears(secondsLeft));
        int256 rvQ38 = Black76.reciprocal(vQ46);
        int256 logMoneynessQ46 = Logarithm.natural(forward) - Logarithm.natural(strike);
        int256 strikeRatioQ46 = Cell.strikeRatioCeil(strike, forward);
        return
            isCall
                ? Cell.call(ONE_Q40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38)
                : Cell.put(ONE_Q40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38);
    }
}
