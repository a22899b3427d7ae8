// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CollateralLimit} from "../Kernel/Margin/CollateralLimit.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {Requirement} from "../Kernel/Margin/Requirement.sol";
import {SizeContingency} from "../Kernel/Margin/SizeContingency.sol";
import {StableContingency} from "../Kernel/Margin/StableContingency.sol";
import {TailMeasure} from "../Kernel/Margin/TailMeasure.sol";
import {Scale} from "../Kernel/Numerics/Scale.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {CollateralValuation} from "./CollateralValuation.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {Outcome} from "./ValuationState.sol";

/// @title From scenario totals to losses, and from losses and sizes to the two requirements.
library MarginMeasures {
    /// @notice The losses of a whole set of totals, each at least zero. Nothing is sorted: the hint is value at risk,
    /// and two sums over the tail prove it.
    /// @param tailHint Value at risk as a loss, may be negative; not read by a model without a tail measure.
    function losses(
        ModelParameters.Data memory model,
        ScenarioTable.Data memory scenarios,
        int256[] memory totals,
        int256 tailHint
    ) internal pure returns (IMarginEngine.Losses memory found) {
        unchecked {
            bool split = ScenarioTable.isSplit(scenarios);
            (int256 worst, int256[] memory tailTotals, int256[] memory weights) = _divide(scenarios, totals, split);
            found.worst = uint128(uint256(Requirement.lossOf(worst)));
            if (model.measure == ModelParameters.SCAN) return found;
            _requireHint(tailTotals, weights, model.confidencePpm, tailHint);
            int256 shortfall = TailMeasure.expectedShortfall(tailTotals, weights, model.confidencePpm, tailHint);
            found.valueAtRisk = uint128(uint256(Requirement.lossOf(-tailHint)));
            found.expectedShortfall = uint128(uint256(Requirement.lossOf(-shortfall)));
        }
    }

    /// @notice Everything beside the measured losses that the requirements need.
    function addOnsOf(
        ModelParameters.Data memory model,
        Outcome memory outcome,
        CollateralValuation.Figures memory collateral,
        int256 stablePrice
    ) internal pure returns (IMarginEngine.AddOns memory addOns) {
        unchecked {
            (int256 initial, int256 maintenance) = _onSize(
                outcome.perpetual,
                model.perpetualInitialQ40,
                model.perpetualMaintenanceQ40
            );
            (int256 shortInitial, int256 shortMaintenance) = _onSize(
                outcome.nakedShort,
                model.shortOptionInitialQ40,
                model.shortOptionMaintenanceQ40
            );
            initial += shortInitial + MoneyRange.clamp(outcome.confidence + collateral.confidence);
            initial += MoneyRange.clamp(collateral.haircutInitial + collateral.haircutMaintenance);
            initial += MoneyRange.clamp(outcome.concentratedInitial + outcome.concentratedMaintenance);
            initial += CollateralLimit.excess(outcome.optionValue, MoneyRange.LIMIT);
            initial += CollateralLimit.excess(outcome.unrealised, MoneyRange.LIMIT);
            maintenance += shortMaintenance + MoneyRange.clamp(collateral.haircutMaintenance);
            maintenance += MoneyRange.clamp(outcome.concentratedMaintenance);
            addOns.basis = uint128(uint256(outcome.basis));
            addOns.initial = uint128(uint256(initial));
            addOns.maintenance = uint128(uint256(maintenance));
            addOns.pegMultiplierQ40 = uint128(
                uint256(
                    StableContingency.multiplierCeil(
                        Scale.convert(stablePrice, 40),
                        model.pegThresholdQ40,
                        model.pegFactorQ40
                    )
                )
            );
        }
    }

    /// @notice Initial and maintenance margin.
    function requirement(
        ModelParameters.Data memory model,
        IMarginEngine.Losses memory measured,
        IMarginEngine.AddOns memory addOns
    ) internal pure returns (uint128 initial, uint128 maintenance) {
        unchecked {
            uint128 tail =
                model.measure == ModelParameters.SCAN
                    ? 0
                    : model.measure == ModelParameters.VALUE_AT_RISK
                        ? measured.valueAtRisk
                        : measured.expectedShortfall;
            int256 bound = Requirement.binding(
                model.scans ? int256(uint256(measured.worst)) : int256(0),
                int256(uint256(addOns.basis)),
                int256(uint256(tail))
            );
            int256 initial_ =
                Requirement.ofLossCeil(bound, model.multiplierInitialQ40) +
                    Requirement.ofLossCeil(bound, int256(uint256(addOns.pegMultiplierQ40)));
            int256 maintenance_ = Requirement.ofLossCeil(bound, model.multiplierMaintenanceQ40);
            initial = uint128(uint256(MoneyRange.clamp(initial_ + int256(uint256(addOns.initial)))));
            maintenance = uint128(uint256(MoneyRange.clamp(maintenance_ + int256(uint256(addOns.maintenance)))));
        }
    }

    /// @dev The worst of the scan's totals, and the tail's with their weights; a set without either gives both all.
    /// Pointers instead of indices: 60 gas a scenario instead of 400.
    function _divide(
        ScenarioTable.Data memory scenarios,
        int256[] memory totals,
        bool split
    ) private pure returns (int256 worst, int256[] memory tailTotals, int256[] memory weights) {
        tailTotals = new int256[](totals.length);
        weights = new int256[](totals.length);
        (uint256 head, uint256 stride) = (scenarios.first, scenarios.stride);
        worst = MoneyRange.LIMIT;
        // Reads the set's heads and the totals, as many; writes no more than as many words of both arrays, and their
        // lengths. Bit 129 of a head marks the tail, bits 160 to 191 are the weight.
        assembly ("memory-safe") {
            let tail := add(tailTotals, 0x20)
            let weight := add(weights, 0x20)
            let end := add(add(totals, 0x20), shl(5, mload(totals)))
            for {
                let place := add(totals, 0x20)
            } lt(place, end) {
                place := add(place, 0x20)
            } {
                let word := mload(head)
                let total := mload(place)
                let isTail := and(shr(129, word), 1)
                if iszero(and(split, isTail)) {
                    if slt(total, worst) {
                        worst := total
                    }
                }
                if or(iszero(split), isTail) {
                    mstore(tail, total)
                    mstore(weight, and(shr(160, word), 0xffffffff))
                    tail := add(tail, 0x20)
                    weight := add(weight, 0x20)
                }
                head := add(head, stride)
            }
            let count := shr(5, sub(tail, add(tailTotals, 0x20)))
            mstore(tailTotals, count)
            mstore(weights, count)
        }
    }

    /// @dev t is value at risk if the weight beyond it is less than the tail's and the weight from it on is not.
    function _requireHint(
        int256[] memory totals,
        int256[] memory weights,
        int256 confidencePpm,
        int256 tailHint
    ) private pure {
        unchecked {
            int256 beyond = 0;
            int256 from = 0;
            int256 hinted = -tailHint;
            // Reads the two arrays, which are equally long.
            assembly ("memory-safe") {
                let weight := add(weights, 0x20)
                let end := add(add(totals, 0x20), shl(5, mload(totals)))
                for {
                    let place := add(totals, 0x20)
                } lt(place, end) {
                    place := add(place, 0x20)
                } {
                    let total := mload(place)
                    if iszero(sgt(total, hinted)) {
                        from := add(from, mload(weight))
                        if slt(total, hinted) {
                            beyond := add(beyond, mload(weight))
                        }
                    }
                    weight := add(weight, 0x20)
                }
            }
            int256 mass = TailMeasure.tailMass(weights, confidencePpm);
            int256 one = TailMeasure.PPM_PER_ONE;
            if (one * beyond >= mass || one * from < mass) revert IMarginEngine.TailHintMismatch();
        }
    }

    /// @dev Maintenance is a share of size; initial adds its own share on top.
    function _onSize(
        int256 size,
        int256 initialQ40,
        int256 maintenanceQ40
    ) private pure returns (int256 initial, int256 maintenance) {
        unchecked {
            int256 amount = MoneyRange.clamp(size);
            maintenance = SizeContingency.shareCeil(amount, maintenanceQ40);
            initial = MoneyRange.clamp(SizeContingency.shareCeil(amount, initialQ40) + maintenance);
        }
    }
}
