// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ModelFixture} from "./support/ModelFixture.sol";
import {SectionBuilder} from "./support/SectionBuilder.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";

/// @title Numbers of a scenario's head at the ends of their ranges and just past them.
/// @notice The first scenario moves nothing; the second, whose head is word 6, is the one that a test writes.
contract ScenarioRangeTests is ModelFixture {
    int64 private constant ONE_Q40 = 1 << 40;
    uint64 private constant OWN = 5;
    uint64 private constant TAIL = 2;
    uint64 private constant RESIDUAL_TAIL = 3;
    uint256 private constant HEAD = 6;

    function test_Schedule_HeadAtItsEnds_IsAccepted() public {
        _accept(_head(0, 1, 0, 0), _shock(ONE_Q40, ONE_Q40, 0));
        _accept(_head(ONE_Q40, type(uint32).max, 4, TAIL), _shock(ONE_Q40, ONE_Q40, 0));
    }

    function test_Schedule_HeadBeyondItsEnds_ScenarioNumberOutOfRange() public {
        _expectBeyond(_head(ONE_Q40 + 1, 1, 0, 0), ONE_Q40 + 1, 0, ONE_Q40);
        _expectBeyond(_head(-1, 1, 0, 0), int256(uint256(type(uint64).max)), 0, ONE_Q40);
        _expectBeyond(_head(0, 0, 0, 0), 0, 1, int256(uint256(type(uint32).max)));
        _expectBeyond(_head(0, 1, OWN + 1, 0), 6, 0, 5);
    }

    /// @notice The engine values any number there, as its books beyond any listing show in the conformance tests.
    function test_Schedule_AnyShock_IsAccepted() public {
        _accept(_head(0, 1, 0, 0), _shock(type(int64).min, 0, type(int64).min));
        _accept(_head(0, 1, OWN, RESIDUAL_TAIL), _shock(type(int64).max, type(int64).max, type(int64).max));
    }

    function test_Schedule_UnknownTraitsOrPadding_ScenariosMalformed() public {
        bytes memory refusal = abi.encodeWithSelector(IModelRegistry.ScenariosMalformed.selector);
        bytes32 still = _shock(ONE_Q40, ONE_Q40, 0);
        // A residual outside the tail.
        _expectRefused(refusal, _with(_head(0, 1, 0, 1), still));
        _expectRefused(refusal, _with(_head(0, 1, 0, 4), still));
        _expectRefused(refusal, _with(_head(0, 1, 0, 0) | bytes32(uint256(1) << 64), still));
        _expectRefused(refusal, _with(_head(0, 1, 0, 0) | bytes32(uint256(1)), still));
    }

    function test_Schedule_OutOfRangeWithoutCapabilities_IsAccepted() public {
        IModelRegistry.ModelPlan memory plan = _with(_head(0, 0, 0, 0), _shock(0, 0, 0));
        plan.capabilities = 0;

        assertTrue(_schedule(plan) != bytes32(0), "scheduled");
    }

    function _accept(bytes32 head, bytes32 shock) private {
        assertTrue(_schedule(_with(head, shock)) != bytes32(0), "scheduled");
    }

    function _expectBeyond(bytes32 head, int256 number, int256 least, int256 most) private {
        bytes4 refusal = IModelRegistry.ScenarioNumberOutOfRange.selector;
        bytes32 still = _shock(ONE_Q40, ONE_Q40, 0);
        _expectRefused(abi.encodeWithSelector(refusal, HEAD, number, least, most), _with(head, still));
    }

    function _with(bytes32 head, bytes32 shock) private returns (IModelRegistry.ModelPlan memory) {
        bytes memory first = abi.encode(_head(0, 1, 0, 0), _shock(ONE_Q40, ONE_Q40, 0));
        bytes memory set = abi.encode(keccak256("VM1.SCENARIOS"), 2, 1, bytes32("BTC"));
        return _planOf(_parameters(), bytes.concat(set, first, head, shock));
    }

    function _head(int64 dampeningQ40, uint64 weight, uint64 column, uint64 traits) private pure returns (bytes32) {
        return SectionBuilder.word(uint64(dampeningQ40), (weight << 32) | (column << 16) | traits, 0, 0);
    }

    function _shock(int64 spotQ40, int64 volatilityQ40, int64 rate) private pure returns (bytes32) {
        return SectionBuilder.word(uint64(spotQ40), uint64(volatilityQ40), uint64(rate), 0);
    }
}
