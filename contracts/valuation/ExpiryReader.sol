// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {Exponential} from "../Kernel/Numerics/Exponential.sol";
import {Logarithm} from "../Kernel/Numerics/Logarithm.sol";
import {MulShift} from "../Kernel/Numerics/MulShift.sol";
import {Saturation} from "../Kernel/Numerics/Saturation.sol";
import {Scale} from "../Kernel/Numerics/Scale.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {Discount} from "../Kernel/Pricing/Discount.sol";
import {VolatilityShock} from "../Kernel/Pricing/VolatilityShock.sol";
import {MarketRow} from "../MarketRow.sol";
import {LoadedLogarithm} from "./LoadedLogarithm.sol";
import {MarketView} from "./MarketView.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {OptionRow} from "./OptionRow.sol";
import {ExpiryTerms, UnderlyingTerms, Valuation} from "./ValuationState.sol";

/// @title The terms of a group of rows, from the market and the model.
library ExpiryReader {
    using MarketRow for bytes32;

    /// @notice How a group's options are priced: by the hot loop, where nothing is in coin and every scenario moves the
    /// forward; else cell by cell.
    uint256 internal constant PLAIN = 0;
    uint256 internal constant CELL_BY_CELL = 1;

    int256 private constant ONE_Q40 = 1 << 40;
    /// @dev ln VolatilityShock.REFERENCE_SECONDS.
    int256 private constant LOGARITHM_OF_REFERENCE_Q46 = 1_039_201_415_566_958;
    /// @dev Power's bound of the product of exponent and logarithm.
    int256 private constant EXPONENT_LIMIT = 1 << 60;

    /// @notice Bytes 1 to 20 of an instrument: underlying, quote, settlement and expiry.
    function keyOf(bytes32 instrument) internal pure returns (uint256) {
        return uint160(uint256(instrument) >> 88);
    }

    /// @notice Opens the group that a row begins.
    /// @param row The row's place in calldata.
    function open(Valuation memory valuation, uint256 row) internal pure {
        bytes32 instrument = MarketView.word(row, 0);
        ExpiryTerms memory terms = valuation.group;
        terms.key = keyOf(instrument);
        terms.expiry = InstrumentId.expiry(instrument);
        terms.isPerpetual = InstrumentId.kind(instrument) == InstrumentId.PERPETUAL;
        terms.isCoin = InstrumentId.settlement(instrument) == InstrumentId.SETTLEMENT_INVERSE;
        terms.isSettled = false;
        terms.isListed = false;
        terms.hasOptions = false;
        (terms.gross, terms.naked) = (0, 0);
        (terms.settledPart, terms.sqrtTauQ46, terms.scenarioSqrtTauQ46, terms.tauYearsQ46) = (0, 0, 0, 0);
        (terms.rate, terms.discountQ40, terms.termScaleQ40, terms.confidenceQ40) = (0, ONE_Q40, ONE_Q40, 0);
        (terms.expiryWord, terms.strikeRow, terms.strikesEnd) = (0, 0, 0);
        if (terms.expiry == 0) {
            _withoutExpiry(terms, valuation.underlying);
        } else {
            _withExpiry(valuation, terms, row);
        }
        bool isPlain = !terms.isCoin && (terms.isSettled || !valuation.underlying.needsToday);
        // A group without options or that nothing tells has no forward, and no option that reads its logarithm.
        int256 logForwardQ46 = terms.forward > 0 ? LoadedLogarithm.natural(terms.forward) : int256(0);
        OptionRow.setGroup(terms.forward, logForwardQ46, isPlain ? PLAIN : CELL_BY_CELL);
    }

    function _withoutExpiry(ExpiryTerms memory terms, UnderlyingTerms memory underlying) private pure {
        uint256 section = underlying.section;
        terms.known = section != 0 && underlying.shock != 0;
        terms.forward = section == 0 ? int256(0) : underlying.spot;
        terms.confidenceQ40 = section == 0 ? int256(0) : underlying.spotConfidenceQ40;
        if (!terms.isPerpetual) return;
        if (section == 0 || MarketView.word(section, MarketView.COUNTS_WORD).field(1) == 0) {
            terms.known = false;
            return;
        }
        bytes32 row = MarketView.word(section, MarketView.PERPETUAL_WORD);
        terms.forward = row.signed(0);
        terms.confidenceQ40 = _lesser(terms.confidenceQ40, Scale.convert(row.signed(2), 40));
    }

    function _withExpiry(Valuation memory valuation, ExpiryTerms memory terms, uint256 row) private pure {
        UnderlyingTerms memory underlying = valuation.underlying;
        uint256 section = underlying.section;
        uint256 listed = section == 0 ? 0 : MarketView.expiryOf(section, terms.expiry);
        if (listed == 0 || underlying.shock == 0) {
            terms.known = false;
            terms.forward =
                listed != 0
                    ? int256(MarketView.word(section, listed).signed(1))
                    : section != 0
                        ? underlying.spot
                        : _lowestStrike(row, valuation.endRow, terms.key);
            return;
        }

        terms.known = true;
        terms.expiryWord = listed;
        (terms.strikeRow, terms.strikesEnd) = MarketView.strikesOf(section, listed);
        bytes32 first = MarketView.word(section, listed);
        bytes32 second = MarketView.word(section, listed + 1);
        int256 settlementPrice = second.signed(2);
        terms.isSettled = settlementPrice > 0;
        terms.forward = terms.isSettled ? settlementPrice : first.signed(1);
        terms.settledPart = terms.isSettled ? settlementPrice : first.signed(2);
        terms.rate = first.signed(3);
        terms.confidenceQ40 = _lesser(underlying.spotConfidenceQ40, Scale.convert(second.signed(0), 40));
        _setTime(valuation, terms);
        // An expired row has no volatility to look up.
        terms.isListed = terms.strikeRow != 0 && terms.sqrtTauQ46 != 0;
    }

    function _setTime(Valuation memory valuation, ExpiryTerms memory terms) private pure {
        ModelParameters.Data memory model = valuation.model;
        // No registry takes such a forward.
        if (terms.forward <= 0) revert Logarithm.LogarithmOfNonPositive(terms.forward);
        // Times of 40 bits and a horizon of 33.
        unchecked {
            bool isOver = terms.isSettled || terms.expiry <= valuation.observedAt;
            int256 secondsLeft = isOver ? int256(0) : int256(terms.expiry - valuation.observedAt);
            terms.tauYearsQ46 = Black76.years_(secondsLeft);
            terms.sqrtTauQ46 = Black76.squareRootOfYears(secondsLeft);
            terms.scenarioSqrtTauQ46 =
                model.horizonSeconds == 0
                    ? terms.sqrtTauQ46
                    : Black76.squareRootOfYears(secondsLeft - model.horizonSeconds);
            terms.discountQ40 = Discount.factor(Scale.clamp(terms.rate, 46), terms.tauYearsQ46);
            terms.termScaleQ40 = _termScale(model, secondsLeft);
        }
    }

    /// @dev VolatilityShock.termScale and Power.ofRatio to the same bits, with the loaded logarithm.
    function _termScale(ModelParameters.Data memory model, int256 secondsLeft) private pure returns (int256) {
        bool isShort = secondsLeft <= VolatilityShock.REFERENCE_SECONDS;
        int256 powerQ46 = isShort ? model.shortPowerQ46 : model.longPowerQ46;
        int256 term = secondsLeft > model.floorSeconds ? secondsLeft : model.floorSeconds;
        if (term < 1) term = 1;
        // Both logarithms lie between 0 and 2^52.
        unchecked {
            int256 logarithmQ46 = LOGARITHM_OF_REFERENCE_Q46 - LoadedLogarithm.natural(term);
            int256 productQ46 = MulShift.clamp(logarithmQ46, powerQ46, 46, EXPONENT_LIMIT);
            return Exponential.natural(Saturation.between(productQ46, -EXPONENT_LIMIT, Exponential.MAX_EXPONENT_Q46));
        }
    }

    /// @notice The lowest strike of the group that a row begins: what stands for a forward that nothing tells. A group
    /// without options marks to entries and never reads it.
    function _lowestStrike(uint256 row, uint256 end, uint256 key) private pure returns (int256) {
        unchecked {
            for (; row < end && keyOf(MarketView.word(row, 0)) == key; row += 0x40) {
                uint64 strike = InstrumentId.strike(MarketView.word(row, 0));
                if (strike != 0) return int256(uint256(strike));
            }
            return 0;
        }
    }

    function _lesser(int256 left, int256 right) private pure returns (int256) {
        return left < right ? left : right;
    }
}
