// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {BasisContingency} from "../Kernel/Margin/BasisContingency.sol";
import {ExpiryTotal} from "../Kernel/Margin/ExpiryTotal.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {PositionValue} from "../Kernel/Margin/PositionValue.sol";
import {Scale} from "../Kernel/Numerics/Scale.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";
import {Discount} from "../Kernel/Pricing/Discount.sol";
import {MarketRow} from "../MarketRow.sol";
import {MarginInput, Row} from "../interfaces/IMarginTypes.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {AddOnSizes} from "./AddOnSizes.sol";
import {ExpiryReader} from "./ExpiryReader.sol";
import {LoadedLogarithm} from "./LoadedLogarithm.sol";
import {MarketView} from "./MarketView.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {MoneyCheck} from "./MoneyCheck.sol";
import {OptionRow} from "./OptionRow.sol";
import {OptionSweep} from "./OptionSweep.sol";
import {OptionValuation} from "./OptionValuation.sol";
import {ScenarioItem} from "./ScenarioItem.sol";
import {ScenarioMoves} from "./ScenarioMoves.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {Cancelling, ExpiryTerms, Outcome, Sizes, UnderlyingTerms, Valuation} from "./ValuationState.sol";

/// @title Adds up one account in the normative order: options by expiry, then everything of one underlying, then the
/// account.
/// @notice One pass over sorted rows. Never refuses a price: what the market does not list takes its stated bound. A
/// library of its own, linked into the engine, since one contract would be too large.
library AccountValuation {
    using MarketRow for bytes32;

    int256 private constant ONE_Q40 = 1 << 40;
    uint256 private constant ROW_BYTES = 0x40;

    /// @notice Values the rows, and the collateral that moves with an underlying.
    /// @param model Parameters as ModelParameters.pack writes them, and their canonical row.
    /// @param scenarios The scenarios to total, in the form of the canonical rows.
    /// @param cancelling Each balance's underlying and value.
    /// @param withBasis Whether the forward contingency is wanted: two more cells an option.
    /// @param withSizes Whether the add-ons' sizes are.
    function run(
        bytes calldata model,
        bytes calldata parameters,
        bytes calldata scenarios,
        Cancelling[] calldata cancelling,
        bool withBasis,
        bool withSizes,
        MarginInput calldata input
    ) external pure returns (Outcome memory outcome) {
        OptionSweep.load();
        LoadedLogarithm.load();
        OptionRow.load();
        Valuation memory valuation;
        valuation.model = ModelParameters.unpack(model, parameters);
        valuation.scenarios = ScenarioTable.copy(scenarios);
        valuation.observedAt = input.observedAt;
        valuation.withBasis = withBasis;
        valuation.withSizes = withSizes;
        valuation.spotConfidenceQ40 = ONE_Q40;
        // 6 or 9 places.
        unchecked {
            OptionRow.setMoneyDivisor(int256(10 ** uint256(16 - valuation.model.moneyDecimals)));
        }
        ScenarioMoves.prepare(valuation);
        _addRows(valuation, input.rows, input.sections, cancelling);
        _addFreeCollateral(valuation, input.sections, cancelling);
        outcome.totals = _totals(valuation);
        outcome.value = valuation.value;
        outcome.optionValue = valuation.optionValue;
        outcome.unrealised = valuation.unrealised;
        outcome.basis = MoneyRange.clamp(valuation.basis);
        outcome.spotConfidenceQ40 = valuation.spotConfidenceQ40;
        outcome.holdsSpot = valuation.holdsSpot;
        Sizes memory sizes = valuation.sizes;
        outcome.perpetual = sizes.perpetual;
        outcome.nakedShort = sizes.nakedShort;
        outcome.confidence = sizes.confidence;
        outcome.concentratedInitial = sizes.concentratedInitial;
        outcome.concentratedMaintenance = sizes.concentratedMaintenance;
    }

    function _addRows(
        Valuation memory valuation,
        Row[] calldata rows,
        bytes[] calldata sections,
        Cancelling[] calldata cancelling
    ) private pure {
        (valuation.firstRow, valuation.endRow) = _placeOf(rows);
        uint256 row = valuation.firstRow;
        while (row < valuation.endRow) {
            bytes32 instrument = MarketView.word(row, 0);
            bytes32 id = InstrumentId.underlying(instrument);
            bool isFirst = row == valuation.firstRow;
            if (isFirst || id != valuation.underlying.id) {
                if (!isFirst) _closeUnderlying(valuation, cancelling);
                _openUnderlying(valuation, sections, id);
                AddOnSizes.begin(valuation, sections, instrument, cancelling);
            }
            ExpiryReader.open(valuation, row);
            AddOnSizes.beginGroup(valuation);
            ScenarioMoves.moveForward(valuation);
            uint256 begin = row;
            row = _addGroup(valuation, row);
            if (valuation.withSizes) AddOnSizes.addGroup(valuation, begin, row);
            _closeGroup(valuation);
        }
        if (rows.length != 0) _closeUnderlying(valuation, cancelling);
    }

    /// @notice Adds the rows of the group that a row begins.
    /// @return Where the next group begins.
    function _addGroup(Valuation memory valuation, uint256 row) private pure returns (uint256) {
        uint256 key = valuation.group.key;
        uint256 end = valuation.endRow;
        // Read where an underlying has a rule only.
        bool concentrates = valuation.withSizes && valuation.model.concentrationCount != 0;
        unchecked {
            bytes32 previous = row == valuation.firstRow ? bytes32(0) : MarketView.word(row - ROW_BYTES, 0);
            for (; row < end; row += ROW_BYTES) {
                bytes32 instrument = MarketView.word(row, 0);
                if (instrument <= previous) revert IMarginEngine.UnsortedRows((row - valuation.firstRow) / ROW_BYTES);
                if (ExpiryReader.keyOf(instrument) != key) break;
                previous = instrument;
                int256 quantity = MarketView.word(row, 1).signed(0);
                if (InstrumentId.kind(instrument) >= InstrumentId.CALL) {
                    OptionValuation.add(valuation, instrument, quantity);
                    if (concentrates) AddOnSizes.addOption(valuation, quantity);
                } else {
                    _addLinear(valuation, instrument, quantity, MarketView.word(row, 1));
                    if (concentrates) AddOnSizes.addLinear(valuation, instrument, quantity);
                }
            }
            return row;
        }
    }

    function _openUnderlying(Valuation memory valuation, bytes[] calldata sections, bytes32 id) private pure {
        UnderlyingTerms memory underlying = valuation.underlying;
        underlying.id = id;
        underlying.section = MarketView.sectionOf(sections, id);
        underlying.shock = ScenarioTable.shockOf(valuation.scenarios, id);
        (underlying.spot, underlying.spotConfidenceQ40) = (0, 0);
        if (underlying.section != 0) {
            bytes32 row = MarketView.word(underlying.section, MarketView.SPOT_WORD);
            underlying.spot = row.signed(0);
            underlying.spotConfidenceQ40 = Scale.convert(row.signed(1), 40);
        }
        if (underlying.spotConfidenceQ40 < valuation.spotConfidenceQ40) {
            valuation.spotConfidenceQ40 = underlying.spotConfidenceQ40;
        }
        ScenarioMoves.moveSpot(valuation);
    }

    /// @notice A spot, perpetual or future row: its value today, and its profit in each scenario.
    function _addLinear(Valuation memory valuation, bytes32 instrument, int256 quantity, bytes32 packed) private pure {
        ExpiryTerms memory terms = valuation.group;
        int256 decimals = valuation.model.moneyDecimals;
        bool hasEntry = InstrumentId.kind(instrument) != InstrumentId.SPOT;
        int256 entry = packed.signed(1);
        unchecked {
            int256 mark = terms.forward;
            if (!terms.known) mark = quantity < 0 ? MoneyRange.clamp((hasEntry ? entry : mark) * 6) : int256(0);
            int256 notional =
                terms.isCoin
                    ? PositionValue.coinNotionalAt(mark, entry, quantity, decimals)
                    : PositionValue.notional(mark, quantity, decimals);
            if (hasEntry) {
                int256 profit =
                    terms.isCoin
                        ? PositionValue.coinProfit(mark, entry, quantity, decimals)
                        : PositionValue.profit(mark, entry, quantity, decimals);
                profit -= _funding(valuation, quantity, packed.signed(2));
                valuation.unrealised += profit;
                valuation.value += profit;
            } else {
                valuation.value += notional;
                valuation.holdsSpot = true;
            }
            if (!terms.known) {
                // The mark is its bound already and nothing moves it further; but held spot also stands for collateral,
                // whose value is not a mark, and is lost.
                if (!hasEntry && quantity >= 0) _moveLinear(valuation, notional, 0, false);
                else _moveLinear(valuation, notional, ONE_Q40, false);
                return;
            }
            _moveLinear(valuation, notional, -1, quantity < 0);
        }
    }

    /// @param fixedQ40 The factor in every scenario; negative takes the items'.
    function _moveLinear(Valuation memory valuation, int256 notional, int256 fixedQ40, bool isShort) private pure {
        bool isUnscaled = valuation.underlying.needsToday && !valuation.group.isSettled;
        bool isCoin = valuation.group.isCoin;
        uint256 end = valuation.scenarioEnd;
        unchecked {
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                int256 factorQ40 = fixedQ40;
                if (fixedQ40 < 0) {
                    factorQ40 = ScenarioItem.factorQ40(item);
                    if (isUnscaled && ScenarioTable.isResidual(ScenarioItem.head(item))) {
                        factorQ40 = isShort ? 6 * ONE_Q40 : int256(0);
                    }
                }
                int256 cellQ40 = isCoin ? Cell.coinLinear(factorQ40) : Cell.linear(factorQ40);
                _gain(item, PositionValue.ofCell(notional, cellQ40));
            }
        }
    }

    function _funding(Valuation memory valuation, int256 quantity, int256 entryIndex) private pure returns (int256) {
        uint256 section = valuation.underlying.section;
        if (!valuation.group.isPerpetual || section == 0) return 0;
        if (MarketView.word(section, MarketView.COUNTS_WORD).field(1) == 0) return 0;
        int256 index = MarketView.word(section, MarketView.PERPETUAL_WORD).signed(1);
        return PositionValue.fundingCeil(index, entryIndex, quantity, valuation.model.moneyDecimals);
    }

    function _closeGroup(Valuation memory valuation) private pure {
        if (valuation.withSizes) AddOnSizes.endGroup(valuation);
        ExpiryTerms memory terms = valuation.group;
        if (!terms.hasOptions) return;
        int256 todaySum = ScenarioItem.sum(valuation.todayItem);
        int256 today = ExpiryTotal.discounted(todaySum, terms.discountQ40);
        unchecked {
            valuation.optionValue += today;
            valuation.value += today;
            if (valuation.withBasis && terms.known) {
                valuation.basis += BasisContingency.ofExpiry(
                    todaySum,
                    ScenarioItem.sum(valuation.scenarioEnd),
                    ScenarioItem.sum(valuation.scenarioEnd + ScenarioItem.BYTES),
                    terms.discountQ40,
                    BasisContingency.factorCeil(
                        valuation.model.basisAddQ40,
                        valuation.model.basisMultiplierQ40,
                        terms.tauYearsQ46
                    )
                );
            }
            _addProfits(valuation, today);
            for (uint256 item = valuation.scenarioEnd; item < valuation.end; item += ScenarioItem.BYTES) {
                ScenarioItem.setSum(item, 0);
            }
        }
    }

    /// @dev Scenarios of one rate shift share their discounts. ExpiryTotal.shocked and profit to the same bits, without
    /// a call where nothing has to be clamped.
    function _addProfits(Valuation memory valuation, int256 today) private pure {
        (uint256 end, uint256 shock) = (valuation.scenarioEnd, valuation.underlying.shock);
        // No scenario's shift.
        int256 shift = type(int256).max;
        (int256 discountQ40, int256 longSideQ40, int256 shortSideQ40) = (0, 0, 0);
        // Amounts in range have 63 bits, a discount 41 and a side 63.
        unchecked {
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                uint256 scenario = ScenarioItem.scenario(item);
                int256 own = ScenarioMoves.rateShiftOf(scenario, shock);
                if (own != shift) {
                    shift = own;
                    (discountQ40, longSideQ40, shortSideQ40) = _sides(valuation.model, valuation.group, shift);
                }
                int256 amount = ScenarioItem.takeSum(item);
                if (MoneyCheck.isOutside(amount)) amount = MoneyRange.clamp(amount);
                amount = (amount * discountQ40) >> 40;
                amount = (amount * (amount < 0 ? shortSideQ40 : longSideQ40)) >> 40;
                if (MoneyCheck.isOutside(amount)) amount = MoneyRange.clamp(amount);
                amount -= today;
                if (amount > 0) {
                    if (ScenarioTable.isRotation(uint256(ScenarioItem.word(scenario)))) amount = -amount;
                }
                _gain(item, amount);
            }
        }
    }

    function _sides(
        ModelParameters.Data memory model,
        ExpiryTerms memory terms,
        int256 shift
    ) private pure returns (int256 discountQ40, int256 longSideQ40, int256 shortSideQ40) {
        unchecked {
            int256 rateQ46 = Scale.clamp(terms.rate + shift, 46);
            discountQ40 = shift == 0 ? terms.discountQ40 : Discount.factor(rateQ46, terms.tauYearsQ46);
            longSideQ40 = Discount.longSide(
                model.longStaticQ40,
                rateQ46,
                model.longMultiplierQ40,
                model.longAddQ46,
                terms.tauYearsQ46
            );
            shortSideQ40 = Discount.shortSide(
                model.shortStaticQ40,
                rateQ46,
                model.shortMultiplierQ40,
                model.shortAddQ46,
                terms.tauYearsQ46
            );
        }
    }

    /// @dev Collateral that cancels the underlying's risk, then what all of it comes to.
    function _closeUnderlying(Valuation memory valuation, Cancelling[] calldata cancelling) private pure {
        UnderlyingTerms memory underlying = valuation.underlying;
        if (valuation.withSizes) AddOnSizes.end(valuation);
        unchecked {
            for (uint256 i = 0; i < cancelling.length; ++i) {
                if (cancelling[i].underlying != underlying.id) continue;
                valuation.taken |= 1 << i;
                _moveCollateral(valuation, cancelling[i].value);
            }
            uint256 end = valuation.scenarioEnd;
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                int256 amount = ScenarioItem.underlyingSum(item);
                // UnderlyingTotal.dampened to the same bits, without a call where nothing has to be clamped.
                if (MoneyCheck.isOutside(amount)) amount = MoneyRange.clamp(amount);
                amount = (amount * ScenarioTable.dampeningQ40(ScenarioItem.head(item))) >> 40;
                if (MoneyCheck.isOutside(amount)) amount = MoneyRange.clamp(amount);
                ScenarioItem.setTotal(item, ScenarioItem.total(item) + amount);
                ScenarioItem.setUnderlyingSum(item, 0);
            }
        }
    }

    /// @dev As a held spot row of the underlying: lost where nothing tells how it moves.
    function _moveCollateral(Valuation memory valuation, int256 value) private pure {
        UnderlyingTerms memory underlying = valuation.underlying;
        bool known = underlying.section != 0 && underlying.shock != 0;
        uint256 end = valuation.scenarioEnd;
        unchecked {
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                int256 factorQ40 = known ? ScenarioItem.spotFactorQ40(item) : int256(0);
                bool residual = ScenarioTable.isResidual(ScenarioItem.head(item));
                if (underlying.needsToday && residual) factorQ40 = 0;
                _gain(item, PositionValue.ofCell(value, Cell.linear(factorQ40)));
            }
        }
    }

    /// @dev Collateral of underlyings that no row has.
    function _addFreeCollateral(
        Valuation memory valuation,
        bytes[] calldata sections,
        Cancelling[] calldata cancelling
    ) private pure {
        unchecked {
            for (uint256 i = 0; i < cancelling.length; ++i) {
                if (cancelling[i].underlying == 0 || (valuation.taken >> i) & 1 == 1) continue;
                _openUnderlying(valuation, sections, cancelling[i].underlying);
                AddOnSizes.reset(valuation);
                _closeUnderlying(valuation, cancelling);
            }
        }
    }

    /// @dev Where the first row and the end of the rows stand in calldata, so that a loop over them checks no bounds.
    function _placeOf(Row[] calldata rows) private pure returns (uint256 first, uint256 end) {
        assembly ("memory-safe") {
            first := rows.offset
            end := add(first, shl(6, rows.length))
        }
    }

    /// @dev Profit or loss of the underlying in hand: sums of fewer than 200 amounts of 64 bits.
    function _gain(uint256 item, int256 amount) private pure {
        unchecked {
            ScenarioItem.setUnderlyingSum(item, ScenarioItem.underlyingSum(item) + amount);
        }
    }

    function _totals(Valuation memory valuation) private pure returns (int256[] memory totals) {
        totals = new int256[](valuation.scenarios.count);
        (uint256 item, uint256 end) = (valuation.items, valuation.scenarioEnd);
        unchecked {
            uint256 place = 0x20;
            for (; item < end; item += ScenarioItem.BYTES) {
                int256 total = ScenarioItem.total(item);
                if (MoneyCheck.isOutside(total)) total = MoneyRange.clamp(total);
                // An element of `totals` for each item.
                assembly ("memory-safe") {
                    mstore(add(totals, place), total)
                }
                place += 0x20;
            }
        }
    }
}
