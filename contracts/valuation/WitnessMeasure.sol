// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {Requirement} from "../Kernel/Margin/Requirement.sol";
import {TailMeasure} from "../Kernel/Margin/TailMeasure.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {Witness, WitnessKind} from "../interfaces/IMarginTypes.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {ScenarioTable} from "./ScenarioTable.sol";

/// @title A lower bound of the losses from some of the scenarios.
/// @notice Scenarios that a witness leaves out count as the largest gain, so that value at risk and expected shortfall
/// of what is left are never above those of the whole set (rule W-E), and equal to them when the witness holds the
/// tail.
library WitnessMeasure {
    /// @notice The scenarios to total, in ascending order.
    function selectionOf(
        ModelParameters.Data memory model,
        ScenarioTable.Data memory scenarios,
        Witness calldata witness
    ) internal pure returns (uint256[] memory selected) {
        _requireSupported(model, witness);
        bool split = ScenarioTable.isSplit(scenarios);
        bool wantsTail = !_isOfScan(witness.kind);
        selected = new uint256[](witness.index.length);
        unchecked {
            for (uint256 i = 0; i < selected.length; ++i) {
                uint256 scenario = witness.index[i];
                if (scenario >= scenarios.count) revert IMarginEngine.ScenarioOutOfRange(scenario, scenarios.count);
                if (i != 0 && scenario <= selected[i - 1]) revert IMarginEngine.UnsortedWitness(i);
                bool isTail = ScenarioTable.isTail(ScenarioTable.head(scenarios, scenario));
                if (split && isTail != wantsTail) revert IMarginEngine.ScenarioNotMeasured(scenario);
                selected[i] = scenario;
            }
        }
    }

    /// @notice The losses that the witnessed totals prove.
    function losses(
        ModelParameters.Data memory model,
        ScenarioTable.Data memory scenarios,
        Witness calldata witness,
        int256[] memory totals
    ) internal pure returns (IMarginEngine.Losses memory proved) {
        if (witness.kind == WitnessKind.Basis) return proved;
        if (_isOfScan(witness.kind)) {
            int256 worst = MoneyRange.LIMIT;
            for (uint256 i = 0; i < totals.length; ++i) worst = totals[i] < worst ? totals[i] : worst;
            proved.worst = uint128(uint256(Requirement.lossOf(worst)));
            return proved;
        }

        (int256[] memory tailTotals, int256[] memory weights) = _withLeftOut(model, scenarios, witness, totals);
        int256 valueAtRisk = TailMeasure.valueAtRisk(tailTotals, weights, model.confidencePpm);
        int256 shortfall = TailMeasure.expectedShortfall(tailTotals, weights, model.confidencePpm, valueAtRisk);
        unchecked {
            proved.valueAtRisk = uint128(uint256(Requirement.lossOf(-valueAtRisk)));
            proved.expectedShortfall = uint128(uint256(Requirement.lossOf(-shortfall)));
        }
    }

    /// @dev The witnessed totals, and one more of the largest gain with the weight of all others.
    function _withLeftOut(
        ModelParameters.Data memory model,
        ScenarioTable.Data memory scenarios,
        Witness calldata witness,
        int256[] memory totals
    ) private pure returns (int256[] memory tailTotals, int256[] memory weights) {
        uint256 count = totals.length;
        tailTotals = new int256[](count + 1);
        weights = new int256[](count + 1);
        unchecked {
            int256 witnessed = 0;
            for (uint256 i = 0; i < count; ++i) {
                tailTotals[i] = totals[i];
                weights[i] = ScenarioTable.weight(ScenarioTable.head(scenarios, witness.index[i]));
                witnessed += weights[i];
            }
            bool split = ScenarioTable.isSplit(scenarios);
            int256 sum = 0;
            for (uint256 i = 0; i < scenarios.count; ++i) {
                uint256 head = ScenarioTable.head(scenarios, i);
                if (!split || ScenarioTable.isTail(head)) sum += ScenarioTable.weight(head);
            }
            tailTotals[count] = MoneyRange.LIMIT;
            weights[count] = sum - witnessed;
            int256 least = TailMeasure.leastMass(weights, model.confidencePpm);
            if (witnessed < least) {
                revert IMarginEngine.WitnessTooLight(uint256(witnessed), uint256(least));
            }
        }
    }

    function _requireSupported(ModelParameters.Data memory model, Witness calldata witness) private pure {
        WitnessKind kind = witness.kind;
        bool supported =
            _isOfScan(kind)
                ? model.scans && witness.index.length != 0
                : kind == WitnessKind.Tail
                    ? model.measure == ModelParameters.EXPECTED_SHORTFALL
                    : kind == WitnessKind.Count
                        ? model.measure == ModelParameters.VALUE_AT_RISK
                        : witness.index.length == 0;
        if (!supported) revert IMarginEngine.WitnessNotSupported(kind);
    }

    function _isOfScan(WitnessKind kind) private pure returns (bool) {
        return kind == WitnessKind.Joint || kind == WitnessKind.Unsized;
    }
}
