// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {Logarithm} from "../Kernel/Numerics/Logarithm.sol";
import {MulShift} from "../Kernel/Numerics/MulShift.sol";
import {PositionValue} from "../Kernel/Margin/PositionValue.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";
import {VolatilityShock} from "../Kernel/Pricing/VolatilityShock.sol";
import {MarketView} from "./MarketView.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {OptionSweep} from "./OptionSweep.sol";
import {ScenarioMoves} from "./ScenarioMoves.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {ExpiryTerms, OptionRow, Valuation} from "./ValuationState.sol";

/// @title One option row: its volatilities, and its value in every item's scenario added to the item's sum.
library OptionValuation {
    int256 private constant ONE_Q40 = 1 << 40;
    /// @dev Places within an item.
    uint256 private constant SUM = 0x20;
    uint256 private constant FACTOR = 0x40;

    /// @notice Adds the row to the sums of its group.
    function add(
        Valuation memory valuation,
        OptionRow memory option,
        bytes32 instrument,
        int256 quantity
    ) internal pure {
        ExpiryTerms memory terms = valuation.group;
        terms.hasOptions = true;
        int256 strike = int256(uint256(InstrumentId.strike(instrument)));
        option.isCall = InstrumentId.kind(instrument) == InstrumentId.CALL;
        option.isShort = quantity < 0;
        int256 unitForward = Cell.unitForward(strike, terms.forward);
        option.notional = _notional(valuation, option, unitForward, quantity);
        int256 sigmaQ46 = _sigmaOf(valuation, instrument);
        option.isMissing = !terms.known || sigmaQ46 < 0;
        option.isBound = !option.isMissing && Cell.outsideListingRange(strike, terms.forward);
        if (option.isMissing || option.isBound || valuation.underlying.needsToday) {
            option.boundRatioQ40 = Cell.boundRatioCeil(strike, unitForward);
        }
        if (option.isMissing || option.isBound) {
            _addAll(valuation, option);
            return;
        }

        option.strikeRatioQ46 = Cell.strikeRatioCeil(strike, unitForward);
        unchecked {
            // Logarithms of 53 bits.
            option.logMoneynessQ46 = terms.logForwardQ46 - Logarithm.natural(strike);
        }
        bool isPriced = _setColumns(valuation, option, sigmaQ46);
        bool isPlain = !terms.isCoin && !(valuation.underlying.needsToday && !terms.isSettled);
        bool isSmall = option.notional < OptionSweep.NOTIONAL_LIMIT && option.notional > -OptionSweep.NOTIONAL_LIMIT;
        if (isPriced && isPlain && isSmall) {
            OptionSweep.add(
                valuation.items,
                _lastItem(valuation),
                option.isCall,
                option.notional,
                option.strikeRatioQ46,
                option.logMoneynessQ46
            );
        } else {
            _addAll(valuation, option);
        }
    }

    /// @notice The row's cell in an item's scenario.
    function cellOf(Valuation memory valuation, OptionRow memory option, uint256 item) internal pure returns (int256) {
        int256 factorQ40 = _word(item + FACTOR);
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

    /// @dev The path of everything that is bounded, expired, settled in coin or absurdly large: cell by cell with the
    /// kernel's functions, in the bounds of money.
    function _addAll(Valuation memory valuation, OptionRow memory option) private pure {
        unchecked {
            uint256 end = _lastItem(valuation);
            for (uint256 item = valuation.items; item < end; item += OptionSweep.ITEM) {
                int256 amount = PositionValue.ofCell(option.notional, cellOf(valuation, option, item));
                assembly ("memory-safe") {
                    let sum := add(item, 0x20)
                    mstore(sum, add(mload(sum), amount))
                }
            }
        }
    }

    /// @dev Today's item is the last, and is left out where a scenario stands for it.
    function _lastItem(Valuation memory valuation) private pure returns (uint256) {
        unchecked {
            uint256 last = valuation.end - OptionSweep.ITEM;
            return valuation.todayItem == last ? valuation.end : last;
        }
    }

    /// @dev Whether the item's move is a residual that nothing scales.
    function _isUnscaled(Valuation memory valuation, uint256 item) private pure returns (bool) {
        if (!valuation.underlying.needsToday || valuation.group.isSettled || item >= valuation.scenarioEnd)
            return false;
        unchecked {
            uint256 head = ScenarioMoves.headOf(valuation, (item - valuation.items) / OptionSweep.ITEM);
            return ScenarioTable.isResidual(head);
        }
    }

    /// @dev What an option that nothing prices counts as.
    function _unknownBound(OptionRow memory option) private pure returns (int256) {
        if (!option.isShort) return 0;
        return option.boundRatioQ40 > 6 * ONE_Q40 ? option.boundRatioQ40 : 6 * ONE_Q40;
    }

    /// @dev The notional is taken of the forward that the cells are. A put's strike in coins has no limit, as its cell
    /// has: the mark is the unit that the cell counts in.
    function _notional(
        Valuation memory valuation,
        OptionRow memory option,
        int256 unitForward,
        int256 quantity
    ) private pure returns (int256) {
        int256 moneyDecimals = valuation.model.moneyDecimals;
        if (!valuation.group.isCoin) return PositionValue.notional(unitForward, quantity, moneyDecimals);
        return
            option.isCall
                ? PositionValue.coinNotional(quantity, moneyDecimals)
                : PositionValue.coinNotionalAt(valuation.group.forward, unitForward, quantity, moneyDecimals);
    }

    /// @dev Zero for an expired row, which is worth its intrinsic value; negative where nothing lists the strike.
    function _sigmaOf(Valuation memory valuation, bytes32 instrument) private pure returns (int256 sigmaQ46) {
        ExpiryTerms memory terms = valuation.group;
        if (terms.sqrtTauQ46 == 0) return 0;
        (sigmaQ46, terms.cursor) = MarketView.volatilityOf(
            valuation.underlying.section,
            terms.expiryWord,
            instrument,
            terms.cursor
        );
    }

    /// @return isPriced Whether every column is above the least volatility, so that Black's formula holds.
    function _setColumns(
        Valuation memory valuation,
        OptionRow memory option,
        int256 sigmaQ46
    ) private pure returns (bool isPriced) {
        ModelParameters.Data memory model = valuation.model;
        ExpiryTerms memory terms = valuation.group;
        uint256 used = valuation.usedColumns;
        isPriced = true;
        if (valuation.withBasis || _lastItem(valuation) == valuation.end) {
            isPriced = _setColumn(valuation, ScenarioMoves.TODAY, sigmaQ46, terms.sqrtTauQ46);
        }
        int256 sqrtTauQ46 = terms.scenarioSqrtTauQ46;
        if (used & (1 << ScenarioTable.NONE) != 0) {
            isPriced = _setColumn(valuation, ScenarioTable.NONE, sigmaQ46, sqrtTauQ46) && isPriced;
        }
        if (used & (1 << ScenarioTable.UP) != 0) {
            int256 upQ46 = VolatilityShock.up(sigmaQ46, model.rangeUpQ40, terms.termScaleQ40, model.minimumUpQ46);
            isPriced = _setColumn(valuation, ScenarioTable.UP, upQ46, sqrtTauQ46) && isPriced;
        }
        if (used & (1 << ScenarioTable.DOWN) != 0) {
            int256 downQ46 = VolatilityShock.down(sigmaQ46, model.rangeDownQ40, terms.termScaleQ40);
            isPriced = _setColumn(valuation, ScenarioTable.DOWN, downQ46, sqrtTauQ46) && isPriced;
        }
        if (used & (1 << ScenarioTable.LINEAR_SKEW) != 0) {
            int256 skewedQ46 = _linearSkew(model, terms, sigmaQ46, option.logMoneynessQ46);
            isPriced = _setColumn(valuation, ScenarioTable.LINEAR_SKEW, skewedQ46, sqrtTauQ46) && isPriced;
        }
        if (used & (1 << ScenarioTable.ABSOLUTE_SKEW) != 0) {
            int256 skewedQ46 = _absoluteSkew(model, terms, sigmaQ46, option.logMoneynessQ46);
            isPriced = _setColumn(valuation, ScenarioTable.ABSOLUTE_SKEW, skewedQ46, sqrtTauQ46) && isPriced;
        }
        if (used >> 31 != 0) isPriced = _setOwnColumns(valuation, sigmaQ46, sqrtTauQ46) && isPriced;
    }

    function _setOwnColumns(
        Valuation memory valuation,
        int256 sigmaQ46,
        int256 sqrtTauQ46
    ) private pure returns (bool isPriced) {
        isPriced = true;
        unchecked {
            for (uint256 i = 0; i < valuation.scenarios.count; ++i) {
                if (ScenarioTable.column(ScenarioMoves.headOf(valuation, i)) != ScenarioTable.OWN) continue;
                int256 ownQ46 = MulShift.clamp(
                    sigmaQ46,
                    ScenarioMoves.volatilityFactorOf(valuation, i),
                    40,
                    VolatilityShock.MAX_VOLATILITY_Q46
                );
                isPriced = _setColumn(valuation, ScenarioMoves.FIXED_COLUMNS + i, ownQ46, sqrtTauQ46) && isPriced;
            }
        }
    }

    function _linearSkew(
        ModelParameters.Data memory model,
        ExpiryTerms memory terms,
        int256 sigmaQ46,
        int256 logMoneynessQ46
    ) private pure returns (int256) {
        unchecked {
            return
                VolatilityShock.skew(
                    sigmaQ46,
                    -logMoneynessQ46,
                    terms.sqrtTauQ46,
                    model.linearSlopeQ40,
                    model.linearBaseQ40,
                    model.minimumWidthQ40,
                    model.widthScaleQ40,
                    model.volatilityStaticQ40,
                    model.volatilityScaleQ40
                );
        }
    }

    function _absoluteSkew(
        ModelParameters.Data memory model,
        ExpiryTerms memory terms,
        int256 sigmaQ46,
        int256 logMoneynessQ46
    ) private pure returns (int256) {
        unchecked {
            return
                VolatilityShock.skew(
                    sigmaQ46,
                    logMoneynessQ46 < 0 ? -logMoneynessQ46 : logMoneynessQ46,
                    terms.sqrtTauQ46,
                    model.absoluteSlopeQ40,
                    model.absoluteBaseQ40,
                    model.minimumWidthQ40,
                    model.widthScaleQ40,
                    model.volatilityStaticQ40,
                    model.volatilityScaleQ40
                );
        }
    }

    function _setColumn(
        Valuation memory valuation,
        uint256 column,
        int256 sigmaQ46,
        int256 sqrtTauQ46
    ) private pure returns (bool) {
        unchecked {
            int256 totalQ46 = Black76.totalVolatility(sigmaQ46, sqrtTauQ46);
            int256 reciprocalQ38 = Black76.reciprocal(totalQ46);
            uint256 place = valuation.columns + ScenarioMoves.COLUMN_BYTES * column;
            // A column allocated by ScenarioMoves.prepare.
            assembly ("memory-safe") {
                mstore(place, totalQ46)
                mstore(add(place, 0x20), reciprocalQ38)
            }
            return totalQ46 > Black76.LEAST_VOLATILITY_Q46;
        }
    }

    /// @dev As Cell.call and Cell.put: the sweep over one item with a notional of one, its sum kept.
    function _priced(OptionRow memory option, uint256 item) private pure returns (int256 cellQ40) {
        unchecked {
            if (_word(uint256(_word(item))) <= Black76.LEAST_VOLATILITY_Q46) {
                int256 strikeRatioQ40 = Cell.toBoundRatioCeil(option.strikeRatioQ46);
                return Cell.boundLong(option.isCall, _word(item + FACTOR), strikeRatioQ40);
            }
            int256 sum = _word(item + SUM);
            OptionSweep.add(
                item,
                item + OptionSweep.ITEM,
                option.isCall,
                ONE_Q40,
                option.strikeRatioQ46,
                option.logMoneynessQ46
            );
            cellQ40 = _word(item + SUM) - sum;
            assembly ("memory-safe") {
                mstore(add(item, 0x20), sum)
            }
        }
    }

    function _word(uint256 place) private pure returns (int256 value) {
        assembly ("memory-safe") {
            value := mload(place)
        }
    }
}
