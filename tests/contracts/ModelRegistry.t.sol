// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EngineDouble, ModelFixture} from "./support/ModelFixture.sol";
import {ModelRegistry} from "../../contracts/ModelRegistry.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";

contract ModelRegistryTests is ModelFixture {
    event Measured(string what, uint256 gasUsed);

    // Scheduling.

    function test_Schedule_Model_StoresItUnderItsIdentity() public {
        bytes32 parametersHash = keccak256(_parameters());
        bytes32 scenarioHash = keccak256(_scenarios(33, 2));
        bytes32 expected = keccak256(abi.encode(keccak256("VM1.MODEL"), ENGINE_ID, parametersHash, scenarioHash));
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.tailRank = 13;
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelScheduled(expected, ENGINE_ID, parametersHash, scenarioHash, ACTIVE);
        bytes32 modelId = _schedule(plan);

        IModelRegistry.Model memory model = registry.model(modelId);
        assertEq(modelId, expected, "modelId");
        assertEq(model.engineId, ENGINE_ID, "engineId");
        assertEq(model.parametersHash, parametersHash, "parametersHash");
        assertEq(model.scenarioHash, scenarioHash, "scenarioHash");
        assertEq(model.engine, engine, "engine");
        assertEq(model.codeHash, keccak256(type(EngineDouble).runtimeCode), "codeHash");
        assertEq(model.capabilities, ALL, "capabilities");
        assertEq(model.tailRank, 13, "tailRank");
        assertEq(model.scenarioCount, 33, "scenarioCount");
        assertEq(model.scheduledAt, NOW, "scheduledAt");
        assertEq(model.activeFrom, ACTIVE, "activeFrom");
        assertEq(model.retiredAt, 0, "retiredAt");
        assertEq(registry.capabilities(modelId), ALL, "capabilities");
    }

    function test_Schedule_Contents_ReadBackWhole() public {
        bytes32 modelId = _schedule(_plan());

        assertEq(registry.parameters(modelId), _parameters(), "parameters");
        assertEq(registry.scenarios(modelId), _scenarios(33, 2), "scenarios");
        (address[] memory parameterChunks, address[] memory scenarioChunks) = registry.chunks(modelId);
        assertEq(parameterChunks.length, 1, "parameter chunks");
        assertEq(scenarioChunks[0].code, bytes.concat(hex"00", _scenarios(33, 2)), "code of a chunk");
    }

    /// @notice 545 scenarios of one factor fill 34,976 bytes: two chunks.
    function test_Schedule_ContentOfTwoChunks_ReadsBackWhole() public {
        bytes memory scenarios = _scenarios(545, 1);
        bytes32 modelId = _schedule(_planOf(_parameters(), scenarios));

        (, address[] memory chunks) = registry.chunks(modelId);
        assertEq(chunks.length, 2, "chunks");
        assertEq(registry.scenarios(modelId), scenarios, "scenarios");
        assertEq(registry.model(modelId).scenarioHash, keccak256(scenarios), "scenarioHash");
    }

    function test_Schedule_OneSecondShortOfTheNotice_NoticeTooShort() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.activeFrom = ACTIVE - 1;
        _expectRefused(abi.encodeWithSelector(IModelRegistry.NoticeTooShort.selector, ACTIVE - 1, ACTIVE), plan);
    }

    function test_Schedule_MoreThanAYearAhead_NoticeTooLong() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.activeFrom = ACTIVE + 365 days + 1;
        _expectRefused(
            abi.encodeWithSelector(IModelRegistry.NoticeTooLong.selector, ACTIVE + 365 days + 1, ACTIVE + 365 days),
            plan
        );
    }

    function test_Schedule_UnknownCapability_CapabilityUnknown() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.capabilities = 8;
        _expectRefused(abi.encodeWithSelector(IModelRegistry.CapabilityUnknown.selector, 8), plan);
    }

    function test_Schedule_CapabilityWithoutEngine_EngineMissing() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.engine = address(0);
        _expectRefused(abi.encodeWithSelector(IModelRegistry.EngineMissing.selector, address(0)), plan);
    }

    function test_Schedule_EngineWithoutCode_EngineMissing() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        (plan.engine, plan.capabilities) = (address(0x1234), 0);
        _expectRefused(abi.encodeWithSelector(IModelRegistry.EngineMissing.selector, address(0x1234)), plan);
    }

    function test_Schedule_ReportOnlyModel_NeedsNoEngine() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        (plan.engine, plan.capabilities) = (address(0), 0);
        bytes32 modelId = _schedule(plan);
        vm.warp(ACTIVE);

        registry.requireActive(modelId, 0);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.EngineMissing.selector, address(0)));
        registry.requireEngine(modelId, 0);
    }

    function test_Schedule_TailRankAboveTheScenarios_TailRankOutOfRange() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.tailRank = 34;
        _expectRefused(abi.encodeWithSelector(IModelRegistry.TailRankOutOfRange.selector, 34, 33), plan);
    }

    function test_Schedule_SameModelAgain_ModelExists() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        bytes32 modelId = _schedule(plan);
        _expectRefused(abi.encodeWithSelector(IModelRegistry.ModelExists.selector, modelId), plan);
    }

    function test_Schedule_RetiredModelAgain_ModelExists() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        bytes32 modelId = _schedule(plan);
        vm.prank(TIMELOCK);
        registry.retire(modelId);
        _expectRefused(abi.encodeWithSelector(IModelRegistry.ModelExists.selector, modelId), plan);
    }

    function test_Schedule_ByTheGuardian_OnlyTimelock() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, GUARDIAN));
        registry.schedule(plan);
    }

    // Contents.

    function test_Schedule_ForeignChunk_ChunkUnknown() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.parameterChunks[0] = engine;
        _expectRefused(abi.encodeWithSelector(IModelRegistry.ChunkUnknown.selector, engine), plan);
    }

    function test_Schedule_ChunkOfAnotherRegistry_ChunkUnknown() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.scenarioChunks[0] = new ModelRegistry(TIMELOCK, GUARDIAN, 0).storeChunk(_scenarios(33, 2));
        _expectRefused(abi.encodeWithSelector(IModelRegistry.ChunkUnknown.selector, plan.scenarioChunks[0]), plan);
    }

    function test_Schedule_ParametersMalformed_ParametersMalformed() public {
        bytes memory scenarios = _scenarios(33, 2);
        bytes memory refusal = abi.encodeWithSelector(IModelRegistry.ParametersMalformed.selector);
        _expectRefused(refusal, _planOf(scenarios, scenarios));
        _expectRefused(refusal, _planOf(abi.encode(keccak256("VM1.PARAMETERS")), scenarios));
        _expectRefused(refusal, _planOf(bytes.concat(_parameters(), hex"00"), scenarios));
        _expectRefused(refusal, _planOf("", scenarios));
    }

    function test_Schedule_ScenariosMalformed_ScenariosMalformed() public {
        bytes memory good = _scenarios(33, 2);
        _expectScenariosRefused(_parameters());
        _expectScenariosRefused(_replaced(good, 0, uint256(keccak256("VM1.PARAMETERS"))));
        _expectScenariosRefused(bytes.concat(good, bytes32(0)));
        _expectScenariosRefused(_replaced(good, 1, 34));
        _expectScenariosRefused(_replaced(good, 1, 32));
        _expectScenariosRefused(_replaced(good, 1, 0));
        _expectScenariosRefused(_replaced(good, 1, type(uint256).max));
        _expectScenariosRefused(_replaced(good, 2, 0));
        _expectScenariosRefused(_replaced(good, 2, 65));
        _expectScenariosRefused(_replaced(good, 2, type(uint256).max));
        _expectScenariosRefused(_replaced(good, 4, 0));
        _expectScenariosRefused(_replaced(good, 4, uint256(0x4141) << 240));
        _expectScenariosRefused(abi.encode(keccak256("VM1.SCENARIOS"), 1));
        // Of the length that no scenario, and one of no factor, would have.
        _expectScenariosRefused(abi.encode(keccak256("VM1.SCENARIOS"), 0, 1, bytes32("BTC")));
        _expectScenariosRefused(abi.encode(keccak256("VM1.SCENARIOS"), 1, 0, uint256(1)));
    }

    function _expectScenariosRefused(bytes memory scenarios) private {
        _expectRefused(
            abi.encodeWithSelector(IModelRegistry.ScenariosMalformed.selector),
            _planOf(_parameters(), scenarios)
        );
    }

    // Chunks.

    function test_StoreChunk_SameContentTwice_ReturnsTheSameAddress() public {
        address chunk = registry.storeChunk("content");
        vm.prank(address(0xBEEF));

        assertEq(registry.storeChunk("content"), chunk, "chunk");
        assertEq(chunk.code, bytes("\x00content"), "code");
    }

    function test_StoreChunk_LargestContent_FillsTheCodeLimit() public {
        uint256 before = gasleft();
        address chunk = registry.storeChunk(new bytes(24_575));
        emit Measured("storeChunk of 24,575 bytes", before - gasleft());

        assertEq(chunk.code.length, 24_576, "code size");
    }

    function test_StoreChunk_OneByteMore_ChunkLengthOutOfRange() public {
        bytes memory content = new bytes(24_576);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ChunkLengthOutOfRange.selector, 24_576));
        registry.storeChunk(content);
    }

    function test_StoreChunk_Empty_ChunkLengthOutOfRange() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ChunkLengthOutOfRange.selector, 0));
        registry.storeChunk("");
    }

    /// @notice With too little gas the creation fails; 1/64 of the gas is left to say so.
    function test_StoreChunk_TooLittleGas_ChunkNotStored() public {
        (bool stored, bytes memory answer) = address(registry).call{gas: 3_000_000}(
            abi.encodeCall(ModelRegistry.storeChunk, (new bytes(24_575)))
        );

        assertTrue(!stored, "refused");
        assertEq(answer, abi.encodeWithSelector(IModelRegistry.ChunkNotStored.selector), "error");
    }

    function testFuzz_StoreChunk_AnyContent_IsItsCodeAfterStop(bytes calldata content) public {
        vm.assume(content.length != 0);
        assertEq(registry.storeChunk(content).code, bytes.concat(hex"00", content), "code");
    }

    // Use.

    function test_RequireActive_SecondBeforeTheNotice_ModelNotActive() public {
        bytes32 modelId = _schedule(_plan());
        vm.warp(ACTIVE - 1);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelNotActive.selector, modelId, ACTIVE));
        registry.requireActive(modelId, 0);
    }

    function test_RequireEngine_AfterTheNotice_NamesTheEngine() public {
        bytes32 modelId = _schedule(_plan());
        vm.warp(ACTIVE);
        registry.requireActive(modelId, ALL);
        assertEq(registry.requireEngine(modelId, ALL), engine, "engine");
    }

    function test_RequireActive_Unknown_ModelUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelUnknown.selector, bytes32("unknown")));
        registry.requireActive("unknown", 0);
    }

    function test_RequireActive_LacksACapability_ProfileNotEnforceable() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.capabilities = 5;
        bytes32 modelId = _schedule(plan);
        vm.warp(ACTIVE);

        registry.requireActive(modelId, 5);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ProfileNotEnforceable.selector, modelId, 2));
        registry.requireActive(modelId, 2);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ProfileNotEnforceable.selector, modelId, 3));
        registry.requireEngine(modelId, 3);
    }

    function test_RequireEngine_CodeReplaced_EngineCodeChanged() public {
        bytes32 modelId = _schedule(_plan());
        vm.warp(ACTIVE);
        vm.etch(engine, hex"00");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.EngineCodeChanged.selector, modelId));
        registry.requireEngine(modelId, ALL);
    }

    function test_Retire_Active_StopsADayLater() public {
        bytes32 modelId = _schedule(_plan());
        vm.warp(ACTIVE);
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelRetired(modelId, ACTIVE + 1 days);
        vm.prank(TIMELOCK);
        registry.retire(modelId);

        assertEq(registry.model(modelId).retiredAt, ACTIVE + 1 days, "retiredAt");
        vm.warp(ACTIVE + 1 days - 1);
        registry.requireActive(modelId, 0);
        vm.warp(ACTIVE + 1 days);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRetiredAt.selector, modelId, ACTIVE + 1 days));
        registry.requireActive(modelId, 0);
    }

    function test_Retire_Twice_ModelRetiredAt() public {
        bytes32 modelId = _schedule(_plan());
        vm.prank(TIMELOCK);
        registry.retire(modelId);
        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRetiredAt.selector, modelId, NOW + 1 days));
        registry.retire(modelId);
    }

    function test_ActiveUntil_OfAnActiveModel_IsADayFromNow() public {
        bytes32 modelId = _schedule(_plan());
        vm.warp(ACTIVE);

        assertEq(registry.activeUntil(modelId, ALL), ACTIVE + 1 days, "active until");
    }

    /// @notice Whenever it was asked, the answer never reaches beyond the retirement.
    function testFuzz_ActiveUntil_NeverOutlivesTheRetirement(uint32 asked, uint32 retired) public {
        bytes32 modelId = _schedule(_plan());
        (uint64 askedAt, uint64 retiredAt) = (ACTIVE + (asked % 3 days), ACTIVE + (retired % 3 days));
        if (retiredAt < askedAt) _retireAt(modelId, retiredAt);
        vm.warp(askedAt);
        (bool active, bytes memory answer) = address(registry).staticcall(
            abi.encodeCall(IModelRegistry.activeUntil, (modelId, ALL))
        );
        if (retiredAt >= askedAt) _retireAt(modelId, retiredAt);

        assertEq(registry.model(modelId).retiredAt, retiredAt + 1 days, "retirement");
        assertTrue(!active || abi.decode(answer, (uint64)) <= retiredAt + 1 days, "not beyond");
    }

    function test_ActiveUntil_InTheNotice_IsTheRetirement() public {
        bytes32 modelId = _schedule(_plan());
        _retireAt(modelId, ACTIVE);
        vm.warp(ACTIVE + 1 days - 1);

        assertEq(registry.activeUntil(modelId, ALL), ACTIVE + 1 days, "active until");
    }

    function test_ActiveUntil_LacksACapability_ProfileNotEnforceable() public {
        IModelRegistry.ModelPlan memory plan = _plan();
        plan.capabilities = 1;
        bytes32 modelId = _schedule(plan);
        vm.warp(ACTIVE);

        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ProfileNotEnforceable.selector, modelId, 4));
        registry.activeUntil(modelId, 4);
    }

    function test_Retire_Unknown_ModelUnknown() public {
        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelUnknown.selector, bytes32("unknown")));
        registry.retire("unknown");
    }

    function test_Retire_ByTheGuardian_OnlyTimelock() public {
        bytes32 modelId = _schedule(_plan());
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, GUARDIAN));
        registry.retire(modelId);
    }

    function test_Construct_NoticeOfMoreThanAYear_LimitOutOfRange() public {
        vm.expectRevert(IModelRegistry.LimitOutOfRange.selector);
        new ModelRegistry(TIMELOCK, GUARDIAN, 365 days + 1);
    }

    function _retireAt(bytes32 modelId, uint64 time) private {
        vm.warp(time);
        vm.prank(TIMELOCK);
        registry.retire(modelId);
    }

    function _replaced(bytes memory content, uint256 index, uint256 word) private pure returns (bytes memory copy) {
        copy = bytes.concat(content);
        assembly ("memory-safe") {
            mstore(add(add(copy, 0x20), shl(5, index)), word)
        }
    }
}
