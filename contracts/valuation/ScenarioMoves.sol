// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Saturation} from "../Kernel/Numerics/Saturation.sol";
import {Scale} from "../Kernel/Numerics/Scale.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {ScenarioFactor} from "../Kernel/Pricing/ScenarioFactor.sol";
import {MarketRow} from "../MarketRow.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {LoadedLogarithm} from "./LoadedLogarithm.sol";
import {MarketView} from "./MarketView.sol";
import {OptionRow} from "./OptionRow.sol";
import {ScenarioItem} from "./ScenarioItem.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {VolatilityColumns} from "./VolatilityColumns.sol";
import {ExpiryTerms, UnderlyingTerms, Valuation} from "./ValuationState.sol";

/// @title What each scenario does to an underlying's spot and to an expiry's forward.
/// @notice Items are the selected scenarios, then with the forward contingency forwards up and down, then today.
library ScenarioMoves {
    using MarketRow for bytes32;

    int256 private constant ONE_Q40 = 1 << 40;

    /// @notice Allocates items and columns, sums of zero.
    function prepare(Valuation memory valuation) internal pure {
        unchecked {
            uint256 extra = valuation.withBasis ? 3 : 1;
            valuation.columns = _allocate(VolatilityColumns.BYTES * VolatilityColumns.FIXED);
            valuation.items = _allocate(ScenarioItem.BYTES * (valuation.scenarios.count + extra));
            valuation.scenarioEnd = valuation.items + ScenarioItem.BYTES * valuation.scenarios.count;
            valuation.end = valuation.scenarioEnd + ScenarioItem.BYTES * extra;
            (uint256 scenario, uint256 stride) = (valuation.scenarios.first, valuation.scenarios.stride);
            (uint256 columns, uint256 end) = (valuation.columns, valuation.scenarioEnd);
            (uint256 used, uint256 heads, uint256 last) = (0, 0, 0);
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                uint256 head = uint256(ScenarioItem.word(scenario));
                heads |= head;
                uint256 number = ScenarioTable.column(head);
                if (number > ScenarioTable.OWN) revert IModelRegistry.ScenariosMalformed();
                used |= 1 << number;
                ScenarioItem.setScenario(item, scenario);
                uint256 column = VolatilityColumns.placeOf(columns, number);
                if (number == ScenarioTable.OWN) column = _allocate(VolatilityColumns.BYTES);
                if (VolatilityColumns.first(column) == 0) {
                    VolatilityColumns.setNext(column, last);
                    last = column;
                }
                VolatilityColumns.push(column, item);
                scenario += stride;
            }
            valuation.hasResidual = ScenarioTable.isResidual(heads);
            uint256 today = VolatilityColumns.placeOf(valuation.columns, VolatilityColumns.TODAY);
            VolatilityColumns.setNext(today, last);
            for (uint256 item = end; item < valuation.end; item += ScenarioItem.BYTES) {
                VolatilityColumns.push(today, item);
            }
            valuation.usedColumns = used;
            OptionRow.setRotates(used & VolatilityColumns.SKEWS != 0);
            valuation.probe = _allocate(VolatilityColumns.BYTES);
            VolatilityColumns.push(valuation.probe, _allocate(ScenarioItem.BYTES));
        }
    }

    /// @notice Spot factors of every item for an underlying, and which item is today's.
    function moveSpot(Valuation memory valuation) internal pure {
        UnderlyingTerms memory underlying = valuation.underlying;
        int256 todayQ46 = 0;
        int256 sqrtHorizonQ46 = 0;
        if (valuation.hasResidual) {
            todayQ46 = _todayVolatility(underlying.section);
            sqrtHorizonQ46 = Black76.squareRootOfYears(valuation.model.residualHorizonSeconds);
        }
        unchecked {
            underlying.needsToday = valuation.hasResidual && todayQ46 == 0;
            (bool hasResidual, uint256 shock, uint256 end) = (
                valuation.hasResidual,
                underlying.shock,
                valuation.scenarioEnd
            );
            uint256 last = valuation.end - ScenarioItem.BYTES;
            uint256 todayItem = last;
            // Scenarios of one spot usually follow each other and share its logarithm. That of one is zero.
            (int256 spotQ40, int256 factorQ40, int256 logarithmQ46) = (ONE_Q40, ONE_Q40, 0);
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                int256 movedQ40 = ONE_Q40;
                if (shock != 0) {
                    uint256 scenario = ScenarioItem.scenario(item);
                    movedQ40 = ScenarioItem.word(scenario + shock) >> 192;
                    if (hasResidual && ScenarioTable.isResidual(uint256(ScenarioItem.word(scenario)))) {
                        movedQ40 = ScenarioFactor.ofResidual(movedQ40, todayQ46, sqrtHorizonQ46);
                    } else if (movedQ40 == ONE_Q40) {
                        // Without a horizon a scenario that moves nothing has today's sums.
                        bool isStill = ScenarioItem.column(item) == valuation.columns;
                        if (isStill && valuation.model.horizonSeconds == 0) todayItem = item;
                    }
                }
                if (movedQ40 != spotQ40) {
                    spotQ40 = movedQ40;
                    (factorQ40, logarithmQ46) = _factorOf(spotQ40);
                }
                ScenarioItem.setSpot(item, spotQ40, factorQ40, logarithmQ46);
            }
            if (valuation.withBasis) {
                _moveBasis(end, valuation.model.basisUpQ40);
                _moveBasis(end + ScenarioItem.BYTES, valuation.model.basisDownQ40);
            }
            ScenarioItem.setSpot(last, ONE_Q40, ONE_Q40, 0);
            valuation.movesWithSpot = true;
            _setToday(valuation, todayItem);
        }
    }

    /// @notice Forward factors of every item for the group in hand.
    function moveForward(Valuation memory valuation) internal pure {
        ExpiryTerms memory terms = valuation.group;
        (bool known, int256 settledPart, uint256 end) = (terms.known, terms.settledPart, valuation.end);
        bool withSpot = known && settledPart == 0;
        // Most expiries of an underlying move as its spot does, and need nothing.
        if (withSpot && valuation.movesWithSpot) return;
        valuation.movesWithSpot = withSpot;
        unchecked {
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                if (!known) {
                    ScenarioItem.setFactor(item, ONE_Q40, 0);
                } else if (withSpot) {
                    ScenarioItem.moveWithSpot(item);
                } else {
                    int256 factorQ40 = ScenarioFactor.ofForward(terms.forward, settledPart, ScenarioItem.spotQ40(item));
                    ScenarioItem.setFactor(item, factorQ40, _logarithmOf(factorQ40));
                }
            }
        }
    }

    /// @notice The scenario's own volatility factor for the underlying in hand, scale 2^40.
    function volatilityFactorOf(Valuation memory valuation, uint256 item) internal pure returns (int256) {
        uint256 shock = valuation.underlying.shock;
        if (shock == 0) return 0;
        unchecked {
            return bytes32(uint256(ScenarioItem.word(ScenarioItem.scenario(item) + shock))).signed(1);
        }
    }

    /// @notice The scenario's rate shift for an underlying, 1e-12.
    /// @param shock The place of its word in the scenario; zero of one that the set does not shock, and there the head
    /// word has a zero in the shift's place.
    function rateShiftOf(uint256 scenario, uint256 shock) internal pure returns (int256 shift) {
        assembly ("memory-safe") {
            shift := signextend(7, shr(64, mload(add(scenario, shock))))
        }
    }

    function _moveBasis(uint256 item, int256 moveQ40) private pure {
        unchecked {
            (int256 factorQ40, int256 logarithmQ46) = _factorOf(ONE_Q40 + moveQ40);
            ScenarioItem.setSpot(item, ONE_Q40 + moveQ40, factorQ40, logarithmQ46);
        }
    }

    /// @dev Today's item is the last and begins its column, and is left out where a scenario stands for it. The two
    /// moved forwards share its column.
    function _setToday(Valuation memory valuation, uint256 todayItem) private pure {
        uint256 today = VolatilityColumns.placeOf(valuation.columns, VolatilityColumns.TODAY);
        unchecked {
            uint256 last = valuation.end - ScenarioItem.BYTES;
            bool isLast = todayItem == last;
            valuation.todayItem = todayItem;
            valuation.sweepEnd = isLast ? valuation.end : last;
            uint256 first = isLast ? last : ScenarioItem.next(last);
            VolatilityColumns.setFirst(today, first);
            OptionRow.setFirstColumn(first != 0 ? today : VolatilityColumns.next(today));
        }
    }

    /// @dev A forward without a fixed part moves as the spot, so this is ScenarioFactor.ofForward(F, 0, s) for any F.
    function _factorOf(int256 spotQ40) private pure returns (int256 factorQ40, int256 logarithmQ46) {
        if (spotQ40 <= 0) return (0, 0);
        factorQ40 = Saturation.between(spotQ40, ScenarioFactor.LEAST_Q40, ScenarioFactor.MAX_Q40);
        logarithmQ46 = _log(factorQ40);
    }

    function _logarithmOf(int256 factorQ40) private pure returns (int256) {
        return factorQ40 > 0 ? _log(factorQ40) : int256(0);
    }

    /// @dev As ScenarioFactor.log.
    function _log(int256 factorQ40) private pure returns (int256) {
        unchecked {
            return LoadedLogarithm.natural(factorQ40) - ScenarioFactor.LOGARITHM_OF_ONE_Q40_Q46;
        }
    }

    function _todayVolatility(uint256 section) private pure returns (int256) {
        if (section == 0) return 0;
        return Scale.clamp(MarketView.word(section, MarketView.SPOT_WORD).signed(3), 46);
    }

    /// @dev Zeroes, at the free-memory pointer, which is moved past them.
    function _allocate(uint256 size) private pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := mload(0x40)
            calldatacopy(place, calldatasize(), size)
            mstore(0x40, add(place, size))
        }
    }
}
