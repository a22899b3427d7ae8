// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {PositionValue} from "../Kernel/Margin/PositionValue.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";
import {ExpiryReader} from "./ExpiryReader.sol";
import {LoadedLogarithm} from "./LoadedLogarithm.sol";
import {MarketView} from "./MarketView.sol";
import {OptionSweep} from "./OptionSweep.sol";
import {ScenarioItem} from "./ScenarioItem.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {VolatilityColumns} from "./VolatilityColumns.sol";
import {ExpiryTerms, OptionRow, Valuation} from "./ValuationState.sol";

/// @title One option row: its volatilities, and its value in every item's scenario added to the item's sum.
library OptionValuation {
    /// @dev How an option is priced, where not by one of its group's ways (ExpiryReader): not, since strike and forward
    /// lie too far apart, or since the market does not list it.
    uint256 private constant BOUND = 2;
    uint256 private constant MISSING = 3;

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
            _resolve(valuation, option, int256(uint256(uint64(word))));
        }
        option.isCall = InstrumentId.kind(instrument) == InstrumentId.CALL;
        if (option.pricing == ExpiryReader.PLAIN) {
            int256 most = OptionSweep.NOTIONAL_LIMIT - 1;
            int256 notional = _linearNotional(valuation, option, quantity);
            option.notional = notional;
            // One comparison for both ends, as MoneyRange.clamp has it.
            unchecked {
                if (uint256(notional + most) <= uint256(2 * most)) {
                    OptionSweep.add(valuation.firstColumn, option);
                    return;
                }
            }
        }
        _addAll(valuation, option, quantity);
    }

    /// @notice The row's cell in an item's scenario.
    /// @param isShort Whether the account owes it.
    function cellOf(
        Valuation memory valuation,
        OptionRow memory option,
        bool isShort,
        uint256 item
    ) internal pure returns (int256) {
        int256 factorQ40 = ScenarioItem.factorQ40(item);
        int256 cellQ40;
        if (option.pricing == MISSING || _isUnscaled(valuation, item)) {
            cellQ40 = _unknownBound(option, isShort);
        } else if (option.pricing == BOUND) {
            cellQ40 =
                isShort
                    ? Cell.boundShort(option.isCall, factorQ40, option.boundRatioQ40)
                    : Cell.boundLong(option.isCall, factorQ40, option.boundRatioQ40);
        } else {
            cellQ40 = _priced(valuation, option, item);
        }
        return valuation.group.isCoin ? Cell.coinOption(cellQ40, factorQ40) : cellQ40;
    }

    /// @dev What a call and a put of one strike share. Inside the listing range F is at least K / 2^10: it is the unit
    /// itself (Cell.unitForward), and K / F has nothing to clamp (Cell.strikeRatioCeil).
    function _resolve(Valuation memory valuation, OptionRow memory option, int256 strike) private pure {
        ExpiryTerms memory terms = valuation.group;
        if (!terms.hasOptions) {
            terms.hasOptions = true;
            VolatilityColumns.open(valuation);
        }
        int256 forward = terms.forward;
        int256 sigmaQ46;
        if (terms.isListed) {
            (sigmaQ46, terms.strikeRow) = MarketView.listedOf(terms.strikeRow, terms.strikesEnd, uint256(strike));
        } else {
            sigmaQ46 = _unlistedOf(valuation, strike);
        }
        int256 outside;
        // Negative where Cell.outsideListingRange holds or the volatility is. Numbers of 84 bits.
        unchecked {
            outside = ((forward << 10) - strike) | ((strike << 20) - forward) | sigmaQ46;
        }
        if (outside < 0) {
            option.pricing = sigmaQ46 < 0 ? MISSING : BOUND;
            option.unitForward = Cell.unitForward(strike, forward);
            option.boundRatioQ40 = Cell.boundRatioCeil(strike, option.unitForward);
            return;
        }
        option.pricing = terms.pricing;
        option.unitForward = forward;
        int256 strikeRatioQ46;
        // A strike of 63 bits and 46 places; a forward that is not positive is outside the range.
        assembly ("memory-safe") {
            strikeRatioQ46 := div(add(shl(46, strike), sub(forward, 1)), forward)
        }
        option.strikeRatioQ46 = strikeRatioQ46;
        option.boundRatioQ40 = Cell.toBoundRatioCeil(strikeRatioQ46);
        // Logarithms of 53 bits.
        unchecked {
            int256 logMoneynessQ46 = terms.logForwardQ46 - LoadedLogarithm.natural(strike);
            option.logMoneynessQ46 = logMoneynessQ46;
            VolatilityColumns.set(valuation, sigmaQ46, logMoneynessQ46);
        }
    }

    /// @dev The path of everything that is bounded, settled in coin or absurdly large: cell by cell with the kernel's
    /// functions, in the bounds of money.
    function _addAll(Valuation memory valuation, OptionRow memory option, int256 quantity) private pure {
        int256 notional = MoneyRange.clamp(_notional(valuation, option, quantity));
        bool isShort = quantity < 0;
        unchecked {
            uint256 end = valuation.sweepEnd;
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                int256 amount = PositionValue.ofCell(notional, cellOf(valuation, option, isShort, item));
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
    function _unknownBound(OptionRow memory option, bool isShort) private pure returns (int256) {
        if (!isShort) return 0;
        return option.boundRatioQ40 > 6 * ONE_Q40 ? option.boundRatioQ40 : 6 * ONE_Q40;
    }

    /// @dev The notional is taken of the forward that the cells are. A put's strike in coins has no limit, as its cell
    /// has: the mark is the unit that the cell counts in.
    function _notional(
        Valuation memory valuation,
        OptionRow memory option,
        int256 quantity
    ) private pure returns (int256) {
        if (!valuation.group.isCoin) return _linearNotional(valuation, option, quantity);
        int256 moneyDecimals = valuation.model.moneyDecimals;
        return
            option.isCall
                ? PositionValue.coinNotional(quantity, moneyDecimals)
                : PositionValue.coinNotionalAt(valuation.group.forward, option.unitForward, quantity, moneyDecimals);
    }

    /// @dev PositionValue.notional, not clamped yet.
    function _linearNotional(
        Valuation memory valuation,
        OptionRow memory option,
        int256 quantity
    ) private pure returns (int256 notional) {
        (int256 unitForward, int256 divisor) = (option.unitForward, valuation.moneyDivisor);
        // Floored; a product of 64-bit numbers and a power of ten.
        assembly ("memory-safe") {
            let product := mul(unitForward, quantity)
            notional := sub(sdiv(product, divisor), slt(smod(product, divisor), 0))
        }
    }

    /// @dev Zero for an expired row, which is worth its intrinsic value; negative where nothing lists the expiry.
    function _unlistedOf(Valuation memory valuation, int256 strike) private pure returns (int256) {
        ExpiryTerms memory terms = valuation.group;
        if (!terms.known) return -1;
        if (terms.sqrtTauQ46 == 0) return 0;
        return MarketView.smileOf(valuation.underlying.section, terms.expiryWord, strike);
    }

    /// @dev As Cell.call and Cell.put: the sweep over one item with a notional of one.
    function _priced(Valuation memory valuation, OptionRow memory option, uint256 item) private pure returns (int256) {
        uint256 probe = VolatilityColumns.first(valuation.probe);
        VolatilityColumns.copy(valuation.probe, ScenarioItem.column(item));
        ScenarioItem.setFactor(probe, ScenarioItem.factorQ40(item), ScenarioItem.logarithmQ46(item));
        option.notional = ONE_Q40;
        OptionSweep.add(valuation.probe, option);
        return ScenarioItem.takeSum(probe);
    }
}
