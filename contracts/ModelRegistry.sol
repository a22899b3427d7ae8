// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BookHash} from "./BookHash.sol";
import {CodeStorage} from "./CodeStorage.sol";
import {Governed} from "./Governed.sol";
import {ParameterRange} from "./ParameterRange.sol";
import {ScenarioRange} from "./ScenarioRange.sol";
import {MarginTags} from "./interfaces/IMarginTypes.sol";
import {Capability, IModelRegistry} from "./interfaces/IModelRegistry.sol";

/// @title Margin models, their notice and their end.
contract ModelRegistry is IModelRegistry, Governed {
    /// @notice A model. The first word decides whether it may be used.
    struct StoredModel {
        address engine;
        uint16 capabilities;
        uint40 activeFrom;
        uint40 retiredAt;
        uint40 scheduledAt;
        uint16 tailRank;
        uint32 scenarioCount;
        bytes32 codeHash;
        bytes32 engineId;
        bytes32 parametersHash;
        bytes32 scenarioHash;
        address[] parameterChunks;
        address[] scenarioChunks;
    }

    uint32 private constant ALL_CAPABILITIES = Capability.SELF_PROOF | Capability.WITNESS | Capability.DISPUTE;

    /// @dev The documented limits of a scenario set.
    uint256 private constant MAX_SCENARIOS = 65_536;
    uint256 private constant MAX_FACTORS = 64;

    uint64 private constant LONGEST_WAIT = 365 days;

    /// @notice Seconds between `retire` and its effect: as long as that, an answer of `activeUntil` may be kept.
    uint64 public constant RETIREMENT_NOTICE = 1 days;

    /// @notice Seconds between scheduling a model and its earliest use.
    uint64 public immutable notice;

    mapping(bytes32 => StoredModel) private _models;
    mapping(address => bool) private _isChunk;

    /// @param timelock_ Schedules and retires.
    /// @param guardian_ Has no power here; the two roles are named together everywhere.
    /// @param notice_ Seconds; seven days in production, short on a local chain.
    constructor(address timelock_, address guardian_, uint64 notice_) Governed(timelock_, guardian_) {
        if (notice_ > LONGEST_WAIT) revert LimitOutOfRange();
        notice = notice_;
    }

    /// @inheritdoc IModelRegistry
    function storeChunk(bytes calldata content) external override returns (address chunk) {
        if (content.length == 0 || content.length > CodeStorage.MAX_CONTENT) {
            revert ChunkLengthOutOfRange(content.length);
        }
        chunk = CodeStorage.write(content);
        if (chunk == address(0)) revert ChunkNotStored();
        _isChunk[chunk] = true;
        emit ChunkStored(chunk, keccak256(content));
    }

    /// @inheritdoc IModelRegistry
    function schedule(ModelPlan calldata plan) external override onlyTimelock returns (bytes32 modelId) {
        uint64 earliest = uint64(block.timestamp) + notice;
        if (plan.activeFrom < earliest) revert NoticeTooShort(plan.activeFrom, earliest);
        uint64 latest = earliest + LONGEST_WAIT;
        if (plan.activeFrom > latest) revert NoticeTooLong(plan.activeFrom, latest);
        if (plan.capabilities & ~ALL_CAPABILITIES != 0) revert CapabilityUnknown(plan.capabilities);
        bool needsEngine = plan.engine != address(0) || plan.capabilities != 0;
        if (needsEngine && plan.engine.code.length == 0) revert EngineMissing(plan.engine);

        bytes memory parameterRow = _content(plan.parameterChunks);
        bytes memory scenarioRows = _content(plan.scenarioChunks);
        bytes32 parametersHash = _parametersHash(parameterRow);
        (bytes32 scenarioHash, uint32 scenarioCount) = _scenarioHash(scenarioRows);
        if (plan.tailRank > scenarioCount) revert TailRankOutOfRange(plan.tailRank, scenarioCount);
        modelId = BookHash.modelId(plan.engineId, parametersHash, scenarioHash);
        StoredModel storage stored = _models[modelId];
        if (stored.activeFrom != 0) revert ModelExists(modelId);
        if (plan.capabilities != 0) {
            ParameterRange.check(parameterRow, modelId, plan.capabilities);
            ScenarioRange.check(scenarioRows);
        }

        stored.engine = plan.engine;
        stored.capabilities = uint16(plan.capabilities);
        stored.activeFrom = uint40(plan.activeFrom);
        stored.scheduledAt = uint40(block.timestamp);
        stored.tailRank = plan.tailRank;
        stored.scenarioCount = scenarioCount;
        stored.codeHash = plan.engine.codehash;
        stored.engineId = plan.engineId;
        stored.parametersHash = parametersHash;
        stored.scenarioHash = scenarioHash;
        stored.parameterChunks = plan.parameterChunks;
        stored.scenarioChunks = plan.scenarioChunks;
        emit ModelScheduled(modelId, plan.engineId, parametersHash, scenarioHash, plan.activeFrom);
    }

    /// @inheritdoc IModelRegistry
    function retire(bytes32 modelId) external override onlyTimelock {
        StoredModel storage stored = _known(modelId);
        if (stored.retiredAt != 0) revert ModelRetiredAt(modelId, stored.retiredAt);
        stored.retiredAt = uint40(block.timestamp + RETIREMENT_NOTICE);
        emit ModelRetired(modelId, stored.retiredAt);
    }

    /// @inheritdoc IModelRegistry
    function requireActive(bytes32 modelId, uint32 capability) external view override {
        _requireActive(modelId, capability);
    }

    /// @inheritdoc IModelRegistry
    function activeUntil(bytes32 modelId, uint32 capability) external view override returns (uint64) {
        uint64 retiredAt = _requireActive(modelId, capability).retiredAt;
        return retiredAt != 0 ? retiredAt : uint64(block.timestamp + RETIREMENT_NOTICE);
    }

    /// @inheritdoc IModelRegistry
    function requireEngine(bytes32 modelId, uint32 capability) external view override returns (address engine) {
        StoredModel storage stored = _requireActive(modelId, capability);
        engine = stored.engine;
        if (engine == address(0)) revert EngineMissing(engine);
        if (engine.codehash != stored.codeHash) revert EngineCodeChanged(modelId);
    }

    /// @inheritdoc IModelRegistry
    function model(bytes32 modelId) external view override returns (Model memory) {
        StoredModel storage stored = _known(modelId);
        return
            Model({
                engineId: stored.engineId,
                parametersHash: stored.parametersHash,
                scenarioHash: stored.scenarioHash,
                engine: stored.engine,
                codeHash: stored.codeHash,
                capabilities: stored.capabilities,
                tailRank: stored.tailRank,
                scenarioCount: stored.scenarioCount,
                scheduledAt: stored.scheduledAt,
                activeFrom: stored.activeFrom,
                retiredAt: stored.retiredAt
            });
    }

    /// @inheritdoc IModelRegistry
    function capabilities(bytes32 modelId) external view override returns (uint32) {
        return _models[modelId].capabilities;
    }

    /// @inheritdoc IModelRegistry
    function chunks(bytes32 modelId) external view override returns (address[] memory, address[] memory) {
        StoredModel storage stored = _known(modelId);
        return (stored.parameterChunks, stored.scenarioChunks);
    }

    /// @inheritdoc IModelRegistry
    function parameters(bytes32 modelId) external view override returns (bytes memory) {
        return CodeStorage.read(_known(modelId).parameterChunks);
    }

    /// @inheritdoc IModelRegistry
    function scenarios(bytes32 modelId) external view override returns (bytes memory) {
        return CodeStorage.read(_known(modelId).scenarioChunks);
    }

    function _requireActive(bytes32 modelId, uint32 capability) private view returns (StoredModel storage stored) {
        stored = _known(modelId);
        if (block.timestamp < stored.activeFrom) revert ModelNotActive(modelId, stored.activeFrom);
        if (stored.retiredAt != 0 && block.timestamp >= stored.retiredAt) {
            revert ModelRetiredAt(modelId, stored.retiredAt);
        }
        if (stored.capabilities & capability != capability) revert ProfileNotEnforceable(modelId, capability);
    }

    function _known(bytes32 modelId) private view returns (StoredModel storage stored) {
        stored = _models[modelId];
        if (stored.activeFrom == 0) revert ModelUnknown(modelId);
    }

    /// @dev The joined chunks, each of which must be one that can never change or run.
    function _content(address[] calldata chunks_) private view returns (bytes memory) {
        for (uint256 i = 0; i < chunks_.length; ++i) {
            if (!_isChunk[chunks_[i]]) revert ChunkUnknown(chunks_[i]);
        }
        return CodeStorage.read(chunks_);
    }

    /// @dev TAG_PARAMETERS, the version, then whole words that the engine decodes.
    function _parametersHash(bytes memory content) private pure returns (bytes32) {
        if (content.length < 64 || content.length % 32 != 0 || bytes32(content) != MarginTags.PARAMETERS) {
            revert ParametersMalformed();
        }
        return keccak256(content);
    }

    /// @dev TAG_SCENARIOS, n, m, m underlyings ascending, then n times a head word and m factor words.
    function _scenarioHash(bytes memory content) private pure returns (bytes32, uint32) {
        if (content.length < 96 || bytes32(content) != MarginTags.SCENARIOS) revert ScenariosMalformed();
        uint256 count = uint256(_word(content, 1));
        uint256 factors = uint256(_word(content, 2));
        if (count == 0 || count > MAX_SCENARIOS || factors == 0 || factors > MAX_FACTORS) revert ScenariosMalformed();
        if (content.length != 32 * (3 + factors + count * (1 + factors))) revert ScenariosMalformed();
        for (uint256 i = 1; i < factors; ++i) {
            if (_word(content, 3 + i) <= _word(content, 2 + i)) revert ScenariosMalformed();
        }
        return (keccak256(content), uint32(count));
    }

    /// @dev Every caller has checked that the content holds the word.
    function _word(bytes memory content, uint256 index) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(content, 0x20), shl(5, index)))
        }
    }
}
