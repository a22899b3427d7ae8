// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ModelRows} from "./ModelRows.sol";
import {ProofFixture} from "./ProofFixture.sol";
import {UncheckedRegistry} from "./UncheckedRegistry.sol";
import {Balance, MarginInput, MarginTags, Row} from "../../../contracts/interfaces/IMarginTypes.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";

/// @title Models of other rows than the fixture's, for the engine alone.
/// @notice Rows of both layouts without collateral rules: 42 words, and 56 with members that report nothing.
abstract contract EngineFixture is ProofFixture {
    uint256 internal constant HAIRCUT_COUNT_WORD = 41;
    uint256 internal constant SCAN = 0;
    uint256 internal constant EXPECTED_SHORTFALL = 1;
    uint256 internal constant TAIL_MARK = 2;

    /// @notice The limit of money, which as a limit of an option value or a profit never binds.
    int64 private constant UNLIMITED = (1 << 62) - 1;

    /// @notice A scan, and the count of no collateral rules.
    function _firstLayout(uint256 version) internal pure returns (bytes memory) {
        return bytes.concat(_members(version, SCAN), abi.encode(0));
    }

    /// @notice The same with a measure, a minimum that is the scan, and four empty lists.
    function _secondLayout(uint256 measure) internal pure returns (bytes memory) {
        bytes memory extension = abi.encode(measure == SCAN ? 0 : 1, 0, 0, 0, UNLIMITED, UNLIMITED, 0, 0, 0, 0, 0);
        return bytes.concat(_members(257, measure), abi.encode(0), extension, abi.encode(0, 0, 0));
    }

    /// @notice The 41 words before the lists; the tail is the worse half.
    function _members(uint256 version, uint256 measure) private pure returns (bytes memory) {
        return
            bytes.concat(
                ModelRows.head(version, 0),
                ModelRows.numbers(ONE, ONE),
                abi.encode(measure, measure == SCAN ? 0 : 500_000)
            );
    }

    /// @notice The spot a quarter down and a quarter up, of weight one.
    /// @param upperColumn The second scenario's column.
    /// @param upperTraits Its traits.
    function _scenarios(uint16 upperColumn, uint16 upperTraits) internal pure returns (bytes memory) {
        int64 upper = (int64(1) << 32) | (int64(uint64(upperColumn)) << 16) | int64(uint64(upperTraits));
        bytes32 head = _fields(int64(1 << 40), upper, 0, 0);
        bytes32 first = ModelRows.scenarioHead();
        return abi.encode(MarginTags.SCENARIOS, 2, 1, BTC, first, _quarters(3), head, _quarters(5));
    }

    function _schedule(bytes memory parameters, bytes memory scenarios) internal returns (bytes32) {
        IModelRegistry.ModelPlan memory plan;
        (plan.engine, plan.capabilities) = (address(engine), _capabilities());
        (plan.parameterChunks, plan.scenarioChunks) = (new address[](1), new address[](1));
        plan.parameterChunks[0] = models.storeChunk(parameters);
        plan.scenarioChunks[0] = models.storeChunk(scenarios);
        plan.activeFrom = uint64(block.timestamp);
        vm.prank(TIMELOCK);
        return models.schedule(plan);
    }

    /// @notice Another registry, which takes what the real one would not.
    function _hold(bytes memory parameters, bytes memory scenarios) internal returns (IModelRegistry) {
        UncheckedRegistry registry = new UncheckedRegistry();
        registry.hold(parameters, scenarios);
        return IModelRegistry(address(registry));
    }

    /// @notice The row or section with one word changed.
    function _withWord(bytes memory row, uint256 index, bytes32 word) internal pure returns (bytes memory changed) {
        changed = bytes.concat(row);
        assembly ("memory-safe") {
            mstore(add(add(changed, 0x20), shl(5, index)), word)
        }
    }

    function _input(Row[] memory rows) internal view returns (MarginInput memory) {
        return MarginInput(_observedAt(), rows, new Balance[](0), sections);
    }
}
