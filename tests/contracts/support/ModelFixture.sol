// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./Test.sol";
import {ModelRows} from "./ModelRows.sol";
import {ModelRegistry} from "../../../contracts/ModelRegistry.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";

/// @notice Stands for an engine: some code with a hash.
contract EngineDouble {
    uint256 public constant ANSWER = 42;
}

/// @title A registry, and models that it takes.
abstract contract ModelFixture is Test {
    address internal constant TIMELOCK = address(0x71);
    address internal constant GUARDIAN = address(0x60);
    uint64 internal constant NOW = 1_800_000_000;
    uint64 internal constant NOTICE = 7 days;
    uint64 internal constant ACTIVE = NOW + NOTICE;
    bytes32 internal constant ENGINE_ID = keccak256("engine");
    uint32 internal constant ALL = 7;

    ModelRegistry internal registry;
    address internal engine;

    function setUp() public {
        vm.warp(NOW);
        registry = new ModelRegistry(TIMELOCK, GUARDIAN, NOTICE);
        engine = address(new EngineDouble());
    }

    function _parameters() internal pure returns (bytes memory) {
        return ModelRows.parameters(86_400);
    }

    /// @notice TAG_SCENARIOS, n, m, underlyings, then rows of head and factors, no two of them alike.
    function _scenarios(uint256 count, uint256 factors) internal pure returns (bytes memory content) {
        content = abi.encode(keccak256("VM1.SCENARIOS"), count, factors);
        for (uint256 i = 0; i < factors; ++i) {
            content = abi.encodePacked(content, bytes8(uint64(0x4141000000000000 + (i << 40))), bytes24(0));
        }
        bytes memory rows = new bytes(32 * count * (1 + factors));
        for (uint256 i = 0; i < count * (1 + factors); ++i) {
            bool isHead = i % (1 + factors) == 0;
            int64 nth = int64(uint64(i));
            bytes32 word = isHead ? ModelRows.scenarioHead() : ModelRows.shock(ModelRows.ONE_Q40 + nth);
            ModelRows.set(rows, i, int256(uint256(word)));
        }
        content = bytes.concat(content, rows);
    }

    /// @notice Stores the content in chunks of the largest size.
    function _store(bytes memory content) internal returns (address[] memory chunks) {
        chunks = new address[]((content.length + 24_574) / 24_575);
        for (uint256 i = 0; i < chunks.length; ++i) {
            uint256 from = i * 24_575;
            uint256 size = content.length - from < 24_575 ? content.length - from : 24_575;
            bytes memory part = new bytes(size);
            // Within both.
            assembly ("memory-safe") {
                mcopy(add(part, 0x20), add(add(content, 0x20), from), size)
            }
            chunks[i] = registry.storeChunk(part);
        }
    }

    function _plan() internal returns (IModelRegistry.ModelPlan memory) {
        return _planOf(_parameters(), _scenarios(33, 2));
    }

    function _planOf(
        bytes memory parameters,
        bytes memory scenarios
    ) internal returns (IModelRegistry.ModelPlan memory) {
        return
            IModelRegistry.ModelPlan({
                engineId: ENGINE_ID,
                engine: engine,
                parameterChunks: _store(parameters),
                scenarioChunks: _store(scenarios),
                capabilities: ALL,
                tailRank: 0,
                activeFrom: ACTIVE
            });
    }

    function _schedule(IModelRegistry.ModelPlan memory plan) internal returns (bytes32) {
        vm.prank(TIMELOCK);
        return registry.schedule(plan);
    }

    function _expectRefused(bytes memory refusal, IModelRegistry.ModelPlan memory plan) internal {
        vm.prank(TIMELOCK);
        vm.expectRevert(refusal);
        registry.schedule(plan);
    }
}
