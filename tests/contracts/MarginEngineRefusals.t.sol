// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EngineFixture} from "./support/EngineFixture.sol";
import {IMarginEngine} from "../../contracts/interfaces/IMarginEngine.sol";
import {Balance, MarginInput, Row} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Books, ranges and lists that the engine contract refuses, asked by nobody in between.
contract MarginEngineRefusalTests is EngineFixture {
    uint256 private constant MAX_ROWS = 128;
    uint256 private constant MAX_BALANCES = 64;

    function _expectTotalsRefused(bytes memory refusal, uint16 from, uint16 to, Row[] memory rows) private {
        MarginInput memory input = _input(rows);
        vm.expectRevert(refusal);
        engine.scenarioTotals(models, modelId, from, to, input);
    }

    /// @notice The model has two scenarios.
    function test_ScenarioTotals_OfNoneOrOfTooMany_ScenarioOutOfRange() public {
        bytes4 refusal = IMarginEngine.ScenarioOutOfRange.selector;

        _expectTotalsRefused(abi.encodeWithSelector(refusal, 1, 2), 1, 1, _long());
        _expectTotalsRefused(abi.encodeWithSelector(refusal, 3, 2), 0, 3, _long());
    }

    function test_ScenarioTotals_OfARowMore_TooManyRows() public {
        bytes memory refusal = abi.encodeWithSelector(IMarginEngine.TooManyRows.selector, MAX_ROWS + 1);

        _expectTotalsRefused(refusal, 0, 2, new Row[](MAX_ROWS + 1));
    }

    function test_ScenarioTotals_OfOneRowTwice_UnsortedRows() public {
        bytes memory refusal = abi.encodeWithSelector(IMarginEngine.UnsortedRows.selector, 1);

        _expectTotalsRefused(refusal, 0, 2, _two(_long()[0], _long()[0]));
    }

    function test_ScenarioTotals_OfRowsThatDescend_UnsortedRows() public {
        Row memory future = _row(_future(), 1e8, SPOT, 0);
        bytes memory refusal = abi.encodeWithSelector(IMarginEngine.UnsortedRows.selector, 1);

        _expectTotalsRefused(refusal, 0, 2, _two(future, _long()[0]));
    }

    function test_BaseValue_OfABalanceMore_TooManyRows() public {
        MarginInput memory input = _input(_long());
        input.collateral = new Balance[](MAX_BALANCES + 1);

        vm.expectRevert(abi.encodeWithSelector(IMarginEngine.TooManyRows.selector, MAX_BALANCES + 1));
        engine.baseValue(models, modelId, input);
    }

    function test_StandardMargin_OfARowMore_TooManyRows() public {
        vm.expectRevert(abi.encodeWithSelector(IMarginEngine.TooManyRows.selector, MAX_ROWS + 1));
        engine.standardMargin(new Row[](MAX_ROWS + 1), new int64[](MAX_ROWS + 1));
    }

    function test_StandardMargin_OfOneRowTwice_UnsortedRows() public {
        Row[] memory twice = _two(_long()[0], _long()[0]);
        int64[] memory spots = new int64[](2);
        (spots[0], spots[1]) = (SPOT, SPOT);

        vm.expectRevert(abi.encodeWithSelector(IMarginEngine.UnsortedRows.selector, 1));
        engine.standardMargin(twice, spots);
    }

    function test_StandardMargin_OfACoinSettledRow_SettlementMixed() public {
        bytes32 coin = bytes32(uint256(_perpetual()) ^ (uint256(3) << 128));
        Row[] memory rows = _one(_row(coin, 1e8, SPOT, 0));
        int64[] memory spots = new int64[](1);
        spots[0] = SPOT;

        vm.expectRevert(abi.encodeWithSelector(IMarginEngine.SettlementMixed.selector, coin));
        engine.standardMargin(rows, spots);
    }

    /// @notice Two scenarios are one word.
    function test_Measures_OfAnotherLength_MalformedPreimage() public {
        vm.expectRevert(abi.encodeWithSelector(IMarginEngine.MalformedPreimage.selector, 0));
        engine.measures(models, modelId, new bytes(16), 0);
        vm.expectRevert(abi.encodeWithSelector(IMarginEngine.MalformedPreimage.selector, 0));
        engine.measures(models, modelId, new bytes(64), 0);
    }
}
