// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {Confidence} from "../Kernel/Margin/Confidence.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {PositionValue} from "../Kernel/Margin/PositionValue.sol";
import {SizeContingency} from "../Kernel/Margin/SizeContingency.sol";
import {Scale} from "../Kernel/Numerics/Scale.sol";
import {MarketRow} from "../MarketRow.sol";
import {Balance, MarginInput, Row} from "../interfaces/IMarginTypes.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {MarketView} from "./MarketView.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {Cancelling, Outcome} from "./ValuationState.sol";

/// @title What collateral is worth, how it counts, and which risk it cancels.
library CollateralValuation {
    using MarketRow for bytes32;

    /// @notice A balance with its value, its own trust and where its rule begins.
    struct Valued {
        int256 value;
        int256 confidenceQ40;
        uint256 rule;
    }

    /// @notice What collateral adds to the requirements, in money.
    struct Figures {
        int256 haircutInitial;
        int256 haircutMaintenance;
        int256 confidence;
    }

    /// @dev Most balances of an account.
    uint256 private constant MAX_BALANCES = 64;
    int256 private constant ONE_Q40 = 1 << 40;
    int256 private constant ONE_RAW = 1e12;
    /// @dev Words of a collateral rule after its asset.
    uint256 private constant INITIAL = 1;
    uint256 private constant MAINTENANCE = 2;
    uint256 private constant CONFIDENCE_FACTOR = 3;
    uint256 private constant RISK_CANCELS = 4;

    /// @notice Values every balance, and what all of them are worth.
    function valueAll(
        ModelParameters.Data memory model,
        MarginInput calldata input
    ) internal pure returns (Valued[] memory balances, Cancelling[] memory cancelling, int256 value) {
        uint256 count = input.collateral.length;
        if (count > MAX_BALANCES) revert IMarginEngine.TooManyRows(count);
        balances = new Valued[](count);
        cancelling = new Cancelling[](count);
        int256 stablePrice = stablePriceOf(model, input.sections);
        unchecked {
            for (uint256 i = 0; i < count; ++i) {
                Valued memory balance = balances[i];
                _value(model, input.sections, input.collateral[i], stablePrice, balance);
                value += balance.value;
                if (balance.rule == 0) continue;
                cancelling[i].underlying = ModelParameters.word(model, balance.rule + RISK_CANCELS);
                cancelling[i].value = balance.value;
            }
        }
    }

    /// @notice Haircuts and confidence of all collateral. An asset is trusted no more than the spot of any underlying
    /// that the account holds; a spot row is collateral of the asset that has the underlying's name.
    function figuresOf(
        ModelParameters.Data memory model,
        ScenarioTable.Data memory scenarios,
        MarginInput calldata input,
        Valued[] memory balances,
        Outcome memory outcome
    ) internal pure returns (Figures memory figures) {
        int256 spotQ40 = outcome.spotConfidenceQ40;
        unchecked {
            for (uint256 i = 0; i < balances.length; ++i) {
                int256 ownQ40 = balances[i].confidenceQ40;
                _add(figures, model, balances[i].rule, balances[i].value, ownQ40 < spotQ40 ? ownQ40 : spotQ40);
            }
            if (!outcome.holdsSpot) return figures;
            Row[] calldata rows = input.rows;
            for (uint256 i = 0; i < rows.length; ++i) {
                bytes32 instrument;
                // A row of two words within the list; to index a hundred costs 30,000 gas more.
                assembly ("memory-safe") {
                    instrument := calldataload(add(rows.offset, shl(6, i)))
                }
                if (InstrumentId.kind(instrument) != InstrumentId.SPOT) continue;
                int256 value = _spotRow(model, scenarios, input.sections, input.rows[i]);
                bytes32 asset = InstrumentId.underlying(instrument);
                _add(figures, model, ModelParameters.haircutOf(model, asset), value, spotQ40);
            }
        }
    }

    /// @notice The stable coin's price, 1e-12; one when the snapshot does not list the coin.
    function stablePriceOf(
        ModelParameters.Data memory model,
        bytes[] calldata sections
    ) internal pure returns (int256 price) {
        (price, ) = MarketView.assetOf(sections, model.stableAsset);
        if (price == 0) price = ONE_RAW;
    }

    function _value(
        ModelParameters.Data memory model,
        bytes[] calldata sections,
        Balance calldata balance,
        int256 stablePrice,
        Valued memory valued
    ) private pure {
        // Larger balances count as the largest in range.
        int256 amount = MoneyRange.clamp(int256(uint256(balance.amount)));
        int256 price = ONE_RAW;
        valued.confidenceQ40 = ONE_Q40;
        if (balance.asset != model.settlement) {
            int256 confidence;
            (price, confidence) = MarketView.assetOf(sections, balance.asset);
            if (model.settlement == model.stableAsset) price = PositionValue.inStable(price, stablePrice);
            valued.confidenceQ40 = Scale.convert(confidence, 40);
        }
        valued.value = PositionValue.collateral(amount, price, model.moneyDecimals);
        valued.rule = ModelParameters.haircutOf(model, balance.asset);
    }

    /// @dev What a spot row that is held is worth; one that is owed is no collateral.
    function _spotRow(
        ModelParameters.Data memory model,
        ScenarioTable.Data memory scenarios,
        bytes[] calldata sections,
        Row calldata row
    ) private pure returns (int256) {
        bytes32 underlying = InstrumentId.underlying(row.instrument);
        uint256 section = MarketView.sectionOf(sections, underlying);
        if (section == 0 || ScenarioTable.shockOf(scenarios, underlying) == 0) return 0;
        int256 spot = MarketView.word(section, MarketView.SPOT_WORD).signed(0);
        return PositionValue.notional(spot, row.packed.signed(0), model.moneyDecimals);
    }

    /// @dev An asset without a rule does not count at all.
    function _add(
        Figures memory figures,
        ModelParameters.Data memory model,
        uint256 rule,
        int256 value,
        int256 confidenceQ40
    ) private pure {
        if (value <= 0) return;
        unchecked {
            if (rule == 0) {
                figures.haircutMaintenance = MoneyRange.clamp(figures.haircutMaintenance + value);
                return;
            }
            int256 initial = SizeContingency.shareCeil(value, ModelParameters.ratioQ40(model, rule + INITIAL));
            int256 maintenance = SizeContingency.shareCeil(value, ModelParameters.ratioQ40(model, rule + MAINTENANCE));
            int256 shareQ40 = Confidence.shareCeil(
                confidenceQ40,
                model.confidenceThresholdQ40,
                ModelParameters.ratioQ40(model, rule + CONFIDENCE_FACTOR)
            );
            figures.haircutInitial = MoneyRange.clamp(figures.haircutInitial + initial);
            figures.haircutMaintenance = MoneyRange.clamp(figures.haircutMaintenance + maintenance);
            figures.confidence = MoneyRange.clamp(figures.confidence + SizeContingency.shareCeil(value, shareQ40));
        }
    }
}
