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
    /// @dev Of a scenario's head word the mark of the tail, and the mark with the weight.
    uint256 private constant TAIL_MARK = 1 << 129;
    uint256 private constant COUNTED = 0xffffffff0000000200000000000000000000000000000000;

    /// @dev Totals in memory, the upper bits of words that may overlap.
    struct Totals {
        /// Memory of the first.
        uint256 first;
        /// Bytes from one to the next.
        uint256 step;
        /// Bits below a total.
        uint256 shift;
    }

    /// @dev What a pass over a set's totals finds.
    struct Tail {
        /// How many scenarios are marked as the tail's.
        uint256 count;
        /// Of the scan's totals the lowest.
        int256 worst;
        /// Weight of the tail's scenarios that lose the hint and more, and of those that lose more.
        int256 from;
        int256 beyond;
        /// By how much those lose more, weighted, and the weight of all of the tail's scenarios.
        int256 excess;
        int256 sum;
    }

    /// @notice The losses of a whole set of totals, each at least zero. Nothing is sorted: the hint is value at risk,
    /// and two sums over the tail prove it.
    /// @param packed int128 of every scenario in order, 16 bytes each.
    /// @param tailHint Value at risk as a loss, may be negative; not read by a model without a tail measure.
    function lossesOfPacked(
        ModelParameters.Data memory model,
        ScenarioTable.Data memory scenarios,
        bytes memory packed,
        int256 tailHint
    ) internal pure returns (IMarginEngine.Losses memory) {
        uint256 first;
        assembly ("memory-safe") {
            first := add(packed, 0x20)
        }
        return _losses(model, scenarios, Totals(first, 0x10, 128), tailHint);
    }

    /// @notice The same of totals that were computed.
    function losses(
        ModelParameters.Data memory model,
        ScenarioTable.Data memory scenarios,
        int256[] memory totals,
        int256 tailHint
    ) internal pure returns (IMarginEngine.Losses memory) {
        uint256 first;
        assembly ("memory-safe") {
            first := add(totals, 0x20)
        }
        return _losses(model, scenarios, Totals(first, 0x20, 0), tailHint);
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

    function _losses(
        ModelParameters.Data memory model,
        ScenarioTable.Data memory scenarios,
        Totals memory totals,
        int256 tailHint
    ) private pure returns (IMarginEngine.Losses memory found) {
        unchecked {
            bool measuresTail = model.measure != ModelParameters.SCAN;
            Tail memory tail = _read(scenarios, totals, -tailHint, true);
            // A set without either gives both all. It is rare, and so read again.
            if (tail.count == scenarios.count || (measuresTail && tail.count == 0)) {
                tail = _read(scenarios, totals, -tailHint, false);
            }
            found.worst = uint128(uint256(Requirement.lossOf(tail.worst)));
            if (!measuresTail) return found;
            _requireHint(tail, model.confidencePpm);
            int256 shortfall = _shortfall(tail, model.confidencePpm, tailHint);
            found.valueAtRisk = uint128(uint256(Requirement.lossOf(-tailHint)));
            found.expectedShortfall = uint128(uint256(Requirement.lossOf(-shortfall)));
        }
    }

    /// @dev One pass over a whole set: the worst of the scan's totals, the weight of the tail's from the hint on and
    /// beyond it, and by how much those beyond exceed it. With pointers, since indices cost several times as much.
    /// @param split Whether a scenario belongs to one of both; else each belongs to both.
    function _read(
        ScenarioTable.Data memory scenarios,
        Totals memory totals,
        int256 hinted,
        bool split
    ) private pure returns (Tail memory tail) {
        (uint256 head, uint256 stride) = (scenarios.first, scenarios.stride);
        (uint256 place, uint256 step, uint256 shift) = (totals.first, totals.step, totals.shift);
        uint256 end;
        unchecked {
            end = head + stride * scenarios.count;
        }
        // The mark of what the scan leaves out; zero when it leaves out nothing.
        uint256 notScanned = split ? TAIL_MARK : 0;
        int256 worst = MoneyRange.LIMIT;
        (int256 from, int256 beyond, int256 excess) = (0, 0, 0);
        uint256 counted = 0;
        // Reads the set's heads and the totals, as many. A head's mark and weight are added up in their places, which
        // 2^16 scenarios do not leave. An excess has 64 bits, its product with a weight 96.
        assembly ("memory-safe") {
            for {} lt(head, end) {
                head := add(head, stride)
                place := add(place, step)
            } {
                let word := mload(head)
                let total := sar(shift, mload(place))
                // Most scenarios are the tail's, and gain: they go straight on.
                counted := add(counted, and(word, COUNTED))
                if iszero(and(word, notScanned)) {
                    if slt(total, worst) {
                        worst := total
                    }
                    if notScanned {
                        counted := sub(counted, and(word, COUNTED))
                        continue
                    }
                }
                if iszero(sgt(total, hinted)) {
                    let weight := and(shr(160, word), 0xffffffff)
                    from := add(from, weight)
                    if slt(total, hinted) {
                        excess := add(excess, mul(weight, sub(hinted, total)))
                        beyond := add(beyond, weight)
                    }
                }
            }
        }
        (tail.worst, tail.from, tail.beyond, tail.excess) = (worst, from, beyond, excess);
        tail.count = (counted >> 129) & 0x1ffff;
        tail.sum = int256(counted >> 160);
    }

    /// @dev The mean of the tail depends on the sum of what lies beyond value at risk and on the weight of all: one
    /// scenario of weight 1 that loses the whole excess, and one for all others at the hint, have the tail's.
    function _shortfall(Tail memory tail, int256 confidencePpm, int256 tailHint) private pure returns (int256) {
        int256[] memory totals = new int256[](2);
        int256[] memory weights = new int256[](2);
        unchecked {
            (totals[0], totals[1]) = (-tailHint - tail.excess, -tailHint);
            (weights[0], weights[1]) = (1, tail.sum - 1);
        }
        return TailMeasure.expectedShortfall(totals, weights, confidencePpm, tailHint);
    }

    /// @dev t is value at risk if the weight beyond it is less than the tail's and the weight from it on is not.
    function _requireHint(Tail memory tail, int256 confidencePpm) private pure {
        unchecked {
            int256[] memory weights = new int256[](1);
            weights[0] = tail.sum;
            int256 mass = TailMeasure.tailMass(weights, confidencePpm);
            int256 one = TailMeasure.PPM_PER_ONE;
            if (one * tail.beyond >= mass || one * tail.from < mass) revert IMarginEngine.TailHintMismatch();
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
