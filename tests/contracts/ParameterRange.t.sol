// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ModelFixture} from "./support/ModelFixture.sol";
import {ModelRows} from "./support/ModelRows.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";

/// @title Numbers of a model's parameters at the ends of their ranges and just past them.
/// @notice Against the engine's own check it is `Schedule_RandomParameters_HasTheEnginesVerdict` of the conformance
/// tests.
contract ParameterRangeTests is ModelFixture {
    int256 private constant ONE = 1e12;
    int256 private constant HUNDRED = 100e12;
    int256 private constant SECONDS = 1 << 33;
    int256 private constant QUANTITY = (1 << 62) - 1;

    bytes private scenarios;
    uint256 private planned;

    function test_Schedule_ShockAtAndBeyondItsEnds_ParameterOutOfRange() public {
        _assertRange(4, 0, SECONDS);
        _assertRange(5, 0, HUNDRED);
        _assertRange(6, 0, HUNDRED);
        _assertRange(7, 0, 10 * ONE);
        _assertRange(8, 0, 10 * ONE);
        _assertRange(9, 0, SECONDS);
        _assertRange(10, 0, 64 * ONE);
        for (uint256 word = 11; word < 15; ++word) _assertRange(word, -HUNDRED, HUNDRED);
        _assertRange(15, 1, HUNDRED);
        for (uint256 word = 16; word < 19; ++word) _assertRange(word, -HUNDRED, HUNDRED);
    }

    function test_Schedule_ChargeAtAndBeyondItsEnds_ParameterOutOfRange() public {
        for (uint256 word = 19; word < 25; ++word) _assertRange(word, 0, HUNDRED);
        _assertRange(25, 0, 63 * ONE);
        _assertRange(26, -ONE, 0);
        _assertRange(27, 0, HUNDRED);
        _assertRange(28, 0, HUNDRED);
        for (uint256 word = 31; word < 35; ++word) _assertRange(word, 0, HUNDRED);
        _assertRange(35, 0, ONE);
        for (uint256 word = 36; word < 39; ++word) _assertRange(word, 0, HUNDRED);
    }

    /// @notice Initial margin is no less than maintenance margin.
    function test_Schedule_MultiplierAtAndBeyondItsEnds_ParameterOutOfRange() public {
        _assertRange(30, 1, HUNDRED);
        _assertRange(29, ONE, HUNDRED);
    }

    /// @notice No more than everything does not count; a quarter is kept in maintenance already.
    function test_Schedule_HaircutAtAndBeyondItsEnds_ParameterOutOfRange() public {
        _assertRange(43, 0, (ONE * 3) / 4);
        _assertRange(44, 0, ONE);
        _assertRange(45, 0, HUNDRED);
    }

    function test_Schedule_MeasureAtAndBeyondItsEnds_ParameterOutOfRange() public {
        _expectBeyond(_row(), 39, 3, 0, 2);
        _assertRange(40, 1, 999_999);
        _assertRange(47, 0, 1);
        _assertRange(48, 0, SECONDS);
    }

    function test_Schedule_ConcentrationAtAndBeyondItsEnds_ParameterOutOfRange() public {
        _assertRange(59, 0, QUANTITY - 1);
        _assertRange(60, 6, QUANTITY);
        _assertRange(61, 0, ONE);
        _assertRange(62, 0, ONE);
    }

    /// @notice A scan has neither level, minimum nor horizon of its own.
    function test_Schedule_TailMembersOfAScan_ParameterOutOfRange() public {
        bytes memory row = _row();
        ModelRows.set(row, 39, 0);
        _expectBeyond(row, 40, 960_000, 0, 0);
        ModelRows.set(row, 40, 0);
        _expectBeyond(row, 47, 1, 0, 0);
        _expectBeyond(row, 48, 1, 0, 0);
    }

    /// @notice What belongs to members that only report, without them: a credit across underlyings, the tools of a
    /// dynamic model, a floor of credit, counterparties.
    function test_Schedule_NumberOfAnAbsentMemberAtAndBeyondItsEnds_ParameterOutOfRange() public {
        _assertRange(50, 0, 0);
        _assertRange(53, 0, 10 * ONE);
        _assertRange(54, 0, ONE);
        _assertRange(55, 0, ONE);
        _assertRange(56, 0, 0);
    }

    /// @notice The engine would read the low 64 bits of a word.
    function test_Schedule_WordBeyond64Bits_ParameterOutOfRange() public {
        _expectBeyond(_row(), 5, (int256(1) << 64) + 1, 0, HUNDRED);
        _expectBeyond(_row(), 5, type(int256).min + 1, 0, HUNDRED);
        // The limit on options that stands for none.
        _expectBeyond(_row(), 51, (int256(1) << 64) + QUANTITY, 0, QUANTITY);
    }

    function test_Schedule_ScanInTheFirstLayout_IsAccepted() public {
        bytes memory row = bytes.concat(
            ModelRows.head(1, 0),
            ModelRows.numbers(ModelRows.ONE, ModelRows.ONE),
            abi.encode(0, 0, 1, bytes32("ETH"), 0, 0, 0, 0)
        );
        _schedule(_planned(row));
        _expectBeyond(row, 44, ONE + 1, 0, ONE);
    }

    function test_Schedule_OutOfRangeWithoutCapabilities_IsAccepted() public {
        bytes memory row = _row();
        ModelRows.set(row, 5, HUNDRED + 1);
        IModelRegistry.ModelPlan memory plan = _planned(row);
        plan.capabilities = 0;

        assertTrue(_schedule(plan) != bytes32(0), "scheduled");
    }

    function test_Schedule_EachCapability_IsHeldToTheRanges() public {
        bytes memory row = _row();
        ModelRows.set(row, 5, HUNDRED + 1);
        IModelRegistry.ModelPlan memory plan = _planned(row);
        for (uint32 capability = 1; capability < 8; capability *= 2) {
            plan.capabilities = capability;
            _expectRefused(_beyond(5, HUNDRED + 1, 0, HUNDRED), plan);
        }
    }

    function test_Schedule_ReportingRuleThatClaims_ProfileNotEnforceable() public {
        bytes memory row = _row();
        ModelRows.set(row, 1, 2);
        _expectNotEnforceable(row);

        // The sum of worsts across underlyings.
        row = _row();
        ModelRows.set(row, 49, 1);
        _expectNotEnforceable(row);
    }

    function test_Schedule_RowOfAnotherLengthThatClaims_ParametersMalformed() public {
        bytes memory refusal = abi.encodeWithSelector(IModelRegistry.ParametersMalformed.selector);
        _expectRefused(refusal, _planned(ModelRows.head(1, 0)));
        _expectRefused(refusal, _planned(bytes.concat(_parameters(), bytes32(0))));
        _expectRefused(refusal, _planned(bytes.concat(_row(), bytes32(0))));
    }

    function _assertRange(uint256 word, int256 least, int256 most) private {
        _expectBeyond(_row(), word, least - 1, least, most);
        _expectBeyond(_row(), word, most + 1, least, most);
        bytes memory row = _row();
        ModelRows.set(row, word, least);
        _schedule(_planned(row));
        ModelRows.set(row, word, most);
        _schedule(_planned(row));
    }

    function _expectBeyond(bytes memory row, uint256 word, int256 number, int256 least, int256 most) private {
        bytes memory changed = bytes.concat(row);
        ModelRows.set(changed, word, number);
        _expectRefused(_beyond(word, number, least, most), _planned(changed));
    }

    function _expectNotEnforceable(bytes memory row) private {
        IModelRegistry.ModelPlan memory plan = _planned(row);
        bytes memory words = abi.encode(keccak256("VM1.MODEL"), plan.engineId, keccak256(row), keccak256(scenarios));
        bytes4 refusal = IModelRegistry.ProfileNotEnforceable.selector;
        _expectRefused(abi.encodeWithSelector(refusal, keccak256(words), ALL), plan);
    }

    function _beyond(uint256 word, int256 number, int256 least, int256 most) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IModelRegistry.ParameterOutOfRange.selector, word, number, least, most);
    }

    /// @notice A model of an engine of its own, so that none is scheduled already.
    function _planned(bytes memory row) private returns (IModelRegistry.ModelPlan memory plan) {
        if (scenarios.length == 0) scenarios = _scenarios(1, 1);
        plan = _planOf(row, scenarios);
        plan.engineId = bytes32(++planned);
    }

    /// @notice A tail model in the second layout, with a haircut from word 42 and a concentration rule from word 58.
    function _row() private pure returns (bytes memory) {
        return
            bytes.concat(
                ModelRows.head(257, 86_400),
                ModelRows.numbers(int64(HUNDRED), ModelRows.ONE),
                abi.encode(1, 960_000, 1, bytes32("ETH"), 0, ONE / 4, 0, 0),
                abi.encode(0, 0, 0, 0, QUANTITY, QUANTITY, 0, 0, 0, 0),
                abi.encode(1, bytes32("BTC"), 5, QUANTITY, 0, 0, 0, 0, 0)
            );
    }
}
