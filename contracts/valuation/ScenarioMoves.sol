// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Scale} from "../Kernel/Numerics/Scale.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {ScenarioFactor} from "../Kernel/Pricing/ScenarioFactor.sol";
import {MarketRow} from "../MarketRow.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {MarketView} from "./MarketView.sol";
import {OptionSweep} from "./OptionSweep.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {ExpiryTerms, UnderlyingTerms, Valuation} from "./ValuationState.sol";

/// @title What each scenario does to an underlying's spot and to an expiry's forward.
/// @notice Items are the selected scenarios, then with the forward contingency forwards up and down, then today.
library ScenarioMoves {
    using MarketRow for bytes32;

    int256 private constant ONE_Q40 = 1 << 40;
    /// @dev Columns of the scenario set with one of their own for all rows, then today's; a scenario with a volatility
    /// factor of its own has a column behind these.
    uint256 internal constant TODAY = 5;
    uint256 internal constant FIXED_COLUMNS = 6;
    uint256 internal constant COLUMN_BYTES = 0x40;

    /// @notice Allocates items, columns and sums.
    function prepare(Valuation memory valuation) internal pure {
        unchecked {
            uint256 count = valuation.scenarios.count;
            uint256 extra = valuation.withBasis ? 3 : 1;
            valuation.totals = new int256[](count);
            valuation.underlyingSums = new int256[](count);
            valuation.underlying.factorsQ40 = new int256[](count + extra);
            valuation.underlying.logarithmsQ46 = new int256[](count + extra);
            valuation.underlying.spotsQ40 = new int256[](count + extra);
            valuation.columns = _allocate(COLUMN_BYTES * (FIXED_COLUMNS + count));
            valuation.items = _allocate(OptionSweep.ITEM * (count + extra));
            valuation.scenarioEnd = valuation.items + OptionSweep.ITEM * count;
            valuation.end = valuation.scenarioEnd + OptionSweep.ITEM * extra;
            for (uint256 i = 0; i < count; ++i) _setColumn(valuation, i);
            for (uint256 i = count; i < count + extra; ++i) {
                _store(valuation.items + OptionSweep.ITEM * i, valuation.columns + COLUMN_BYTES * TODAY);
            }
            valuation.usedColumns |= 1 << TODAY;
        }
    }

    /// @notice Spot factors of every item for an underlying, and which item is today's.
    function moveSpot(Valuation memory valuation) internal pure {
        UnderlyingTerms memory underlying = valuation.underlying;
        unchecked {
            uint256 count = valuation.scenarios.count;
            int256 todayQ46 = _todayVolatility(underlying.section);
            underlying.needsToday = valuation.hasResidual && todayQ46 == 0;
            int256 sqrtHorizonQ46 = Black76.squareRootOfYears(valuation.model.residualHorizonSeconds);
            valuation.todayItem = valuation.end - OptionSweep.ITEM;
            for (uint256 i = 0; i < count; ++i) {
                uint256 head = ScenarioTable.head(valuation.scenarios, i);
                int256 moveQ40 = ONE_Q40;
                if (underlying.factor >= 0) {
                    moveQ40 = _spotMove(valuation, i, underlying.factor);
                    if (ScenarioTable.isResidual(head)) {
                        moveQ40 = ScenarioFactor.ofResidual(moveQ40, todayQ46, sqrtHorizonQ46);
                    } else if (moveQ40 == ONE_Q40 && ScenarioTable.column(head) == ScenarioTable.NONE) {
                        // Without a horizon this scenario moves nothing, and its sums are today's.
                        if (valuation.model.horizonSeconds == 0) {
                            valuation.todayItem = valuation.items + OptionSweep.ITEM * i;
                        }
                    }
                }
                _setSpot(underlying, i, moveQ40);
            }
            if (valuation.withBasis) {
                _setSpot(underlying, count, ONE_Q40 + valuation.model.basisUpQ40);
                _setSpot(underlying, count + 1, ONE_Q40 + valuation.model.basisDownQ40);
            }
            _setSpot(underlying, underlying.spotsQ40.length - 1, ONE_Q40);
        }
    }

    /// @notice Forward factors of every item for the group in hand, and sums of zero.
    function moveForward(Valuation memory valuation) internal pure {
        UnderlyingTerms memory underlying = valuation.underlying;
        ExpiryTerms memory terms = valuation.group;
        unchecked {
            uint256 item = valuation.items;
            for (uint256 i = 0; i < underlying.spotsQ40.length; ++i) {
                int256 factorQ40 = ONE_Q40;
                int256 logarithmQ46 = 0;
                if (terms.known && terms.settledPart == 0) {
                    factorQ40 = underlying.factorsQ40[i];
                    logarithmQ46 = underlying.logarithmsQ46[i];
                } else if (terms.known) {
                    factorQ40 = ScenarioFactor.ofForward(terms.forward, terms.settledPart, underlying.spotsQ40[i]);
                    logarithmQ46 = factorQ40 > 0 ? ScenarioFactor.log(factorQ40) : int256(0);
                }
                _storeItem(item, factorQ40, logarithmQ46);
                item += OptionSweep.ITEM;
            }
        }
    }

    /// @notice The scenario's head word.
    function headOf(Valuation memory valuation, uint256 i) internal pure returns (uint256) {
        return ScenarioTable.head(valuation.scenarios, i);
    }

    /// @notice The scenario's own volatility factor for the underlying in hand, scale 2^40.
    function volatilityFactorOf(Valuation memory valuation, uint256 i) internal pure returns (int256) {
        uint256 shock = ScenarioTable.shock(valuation.scenarios, i, valuation.underlying.factor);
        return bytes32(shock).signed(1);
    }

    /// @notice The scenario's rate shift for the underlying in hand, 1e-12.
    function rateShiftOf(Valuation memory valuation, uint256 i) internal pure returns (int256) {
        uint256 shock = ScenarioTable.shock(valuation.scenarios, i, valuation.underlying.factor);
        return bytes32(shock).signed(2);
    }

    function _spotMove(Valuation memory valuation, uint256 i, int256 factor) private pure returns (int256) {
        return bytes32(ScenarioTable.shock(valuation.scenarios, i, factor)).signed(0);
    }

    /// @dev A forward without a fixed part moves as the spot: ofForward(F, 0, s) is ofForward(1, 0, s). Scenarios of
    /// one spot usually follow each other and share its logarithm.
    function _setSpot(UnderlyingTerms memory underlying, uint256 i, int256 spotQ40) private pure {
        unchecked {
            underlying.spotsQ40[i] = spotQ40;
            if (i != 0 && underlying.spotsQ40[i - 1] == spotQ40) {
                underlying.factorsQ40[i] = underlying.factorsQ40[i - 1];
                underlying.logarithmsQ46[i] = underlying.logarithmsQ46[i - 1];
                return;
            }
            int256 factorQ40 = ScenarioFactor.ofForward(1, 0, spotQ40);
            underlying.factorsQ40[i] = factorQ40;
            underlying.logarithmsQ46[i] = factorQ40 > 0 ? ScenarioFactor.log(factorQ40) : int256(0);
        }
    }

    function _setColumn(Valuation memory valuation, uint256 i) private pure {
        unchecked {
            uint256 head = headOf(valuation, i);
            uint256 column = ScenarioTable.column(head);
            if (column > ScenarioTable.OWN) revert IModelRegistry.ScenariosMalformed();
            if (ScenarioTable.isResidual(head)) valuation.hasResidual = true;
            // Bit 31 says that some scenario has a column of its own.
            valuation.usedColumns |= 1 << (column == ScenarioTable.OWN ? 31 : column);
            uint256 place = column == ScenarioTable.OWN ? FIXED_COLUMNS + i : column;
            _store(valuation.items + OptionSweep.ITEM * i, valuation.columns + COLUMN_BYTES * place);
        }
    }

    function _todayVolatility(uint256 section) private pure returns (int256) {
        if (section == 0) return 0;
        return Scale.clamp(MarketView.word(section, MarketView.SPOT_WORD).signed(3), 46);
    }

    function _storeItem(uint256 item, int256 factorQ40, int256 logarithmQ46) private pure {
        // An item allocated by `prepare`.
        assembly ("memory-safe") {
            mstore(add(item, 0x20), 0)
            mstore(add(item, 0x40), factorQ40)
            mstore(add(item, 0x60), logarithmQ46)
        }
    }

    function _store(uint256 place, uint256 value) private pure {
        assembly ("memory-safe") {
            mstore(place, value)
        }
    }

    function _allocate(uint256 size) private pure returns (uint256 place) {
        // Moves the free-memory pointer past the words; every word is written before it is read.
        assembly ("memory-safe") {
            place := mload(0x40)
            mstore(0x40, add(place, size))
        }
    }
}
