// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EngineFixture} from "./support/EngineFixture.sol";
import {IMarginEngine} from "../../contracts/interfaces/IMarginEngine.sol";
import {MarginInput, Witness, WitnessKind} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Hints and witnesses of a tail of the worse of two scenarios.
contract TailMeasureTests is EngineFixture {
    int128 private constant LOSS = 25_000e6;

    function _measure(int128 tailHint) private view returns (IMarginEngine.Losses memory) {
        return engine.measures(models, modelId, abi.encodePacked(-LOSS, LOSS), tailHint);
    }

    function _expectHintRefused(int128 tailHint) private {
        vm.expectRevert(IMarginEngine.TailHintMismatch.selector);
        _measure(tailHint);
    }

    function _expectNotMeasured(Witness memory witness, uint256 scenario) private {
        bytes32 id = _schedule(_secondLayout(EXPECTED_SHORTFALL), _scenarios(0, uint16(TAIL_MARK)));
        MarginInput memory input = _input(_long());
        vm.expectRevert(abi.encodeWithSelector(IMarginEngine.ScenarioNotMeasured.selector, scenario));
        engine.witnessedMaintenance(models, id, witness, input);
    }

    function _useATail() private {
        modelId = _schedule(_secondLayout(EXPECTED_SHORTFALL), _scenarios(0, 0));
    }

    function test_Measures_OfTheWorseHalf_AreItsLoss() public {
        _useATail();

        IMarginEngine.Losses memory losses = _measure(LOSS);

        assertEq(losses.valueAtRisk, 25_000e6, "value at risk");
        assertEq(losses.expectedShortfall, 25_000e6, "expected shortfall");
    }

    /// @notice No scenario loses so much.
    function test_Measures_OfAHintOneTooHigh_TailHintMismatch() public {
        _useATail();

        _expectHintRefused(LOSS + 1);
    }

    /// @notice The tail's whole weight loses more.
    function test_Measures_OfAHintOneTooLow_TailHintMismatch() public {
        _useATail();

        _expectHintRefused(LOSS - 1);
    }

    function test_WitnessedMaintenance_OfAScanByTheTails_ScenarioNotMeasured() public {
        _expectNotMeasured(_joint(UP), UP);
    }

    function test_WitnessedMaintenance_OfATailByTheScans_ScenarioNotMeasured() public {
        Witness memory witness = _joint(DOWN);
        witness.kind = WitnessKind.Tail;

        _expectNotMeasured(witness, DOWN);
    }
}
