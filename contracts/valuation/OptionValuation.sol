// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {PositionValue} from "../Kernel/Margin/PositionValue.sol";
import {Logarithm} from "../Kernel/Numerics/Logarithm.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";
import {MarketView} from "./MarketView.sol";
import {OptionSweep} from "./OptionSweep.sol";
import {ScenarioItem} from "./ScenarioItem.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {VolatilityColumns} from "./VolatilityColumns.sol";
import {ExpiryTerms, OptionRow, Valuation} from "./ValuationState.sol";

/// @title One option row: its volatilities, and its value in every item's scenario added to the item's sum.
library OptionValuation {
    int256 private constant ONE_Q40 = 1 << 40;

    /// @notice Adds the row to the sums of its group.
    function add(
        Valuation memory valuation,
        OptionRow memory option,
        bytes32 instrument,
        int256 quantity
    ) internal pure {
        uint256 word = uint256(instrument) >> 24;
        if (word != option.word) {
            option.word = word;
            _resolve(valuation, option, instrument);
        }
        option.isCall = InstrumentId.kind(instrument) == InstrumentId.CALL;
        option.isShort = quantity < 0;
        int256 notional = _notional(valuation, option, quantity);
        bool isSmall = notional < OptionSweep.NOTIONAL_LIMIT && notional > -OptionSweep.NOTIONAL_LIMIT;
        if (option.isPlain && isSmall) {
            OptionSweep.add(
                valuation.items,
                valuation.sweepEnd,
                option.isCall,
                notional,
                option.strikeRatioQ46,
                option.logMoneynessQ46
            );
        } else {
            _addAll(valuation, option, MoneyRange.clamp(notional));
        }
    }

    /// @notice The row's cell in an item's scenario.
    function cellOf(Valuation memory valuation, OptionRow memory option, uint256 item) internal pure returns (int256) {
        int256 factorQ40 = ScenarioItem.factorQ40(item);
        int256 cellQ40;
        if (option.isMissing || _isUnscaled(valuation, item)) {
            cellQ40 = _unknownBound(option);
        } else if (option.isBound) {
            cellQ40 =
                option.isShort
                    ? Cell.boundShort(option.isCall, factorQ40, option.boundRatioQ40)
                    : Cell.boundLong(option.isCall, factorQ40, option.boundRatioQ40);
        } else {
            cellQ40 = _priced(option, item);
        }
        return valuation.group.isCoin ? Cell.coinOption(cellQ40, factorQ40) : cellQ40;
    }

    /// @dev What a call and a put of one strike share. Inside the listing range F is at least K / 2^10: it is the unit
    /// itself (Cell.unitForward), and K / F has nothing to clamp (Cell.strikeRatioCeil).
    function _resolve(Valuation memory valuation, OptionRow memory option, bytes32 instrument) private pure {
        ExpiryTerms memory terms = valuation.group;
        if (!terms.hasOptions) {
            terms.hasOptions = true;
            VolatilityColumns.open(valuation);
        }
        int256 strike = int256(uint256(InstrumentId.strike(instrument)));
        int256 forward = terms.forward;
        bool isOutside = Cell.outsideListingRange(strike, forward);
        int256 unitForward = isOutside ? Cell.unitForward(strike, forward) : forward;
        int256 sigmaQ46 = _sigmaOf(valuation, instrument);
        bool isMissing = !terms.known || sigmaQ46 < 0;
        option.unitForward = unitForward;
        option.isMissing = isMissing;
        option.isBound = isOutside;
        option.isPlain = false;
        if (isMissing || isOutside) {
            option.boundRatioQ40 = Cell.boundRatioCeil(strike, unitForward);
            return;
        }
        bool isUnscaled = valuation.underlying.needsToday && !terms.isSettled;
        if (isUnscaled) option.boundRatioQ40 = Cell.boundRatioCeil(strike, unitForward);
        unchecked {
            option.strikeRatioQ46 = int256((uint256(strike << 46) + uint256(forward) - 1) / uint256(forward));
            // Logarithms of 53 bits.
            int256 logMoneynessQ46 = terms.logForwardQ46 - Logarithm.natural(strike);
            option.logMoneynessQ46 = logMoneynessQ46;
            bool isPriced = VolatilityColumns.set(valuation, sigmaQ46, logMoneynessQ46);
            option.isPlain = isPriced && !terms.isCoin && !isUnscaled;
        }
    }

    /// @dev The path of everything that is bounded, expired, settled in coin or absurdly large: cell by cell with the
    /// kernel's functions, in the bounds of money.
    function _addAll(Valuation memory valuation, OptionRow memory option, int256 notional) private pure {
        unchecked {
            uint256 end = valuation.sweepEnd;
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                int256 amount = PositionValue.ofCell(notional, cellOf(valuation, option, item));
                ScenarioItem.setSum(item, ScenarioItem.sum(item) + amount);
            }
        }
    }

    /// @dev Whether the item's move is a residual that nothing scales.
    function _isUnscaled(Valuation memory valuation, uint256 item) private pure returns (bool) {
        if (!valuation.underlying.needsToday || valuation.group.isSettled || item >= valuation.scenarioEnd)
            return false;
        return ScenarioTable.isResidual(ScenarioItem.head(item));
    }

    /// @dev What an option that nothing prices counts as.
    function _unknownBound(OptionRow memory option) private pure returns (int256) {
        if (!option.isShort) return 0;
        return option.boundRatioQ40 > 6 * ONE_Q40 ? option.boundRatioQ40 : 6 * ONE_Q40;
    }

    /// @dev The notional is taken of the forward that the cells are, and is not clamped yet where it is in dollars
    /// (PositionValue.notional). A put's strike in coins has no limit, as its cell has: the mark is the unit that the
    /// cell counts in.
    function _notional(
        Valuation memory valuation,
        OptionRow memory option,
        int256 quantity
    ) private pure returns (int256 notional) {
        int256 unitForward = option.unitForward;
        if (!valuation.group.isCoin) {
            int256 divisor = valuation.moneyDivisor;
            // Floored; a product of 64-bit numbers and a power of ten.
            assembly ("memory-safe") {
                let product := mul(unitForward, quantity)
                notional := sub(sdiv(product, divisor), slt(smod(product, divisor), 0))
            }
            return notional;
        }
        int256 moneyDecimals = valuation.model.moneyDecimals;
        return
            option.isCall
                ? PositionValue.coinNotional(quantity, moneyDecimals)
                : PositionValue.coinNotionalAt(valuation.group.forward, unitForward, quantity, moneyDecimals);
    }

    /// @dev Zero for an expired row, which is worth its intrinsic value; negative where nothing lists the strike.
    function _sigmaOf(Valuation memory valuation, bytes32 instrument) private pure returns (int256 sigmaQ46) {
        ExpiryTerms memory terms = valuation.group;
        if (terms.sqrtTauQ46 == 0) return 0;
        if (terms.strikeRow == 0) {
            return MarketView.smileOf(valuation.underlying.section, terms.expiryWord, instrument);
        }
        (sigmaQ46, terms.strikeRow) = MarketView.listedOf(
            terms.strikeRow,
            terms.strikesEnd,
            InstrumentId.strike(instrument)
        );
    }

    /// @dev As Cell.call and Cell.put: the sweep over one item with a notional of one, its sum kept.
    function _priced(OptionRow memory option, uint256 item) private pure returns (int256 cellQ40) {
        unchecked {
            if (ScenarioItem.word(ScenarioItem.column(item)) <= Black76.LEAST_VOLATILITY_Q46) {
                int256 strikeRatioQ40 = Cell.toBoundRatioCeil(option.strikeRatioQ46);
                return Cell.boundLong(option.isCall, ScenarioItem.factorQ40(item), strikeRatioQ40);
            }
            int256 sum = ScenarioItem.sum(item);
            OptionSweep.add(
                item,
                item + ScenarioItem.BYTES,
                option.isCall,
                ONE_Q40,
                option.strikeRatioQ46,
                option.logMoneynessQ46
            );
            cellQ40 = ScenarioItem.sum(item) - sum;
            ScenarioItem.setSum(item, sum);
        }
    }
}
