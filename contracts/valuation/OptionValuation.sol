// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {PositionValue} from "../Kernel/Margin/PositionValue.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";
import {ExpiryReader} from "./ExpiryReader.sol";
import {LoadedLogarithm} from "./LoadedLogarithm.sol";
import {MarketView} from "./MarketView.sol";
import {
    OPTION_FORWARD,
    OPTION_GROUP_PRICING,
    OPTION_LOG_FORWARD_Q46,
    OPTION_LOG_MONEYNESS_Q46,
    OPTION_PRICING,
    OPTION_SIGMA_Q46,
    OPTION_STRIKES_END,
    OPTION_STRIKE_RATIO_Q40,
    OPTION_STRIKE_RATIO_Q46,
    OPTION_STRIKE_ROW,
    OPTION_UNIT_FORWARD,
    OptionRow
} from "./OptionRow.sol";
import {OptionSweep} from "./OptionSweep.sol";
import {ScenarioItem} from "./ScenarioItem.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {VolatilityColumns} from "./VolatilityColumns.sol";
import {ExpiryTerms, Valuation} from "./ValuationState.sol";

/// @title One option row: its volatilities, and its value in every item's scenario added to the item's sum.
library OptionValuation {
    /// @dev How an option is priced, where not by one of its group's ways (ExpiryReader, whose PLAIN is zero): not,
    /// since strike and forward lie too far apart, or since the market does not list it.
    uint256 private constant BOUND = 2;
    uint256 private constant MISSING = 3;

    int256 private constant ONE_Q40 = 1 << 40;
    uint256 private constant RAW12_PER_ONE = 1e12;
    uint256 private constant ABSURD_RAW12 = 1e17;

    /// @notice Adds the row to the sums of its group.
    function add(Valuation memory valuation, bytes32 instrument, int256 quantity) internal pure {
        uint256 word = uint256(instrument) >> 24;
        if (word != OptionRow.word()) {
            OptionRow.setWord(word);
            _resolve(valuation, uint64(word));
        }
        OptionRow.setCall(InstrumentId.kind(instrument) == InstrumentId.CALL);
        int256 most = OptionSweep.NOTIONAL_LIMIT - 1;
        int256 notional = _linearNotional(OptionRow.unitForward(), quantity, OptionRow.moneyDivisor());
        OptionRow.setNotional(notional);
        bool isPlain;
        // One comparison for both ends, as MoneyRange.clamp has it.
        assembly ("memory-safe") {
            isPlain := iszero(or(mload(OPTION_PRICING), gt(add(notional, most), add(most, most))))
        }
        if (isPlain) OptionSweep.add(OptionRow.firstColumn());
        else _addAll(valuation, quantity);
    }

    /// @notice The row's cell in an item's scenario.
    /// @param isShort Whether the account owes it.
    function cellOf(Valuation memory valuation, bool isShort, uint256 item) internal pure returns (int256) {
        int256 factorQ40 = ScenarioItem.factorQ40(item);
        int256 cellQ40;
        if (OptionRow.pricing() == MISSING || _isUnscaled(valuation, item)) {
            cellQ40 = _unknownBound(isShort);
        } else if (OptionRow.pricing() == BOUND) {
            cellQ40 =
                isShort
                    ? Cell.boundShort(OptionRow.isCall(), factorQ40, OptionRow.boundRatioQ40())
                    : Cell.boundLong(OptionRow.isCall(), factorQ40, OptionRow.boundRatioQ40());
        } else {
            cellQ40 = _priced(valuation, item);
        }
        return valuation.group.isCoin ? Cell.coinOption(cellQ40, factorQ40) : cellQ40;
    }

    /// @dev What a call and a put of one strike share. Inside the listing range F is at least K / 2^10: it is the unit
    /// itself (Cell.unitForward), and K / F has nothing to clamp (Cell.strikeRatioCeil).
    function _resolve(Valuation memory valuation, uint256 strike) private pure {
        int256 sigmaQ46 = _nextListed(strike);
        if (sigmaQ46 < 0) sigmaQ46 = _volatilityOf(valuation, strike);
        bool isOutside;
        // Numbers of 84 bits, negative where Cell.outsideListingRange holds or the volatility is. A strike of 63 bits
        // and 46 places, rounded up, and again of 40 places (Cell.toBoundRatioCeil).
        assembly ("memory-safe") {
            let forward := mload(OPTION_FORWARD)
            let ratioQ46 := div(add(shl(46, strike), sub(forward, 1)), forward)
            mstore(OPTION_STRIKE_RATIO_Q46, ratioQ46)
            mstore(OPTION_STRIKE_RATIO_Q40, shr(6, add(ratioQ46, 63)))
            mstore(OPTION_UNIT_FORWARD, forward)
            mstore(OPTION_SIGMA_Q46, sigmaQ46)
            mstore(OPTION_PRICING, mload(OPTION_GROUP_PRICING))
            isOutside := slt(or(or(sub(shl(10, forward), strike), sub(shl(20, strike), forward)), sigmaQ46), 0)
        }
        if (isOutside) {
            _bound(int256(strike), sigmaQ46 < 0);
            return;
        }
        // Logarithms of 53 bits.
        unchecked {
            int256 logarithmQ46 = LoadedLogarithm.natural(int256(strike));
            assembly ("memory-safe") {
                mstore(OPTION_LOG_MONEYNESS_Q46, sub(mload(OPTION_LOG_FORWARD_Q46), logarithmQ46))
            }
        }
        if (OptionRow.rotates()) VolatilityColumns.rotate(valuation, OptionRow.logMoneynessQ46());
    }

    /// @dev The volatility of the next strike row, Q46, where that is the strike's and its volatility below 100,000;
    /// else negative. Strikes ascend in a book as in a section, and a book seldom leaves many out.
    function _nextListed(uint256 strike) private pure returns (int256 sigmaQ46) {
        // Words of the section, whose counts were compared with its length. As Scale.clamp: there is nothing to
        // saturate or to floor towards less than zero.
        assembly ("memory-safe") {
            let row := mload(OPTION_STRIKE_ROW)
            let raw12 := signextend(7, calldataload(add(row, 0x20)))
            let isNext := eq(and(shr(24, calldataload(row)), 0xffffffffffffffff), strike)
            let isListed := and(and(lt(row, mload(OPTION_STRIKES_END)), isNext), lt(raw12, ABSURD_RAW12))
            mstore(OPTION_STRIKE_ROW, add(row, shl(6, isListed)))
            // Minus one where it is not, without a branch.
            sigmaQ46 := or(div(shl(46, raw12), RAW12_PER_ONE), sub(isListed, 1))
        }
    }

    /// @dev An option that is not priced: without a volatility, or with its strike too far from the forward.
    function _bound(int256 strike, bool isMissing) private pure {
        int256 unitForward = Cell.unitForward(strike, OptionRow.unitForward());
        OptionRow.setPricing(isMissing ? MISSING : BOUND);
        OptionRow.setUnitForward(unitForward);
        OptionRow.setBoundRatio(Cell.boundRatioCeil(strike, unitForward));
    }

    /// @dev The volatility of a group's first option, or of one that the next strike row does not list: zero for an
    /// expired row, which is worth its intrinsic value; negative where nothing tells it.
    function _volatilityOf(Valuation memory valuation, uint256 strike) private pure returns (int256 sigmaQ46) {
        ExpiryTerms memory terms = valuation.group;
        if (!terms.hasOptions) {
            terms.hasOptions = true;
            VolatilityColumns.open(valuation);
            if (terms.isListed) OptionRow.setStrikes(terms.strikeRow, terms.strikesEnd);
        }
        if (terms.isListed) {
            (uint256 row, uint256 end) = OptionRow.strikes();
            (sigmaQ46, row) = MarketView.listedOf(row, end, strike);
            OptionRow.setStrikes(row, end);
            return sigmaQ46;
        }
        if (!terms.known) return -1;
        if (terms.sqrtTauQ46 == 0) return 0;
        return MarketView.smileOf(valuation.underlying.section, terms.expiryWord, int256(strike));
    }

    /// @dev The path of everything that is bounded, settled in coin or absurdly large: cell by cell with the kernel's
    /// functions, in the bounds of money.
    function _addAll(Valuation memory valuation, int256 quantity) private pure {
        int256 notional = MoneyRange.clamp(_notional(valuation, quantity));
        bool isShort = quantity < 0;
        unchecked {
            uint256 end = valuation.sweepEnd;
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                int256 amount = PositionValue.ofCell(notional, cellOf(valuation, isShort, item));
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
    function _unknownBound(bool isShort) private pure returns (int256) {
        if (!isShort) return 0;
        return OptionRow.boundRatioQ40() > 6 * ONE_Q40 ? OptionRow.boundRatioQ40() : 6 * ONE_Q40;
    }

    /// @dev The notional is taken of the forward that the cells are. A put's strike in coins has no limit, as its cell
    /// has: the mark is the unit that the cell counts in.
    function _notional(Valuation memory valuation, int256 quantity) private pure returns (int256) {
        if (!valuation.group.isCoin)
            return _linearNotional(OptionRow.unitForward(), quantity, OptionRow.moneyDivisor());
        int256 moneyDecimals = valuation.model.moneyDecimals;
        return
            OptionRow.isCall()
                ? PositionValue.coinNotional(quantity, moneyDecimals)
                : PositionValue.coinNotionalAt(
                    valuation.group.forward,
                    OptionRow.unitForward(),
                    quantity,
                    moneyDecimals
                );
    }

    /// @dev PositionValue.notional, not clamped yet: floored, a product of 64-bit numbers over a power of ten.
    function _linearNotional(
        int256 unitForward,
        int256 quantity,
        int256 divisor
    ) private pure returns (int256 notional) {
        assembly ("memory-safe") {
            let product := mul(unitForward, quantity)
            notional := sub(sdiv(product, divisor), slt(smod(product, divisor), 0))
        }
    }

    /// @dev As Cell.call and Cell.put: the sweep over one item with a notional of one.
    function _priced(Valuation memory valuation, uint256 item) private pure returns (int256) {
        uint256 probe = VolatilityColumns.first(valuation.probe);
        VolatilityColumns.copy(valuation.probe, ScenarioItem.column(item));
        ScenarioItem.setFactor(probe, ScenarioItem.factorQ40(item), ScenarioItem.logarithmQ46(item));
        OptionRow.setNotional(ONE_Q40);
        OptionSweep.add(valuation.probe);
        return ScenarioItem.takeSum(probe);
    }
}
