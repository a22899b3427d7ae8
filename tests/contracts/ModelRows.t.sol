// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EngineFixture} from "./support/EngineFixture.sol";
import {MarginInput, MarginTags} from "../../contracts/interfaces/IMarginTypes.sol";
import {Capability, IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";

/// @title Rows of parameters and scenarios that the engine refuses, whoever has scheduled them.
contract ModelRowTests is EngineFixture {
    /// @dev Places in the second layout without collateral rules.
    uint256 private constant RULE_ACROSS_WORD = 44;
    uint256 private constant OPTION_LIMIT_WORD = 46;
    uint256 private constant PROFIT_LIMIT_WORD = 47;
    uint256 private constant CONCENTRATION_COUNT_WORD = 52;
    uint256 private constant REPORTING_LISTS_WORD = 53;

    /// @notice Five times it is one, in 256 bits: lists of so many rules end a word after their begin.
    bytes32 private constant FIFTH_OF_ONE = 0xcccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccd;

    bytes32 private constant ONE_WORD = bytes32(uint256(1));
    bytes32 private constant MODEL = "model";

    function _expectRefused(bytes memory parameters, bytes memory scenarios, bytes memory refusal) private {
        IModelRegistry held = _hold(parameters, scenarios);
        MarginInput memory input = _input(_long());
        vm.expectRevert(refusal);
        engine.baseValue(held, MODEL, input);
    }

    function _expectMalformed(bytes memory parameters) private {
        bytes memory refusal = abi.encodeWithSelector(IModelRegistry.ParametersMalformed.selector);
        _expectRefused(parameters, _scenarios(0, 0), refusal);
    }

    function _expectNotEnforceable(bytes memory parameters) private {
        bytes4 refusal = IModelRegistry.ProfileNotEnforceable.selector;
        _expectRefused(parameters, _scenarios(0, 0), abi.encodeWithSelector(refusal, MODEL, Capability.SELF_PROOF));
    }

    function _cutBy(uint256 words, bytes memory row) private pure returns (bytes memory) {
        assembly ("memory-safe") {
            mstore(row, sub(mload(row), shl(5, words)))
        }
        return row;
    }

    /// @notice Two perpetuals from 50,000, a thousand higher.
    function test_BaseValue_OfEitherLayout_IsTaken() public {
        bytes32 first = _schedule(_firstLayout(1), _scenarios(0, 0));
        bytes32 second = _schedule(_secondLayout(SCAN), _scenarios(0, 0));
        _nextRound(51_000e8, 0);

        assertEq(engine.baseValue(models, first, _input(_long())), 2_000e6, "first layout");
        assertEq(engine.baseValue(models, second, _input(_long())), 2_000e6, "second layout");
    }

    // Tag and version.

    function test_BaseValue_OfARowOfAnotherTag_ParametersMalformed() public {
        _expectMalformed(_withWord(_firstLayout(1), 0, MarginTags.SCENARIOS));
    }

    function test_BaseValue_OfARowOfItsTagAlone_ParametersMalformed() public {
        _expectMalformed(abi.encode(MarginTags.PARAMETERS));
    }

    function test_BaseValue_OfARuleThatOnlyReports_ProfileNotEnforceable() public {
        _expectNotEnforceable(_firstLayout(2));
        _expectNotEnforceable(_firstLayout(7));
    }

    function test_BaseValue_OfAnUnknownLayout_ParametersMalformed() public {
        _expectMalformed(_firstLayout(0));
        _expectMalformed(_firstLayout(8));
        _expectMalformed(_firstLayout(256));
        _expectMalformed(_firstLayout(258));
    }

    // Lengths and counts.

    function test_BaseValue_OfARowCutShort_ParametersMalformed() public {
        _expectMalformed(_cutBy(1, _firstLayout(1)));
        _expectMalformed(_cutBy(1, _secondLayout(SCAN)));
        _expectMalformed(_cutBy(4, _secondLayout(SCAN)));
    }

    function test_BaseValue_OfARowWithAWordMore_ParametersMalformed() public {
        _expectMalformed(bytes.concat(_firstLayout(1), bytes32(0)));
        _expectMalformed(bytes.concat(_secondLayout(SCAN), bytes32(0)));
    }

    function test_BaseValue_OfCollateralRulesThatWrapAround_ParametersMalformed() public {
        bytes memory parameters = bytes.concat(_firstLayout(1), bytes32(0));

        _expectMalformed(_withWord(parameters, HAIRCUT_COUNT_WORD, FIFTH_OF_ONE));
    }

    function test_BaseValue_OfConcentrationRulesThatWrapAround_ParametersMalformed() public {
        bytes memory parameters = bytes.concat(_secondLayout(SCAN), bytes32(0));

        _expectMalformed(_withWord(parameters, CONCENTRATION_COUNT_WORD, FIFTH_OF_ONE));
    }

    /// @notice The form is judged before what the row says.
    function test_BaseValue_OfAConcentrationRuleThatIsMissing_ParametersMalformed() public {
        bytes memory parameters = _withWord(_secondLayout(SCAN), CONCENTRATION_COUNT_WORD, ONE_WORD);

        _expectMalformed(parameters);
        _expectMalformed(_withWord(parameters, RULE_ACROSS_WORD, ONE_WORD));
    }

    // Members that only report.

    function test_BaseValue_OfARuleAcrossUnderlyings_ProfileNotEnforceable() public {
        _expectNotEnforceable(_withWord(_secondLayout(SCAN), RULE_ACROSS_WORD, ONE_WORD));
    }

    function test_BaseValue_OfALimitOfOptionValueOrProfit_ProfileNotEnforceable() public {
        bytes32 oneBelow = bytes32(uint256((1 << 62) - 2));

        _expectNotEnforceable(_withWord(_secondLayout(SCAN), OPTION_LIMIT_WORD, oneBelow));
        _expectNotEnforceable(_withWord(_secondLayout(SCAN), PROFIT_LIMIT_WORD, oneBelow));
    }

    function test_BaseValue_OfAListThatOnlyReports_ProfileNotEnforceable() public {
        _expectNotEnforceable(_withWord(_secondLayout(SCAN), REPORTING_LISTS_WORD, ONE_WORD));
        _expectNotEnforceable(_withWord(_secondLayout(SCAN), REPORTING_LISTS_WORD + 1, ONE_WORD));
        _expectNotEnforceable(_withWord(_secondLayout(SCAN), REPORTING_LISTS_WORD + 2, ONE_WORD));
    }

    // Scenarios.

    function test_BaseValue_OfScenariosWithoutFactors_ScenariosMalformed() public {
        bytes memory refusal = abi.encodeWithSelector(IModelRegistry.ScenariosMalformed.selector);

        _expectRefused(_firstLayout(1), abi.encode(MarginTags.SCENARIOS, 2), refusal);
    }

    /// @notice The sixth column is today's, which no scenario names. Without the refusal the columns are a circle,
    /// which the call's gas ends.
    function test_ScenarioTotal_OfAColumnBeyondTheLast_ScenariosMalformed() public {
        IModelRegistry held = _hold(_firstLayout(1), _scenarios(6, 0));
        MarginInput memory input = _input(_long());

        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ScenariosMalformed.selector));
        engine.scenarioTotal{gas: 10_000_000}(held, MODEL, UP, input);
    }
}
