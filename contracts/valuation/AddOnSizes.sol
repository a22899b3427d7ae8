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
import {MoneyCheck} from "./MoneyCheck.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {OptionValuation} from "./OptionValuation.sol";
import {ScenarioItem} from "./ScenarioItem.sol";
import {Cancelling, ExpiryTerms, OptionRow, Sizes, UnderlyingTerms, Valuation} from "./ValuationState.sol";

/// @title Sizes that add-ons depend on, whatever the scenario: gross perpetuals, naked shorts, little confidence,
/// concentration.
library AddOnSizes {
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

    /// @notice Adds a row that is no option. Spot rows are collateral and are judged there.
    function addLinear(Valuation memory valuation, bytes32 instrument, int256 quantity) internal pure {
        if (InstrumentId.kind(instrument) == InstrumentId.SPOT) return;
        int256 size = _magnitude(MoneyRange.clamp(quantity));
        unchecked {
            valuation.group.gross += size;
            valuation.sizes.deltaSize += size;
        }
    }

    /// @notice Adds an option.
    function addOption(
        Valuation memory valuation,
        OptionRow memory option,
        bytes32 instrument,
        int256 quantity
    ) internal pure {
        ExpiryTerms memory terms = valuation.group;
        if (MoneyCheck.isOutside(quantity)) quantity = MoneyRange.clamp(quantity);
        uint256 strike = InstrumentId.strike(instrument);
        unchecked {
            terms.gross += _magnitude(quantity);
            if (strike == terms.strike) {
                terms.net += quantity;
            } else {
                int256 net = terms.net;
                if (net < 0) terms.naked += NakedShorts.atStrike(net, 0);
                terms.strike = strike;
                terms.net = quantity;
            }
            // Read where an underlying has a rule only.
            if (valuation.model.concentrationCount == 0) return;
            valuation.sizes.deltaSize += _deltaSize(valuation, option, quantity);
        }
    }

    /// @notice Ends a group: its sizes at spot.
    function endGroup(Valuation memory valuation) internal pure {
        ExpiryTerms memory terms = valuation.group;
        Sizes memory sizes = valuation.sizes;
        ModelParameters.Data memory model = valuation.model;
        unchecked {
            terms.naked += NakedShorts.atStrike(terms.net, 0);
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
    function _deltaSize(
        Valuation memory valuation,
        OptionRow memory option,
        int256 quantity
    ) private pure returns (int256) {
        unchecked {
            uint256 up = valuation.scenarioEnd;
            bool isShort = quantity < 0;
            return
                Concentration.deltaSizeCeil(
                    quantity,
                    OptionValuation.cellOf(valuation, option, isShort, up),
                    OptionValuation.cellOf(valuation, option, isShort, up + ScenarioItem.BYTES),
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
