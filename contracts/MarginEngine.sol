// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarginEngine} from "./interfaces/IMarginEngine.sol";
import {MarginInput, Row, Witness, WitnessKind} from "./interfaces/IMarginTypes.sol";
import {Capability, IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {AccountValuation} from "./valuation/AccountValuation.sol";
import {CollateralValuation} from "./valuation/CollateralValuation.sol";
import {InstrumentMark} from "./valuation/InstrumentMark.sol";
import {MarginMeasures} from "./valuation/MarginMeasures.sol";
import {ModelParameters} from "./valuation/ModelParameters.sol";
import {ScenarioTable} from "./valuation/ScenarioTable.sol";
import {StandardMargin} from "./valuation/StandardMargin.sol";
import {Cancelling, Outcome} from "./valuation/ValuationState.sol";
import {WitnessMeasure} from "./valuation/WitnessMeasure.sol";

/// @title The on-chain engine.
/// @notice Recomputes with `Kernel/` what the engine computes off chain, to the same bits. Stateless and without
/// constructor arguments, so that its code is the same on every chain: a ModelRegistry pins its hash.
contract MarginEngine is IMarginEngine {
    uint256 private constant TOTAL_BYTES = 16;

    uint256 private constant MAX_ROWS = 128;
    /// @dev The selector and six arguments before the input's offset.
    uint256 private constant INPUT_PLACE = 0xc4;

    /// @dev A model in memory.
    struct Model {
        ModelParameters.Data parameters;
        /// Their canonical row.
        bytes content;
        ScenarioTable.Data scenarios;
    }

    /// @inheritdoc IMarginEngine
    function mark(bytes32 instrument, uint64 observedAt, bytes[] calldata sections) external pure returns (int64) {
        return InstrumentMark.mark(instrument, observedAt, sections);
    }

    /// @inheritdoc IMarginEngine
    function baseValue(
        IModelRegistry models,
        bytes32 modelId,
        MarginInput calldata input
    ) external view returns (int128) {
        Model memory model = _load(models, modelId, Capability.SELF_PROOF);
        (Outcome memory outcome, ) = _value(model, input, ScenarioTable.range(model.scenarios, 0, 0), false, false);
        return int128(outcome.value);
    }

    /// @inheritdoc IMarginEngine
    function scenarioTotal(
        IModelRegistry models,
        bytes32 modelId,
        uint16 scenario,
        MarginInput calldata input
    ) external view returns (int128) {
        return int128(_totals(models, modelId, scenario, uint256(scenario) + 1, input)[0]);
    }

    /// @inheritdoc IMarginEngine
    function scenarioTotals(
        IModelRegistry models,
        bytes32 modelId,
        uint16 from,
        uint16 to,
        MarginInput calldata input
    ) external view returns (int128[] memory totals) {
        int256[] memory computed = _totals(models, modelId, from, to, input);
        // Totals are within 63 bits.
        assembly ("memory-safe") {
            totals := computed
        }
    }

    /// @inheritdoc IMarginEngine
    function addOns(
        IModelRegistry models,
        bytes32 modelId,
        MarginInput calldata input
    ) external view returns (AddOns memory found) {
        Model memory model = _load(models, modelId, Capability.SELF_PROOF);
        bytes memory none = ScenarioTable.range(model.scenarios, 0, 0);
        (Outcome memory outcome, CollateralValuation.Valued[] memory balances) = _value(model, input, none, true, true);
        return _addOns(model, input, outcome, balances);
    }

    /// @inheritdoc IMarginEngine
    function measures(
        IModelRegistry models,
        bytes32 modelId,
        bytes calldata totals,
        int128 tailHint
    ) external view returns (Losses memory) {
        Model memory model = _load(models, modelId, Capability.DISPUTE);
        unchecked {
            uint256 count = (model.scenarios.count + 1) & ~uint256(1);
            if (totals.length != TOTAL_BYTES * count) revert MalformedPreimage(0);
            return MarginMeasures.lossesOfPacked(model.parameters, model.scenarios, totals, tailHint);
        }
    }

    /// @inheritdoc IMarginEngine
    function requirement(
        IModelRegistry models,
        bytes32 modelId,
        Losses calldata losses,
        AddOns calldata addOns_
    ) external view returns (uint128, uint128) {
        ModelParameters.Data memory model;
        ModelParameters.load(model, models, modelId, Capability.DISPUTE);
        return MarginMeasures.requirement(model, losses, addOns_);
    }

    /// @inheritdoc IMarginEngine
    function margin(
        IModelRegistry models,
        bytes32 modelId,
        MarginInput calldata input,
        int128 tailHint
    ) external view returns (Margin memory result) {
        Model memory model = _load(models, modelId, Capability.SELF_PROOF);
        bytes memory all = _range(model, 0, model.scenarios.count);
        (Outcome memory outcome, CollateralValuation.Valued[] memory balances) = _value(model, input, all, true, true);
        AddOns memory found = _addOns(model, input, outcome, balances);
        result.markToMarket = int128(outcome.value);
        result.losses = MarginMeasures.losses(model.parameters, model.scenarios, outcome.totals, tailHint);
        (result.initial, result.maintenance) = MarginMeasures.requirement(model.parameters, result.losses, found);
    }

    /// @inheritdoc IMarginEngine
    function witnessedMaintenance(
        IModelRegistry models,
        bytes32 modelId,
        Witness calldata witness,
        MarginInput calldata input
    ) external view returns (int128 markToMarket, uint128 lowerBound) {
        Model memory model = _load(models, modelId, Capability.WITNESS);
        uint256[] memory selected = WitnessMeasure.selectionOf(model.parameters, model.scenarios, witness);
        bool sizes = witness.kind != WitnessKind.Unsized;
        // A concentration is judged by the two moved forwards.
        bool basis = witness.kind == WitnessKind.Basis || (sizes && model.parameters.concentrationCount != 0);
        bytes memory scenarios = ScenarioTable.select(model.scenarios, selected);
        (Outcome memory outcome, CollateralValuation.Valued[] memory balances) = _value(
            model,
            input,
            scenarios,
            basis,
            sizes
        );
        AddOns memory found = _addOns(model, input, outcome, balances);
        markToMarket = int128(outcome.value);
        Losses memory proved = WitnessMeasure.losses(model.parameters, model.scenarios, witness, outcome.totals);
        (, lowerBound) = MarginMeasures.requirement(model.parameters, proved, found);
    }

    /// @inheritdoc IMarginEngine
    function standardMargin(
        Row[] calldata rows,
        int64[] calldata spots
    ) external pure returns (int128 value, uint128 margin_) {
        if (rows.length > MAX_ROWS) revert TooManyRows(rows.length);
        for (uint256 i = 0; i < rows.length; ++i) {
            if (i != 0 && rows[i].instrument <= rows[i - 1].instrument) revert UnsortedRows(i);
            (int256 rowValue, int256 rowMargin) = StandardMargin.ofRow(rows[i], spots[i]);
            // Sums of 128 amounts of 63 bits.
            unchecked {
                value += int128(rowValue);
                margin_ += uint128(uint256(rowMargin));
            }
        }
    }

    function _load(
        IModelRegistry models,
        bytes32 modelId,
        uint32 capability
    ) private view returns (Model memory model) {
        address[] memory scenarioChunks;
        (model.content, scenarioChunks) = ModelParameters.load(model.parameters, models, modelId, capability);
        model.scenarios = ScenarioTable.load(scenarioChunks);
    }

    function _totals(
        IModelRegistry models,
        bytes32 modelId,
        uint256 from,
        uint256 to,
        MarginInput calldata input
    ) private view returns (int256[] memory) {
        Model memory model = _load(models, modelId, Capability.SELF_PROOF);
        (Outcome memory outcome, ) = _value(model, input, _range(model, from, to), false, false);
        return outcome.totals;
    }

    function _range(Model memory model, uint256 from, uint256 to) private pure returns (bytes memory) {
        uint256 count = model.scenarios.count;
        if (from >= to || to > count) revert ScenarioOutOfRange(to, count);
        return ScenarioTable.range(model.scenarios, from, to);
    }

    function _value(
        Model memory model,
        MarginInput calldata input,
        bytes memory scenarios,
        bool withBasis,
        bool withSizes
    ) private view returns (Outcome memory outcome, CollateralValuation.Valued[] memory balances) {
        if (input.rows.length > MAX_ROWS) revert TooManyRows(input.rows.length);
        ModelParameters.Data memory parameters = model.parameters;
        Cancelling[] memory cancelling;
        int256 collateralValue;
        (balances, cancelling, collateralValue) = CollateralValuation.valueAll(parameters, input);
        outcome = _run(
            abi.encode(
                ModelParameters.pack(parameters),
                model.content,
                scenarios,
                cancelling,
                withBasis,
                withSizes,
                uint256(0)
            ),
            input
        );
        // Sums of fewer than 200 amounts of 64 bits.
        unchecked {
            outcome.value += collateralValue;
        }
    }

    function _addOns(
        Model memory model,
        MarginInput calldata input,
        Outcome memory outcome,
        CollateralValuation.Valued[] memory balances
    ) private pure returns (AddOns memory) {
        ModelParameters.Data memory parameters = model.parameters;
        return
            MarginMeasures.addOnsOf(
                parameters,
                outcome,
                CollateralValuation.figuresOf(parameters, model.scenarios, input, balances, outcome),
                CollateralValuation.stablePriceOf(parameters, input.sections)
            );
    }

    /// @notice AccountValuation.run with the input's own bytes behind the other arguments: to encode a hundred rows
    /// again costs 60,000 gas more. Offsets inside the input count from where it begins, so its bytes may stand
    /// anywhere.
    /// @param arguments All but the last, whose place is a zero word.
    function _run(bytes memory arguments, MarginInput calldata input) private view returns (Outcome memory) {
        address library_ = address(AccountValuation);
        bytes4 selector = AccountValuation.run.selector;
        bytes memory answer;
        bool success;
        // Writes the selector before and the input behind the arguments, where memory is free, and allocates the
        // answer.
        assembly ("memory-safe") {
            let length := mload(arguments)
            let size := sub(calldatasize(), input)
            let call_ := mload(0x40)
            mstore(call_, selector)
            mcopy(add(call_, 4), add(arguments, 0x20), length)
            mstore(add(call_, INPUT_PLACE), length)
            calldatacopy(add(add(call_, 4), length), input, size)
            success := staticcall(gas(), library_, call_, add(add(length, size), 4), 0, 0)
            answer := call_
            mstore(answer, returndatasize())
            returndatacopy(add(answer, 0x20), 0, returndatasize())
            mstore(0x40, add(answer, and(add(returndatasize(), 0x3f), not(0x1f))))
            if iszero(success) {
                revert(add(answer, 0x20), returndatasize())
            }
        }
        return abi.decode(answer, (Outcome));
    }
}
