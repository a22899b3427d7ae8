// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {Concentration} from "../Kernel/Margin/Concentration.sol";
import {Confidence} from "../Kernel/Margin/Confidence.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {NakedShorts} from "../Kernel/Margin/NakedShorts.sol";
import {PositionValue} from "../Kernel/Margin/PositionValue.sol";
import {SizeContingency} from "../Kernel/Margin/SizeContingency.sol";
import {MarketView} from "./MarketView.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {OptionValuation} from "./OptionValuation.sol";
import {ScenarioItem} from "./ScenarioItem.sol";
import {Cancelling, ExpiryTerms, Sizes, UnderlyingTerms, Valuation} from "./ValuationState.sol";

/// @title Sizes that add-ons depend on, whatever the scenario: gross perpetuals, naked shorts, little confidence,
/// concentration.
library AddOnSizes {
    uint256 private constant ROW_BYTES = 0x40;

    /// @notice Begins an underlying whose first row is given.
    function begin(
        Valuation memory valuation,
        bytes[] calldata sections,
        bytes32 instrument,
        Cancelling[] calldata cancelling
    ) internal pure {
        if (!valuation.withSizes) return;
        Sizes memory sizes = valuation.sizes;
        UnderlyingTerms memory underlying = valuation.underlying;
        sizes.deltaSize = 0;
        sizes.firstSpot = -1;
        sizes.firstIsCoin = InstrumentId.settlement(instrument) == InstrumentId.SETTLEMENT_INVERSE;
        // Collateral counts as a spot row, whose group may come first.
        uint256 spotKey = (uint256(underlying.id) >> 96) | (uint256(MarketView.quoteOf(sections)) >> 160);
        if (spotKey >= uint160(uint256(instrument) >> 88)) return;
        unchecked {
            for (uint256 i = 0; i < cancelling.length; ++i) {
                if (cancelling[i].underlying != underlying.id) continue;
                sizes.firstIsCoin = false;
                sizes.firstSpot = underlying.spot;
            }
        }
    }

    /// @notice Begins a collateral's underlying, which has no row.
    function reset(Valuation memory valuation) internal pure {
        valuation.sizes.deltaSize = 0;
    }

    /// @notice Begins a group.
    function beginGroup(Valuation memory valuation) internal pure {
        Sizes memory sizes = valuation.sizes;
        if (sizes.firstSpot < 0) sizes.firstSpot = _spotOf(valuation);
    }

    /// @notice Adds the rows of the group in hand: all it holds, and what is short of calls and puts strike by strike.
    /// Spot rows are collateral and are judged there. Sums of fewer than 200 quantities.
    /// @dev In assembly because a row costs 230 gas and as Solidity writes it 330. Options follow what has no strike.
    /// @param row Where its rows begin in calldata.
    /// @param rowsEnd Where they end.
    function addGroup(Valuation memory valuation, uint256 row, uint256 rowsEnd) internal pure {
        if (InstrumentId.kind(MarketView.word(row, 0)) == InstrumentId.SPOT) return;
        (int256 gross, int256 naked, int256 net, uint256 strike) = (0, 0, 0, 0);
        int256 most = MoneyRange.LIMIT;
        assembly ("memory-safe") {
            for {} lt(row, rowsEnd) {
                row := add(row, ROW_BYTES)
            } {
                let quantity := sar(192, calldataload(add(row, 0x20)))
                let sign := sar(255, quantity)
                let size := sub(xor(quantity, sign), sign)
                if gt(size, most) {
                    size := most
                    quantity := sub(xor(size, sign), sign)
                }
                gross := add(gross, size)
                let own := and(shr(24, calldataload(row)), 0xffffffffffffffff)
                let isSame := eq(own, strike)
                naked := sub(naked, mul(net, sgt(slt(net, 0), isSame)))
                net := mul(add(mul(net, isSame), quantity), sgt(own, 0))
                strike := own
            }
        }
        unchecked {
            valuation.group.gross = gross;
            valuation.group.naked = naked + NakedShorts.atStrike(net, 0);
        }
    }

    /// @notice Adds a future or perpetual to what concentration counts.
    function addLinear(Valuation memory valuation, bytes32 instrument, int256 quantity) internal pure {
        if (InstrumentId.kind(instrument) == InstrumentId.SPOT) return;
        unchecked {
            valuation.sizes.deltaSize += _magnitude(MoneyRange.clamp(quantity));
        }
    }

    /// @notice Adds an option to what concentration counts.
    function addOption(Valuation memory valuation, int256 quantity) internal pure {
        unchecked {
            valuation.sizes.deltaSize += _deltaSize(valuation, MoneyRange.clamp(quantity));
        }
    }

    /// @notice Ends a group: its sizes at spot.
    function endGroup(Valuation memory valuation) internal pure {
        ExpiryTerms memory terms = valuation.group;
        Sizes memory sizes = valuation.sizes;
        ModelParameters.Data memory model = valuation.model;
        unchecked {
            int256 spot = _spotOf(valuation);
            int256 grossAtSpot = _atSpot(valuation, terms.isCoin, spot, terms.gross);
            if (terms.isPerpetual) sizes.perpetual += grossAtSpot;
            sizes.nakedShort += _atSpot(valuation, terms.isCoin, spot, terms.naked);
            int256 shareQ40 = Confidence.shareCeil(
                terms.confidenceQ40,
                model.confidenceThresholdQ40,
                model.confidenceFactorQ40
            );
            if (shareQ40 != 0) sizes.confidence += SizeContingency.shareCeil(grossAtSpot, shareQ40);
        }
    }

    /// @notice Ends an underlying: its concentration.
    function end(Valuation memory valuation) internal pure {
        Sizes memory sizes = valuation.sizes;
        ModelParameters.Data memory model = valuation.model;
        uint256 rule = ModelParameters.concentrationOf(model, valuation.underlying.id);
        if (rule == 0) return;
        int256 size = MoneyRange.clamp(sizes.deltaSize);
        int256 lower = ModelParameters.number(model, rule + 1);
        if (size <= lower) return;
        int256 upper = ModelParameters.number(model, rule + 2);
        int256 atSpot = _atSpot(valuation, sizes.firstIsCoin, sizes.firstSpot, size);
        int256 initialQ40 = ModelParameters.ratioQ40(model, rule + 3);
        int256 maintenanceQ40 = ModelParameters.ratioQ40(model, rule + 4);
        unchecked {
            sizes.concentratedInitial += SizeContingency.shareCeil(
                atSpot,
                Concentration.shareCeil(size, lower, upper, initialQ40)
            );
            sizes.concentratedMaintenance += SizeContingency.shareCeil(
                atSpot,
                Concentration.shareCeil(size, lower, upper, maintenanceQ40)
            );
        }
    }

    /// @dev The two items behind the scenarios are forwards up and down.
    function _deltaSize(Valuation memory valuation, int256 quantity) private pure returns (int256) {
        unchecked {
            uint256 up = valuation.scenarioEnd;
            bool isShort = quantity < 0;
            return
                Concentration.deltaSizeCeil(
                    quantity,
                    OptionValuation.cellOf(valuation, isShort, up),
                    OptionValuation.cellOf(valuation, isShort, up + ScenarioItem.BYTES),
                    valuation.model.basisUpQ40 - valuation.model.basisDownQ40
                );
        }
    }

    /// @dev A size in money: times spot, or the coins themselves where the account settles in coin.
    function _atSpot(Valuation memory valuation, bool isCoin, int256 spot, int256 size) private pure returns (int256) {
        int256 decimals = valuation.model.moneyDecimals;
        return
            isCoin
                ? PositionValue.coinNotional(MoneyRange.clamp(size), decimals)
                : SizeContingency.atSpotCeil(spot, size, decimals);
    }

    /// @dev The underlying's spot; its forward where the market does not list it.
    function _spotOf(Valuation memory valuation) private pure returns (int256) {
        return valuation.underlying.section != 0 ? valuation.underlying.spot : valuation.group.forward;
    }

    /// @dev |quantity|, without a branch: its sign is 0 or -1.
    function _magnitude(int256 quantity) private pure returns (int256) {
        unchecked {
            int256 sign = quantity >> 255;
            return (quantity ^ sign) - sign;
        }
    }
}
