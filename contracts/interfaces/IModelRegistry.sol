// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGoverned} from "./IGoverned.sol";

/// @title Margin models: which engine, parameters and scenarios may be used, from when and until when.
/// @notice Parameters and scenarios live as contract code in chunks, so that no call carries them in its calldata.
/// modelId = keccak256(TAG_MODEL, engineId, parametersHash, scenarioHash).
interface IModelRegistry is IGoverned {
    /// @notice A model to be scheduled.
    struct ModelPlan {
        bytes32 engineId;
        /// The contract that computes this engine's numbers; its code hash is pinned. Zero for a model without one.
        address engine;
        /// The preimage of parametersHash, cut into chunks of `storeChunk`.
        address[] parameterChunks;
        /// The preimage of scenarioHash, cut into chunks of `storeChunk`.
        address[] scenarioChunks;
        /// Sum of CAPABILITY bits.
        uint32 capabilities;
        /// How many of the worst scenarios the tail measure averages at most; zero for a model without a tail measure.
        uint16 tailRank;
        uint64 activeFrom;
    }

    /// @notice A scheduled model.
    struct Model {
        bytes32 engineId;
        bytes32 parametersHash;
        bytes32 scenarioHash;
        address engine;
        bytes32 codeHash;
        uint32 capabilities;
        uint16 tailRank;
        uint32 scenarioCount;
        uint64 scheduledAt;
        uint64 activeFrom;
        /// First second at which it is retired, or zero.
        uint64 retiredAt;
    }

    /// @notice Emitted when a model is scheduled.
    event ModelScheduled(
        bytes32 indexed modelId,
        bytes32 engineId,
        bytes32 parametersHash,
        bytes32 scenarioHash,
        uint64 activeFrom
    );

    /// @notice Emitted when a model's retirement is set.
    /// @param time First second at which it is retired.
    event ModelRetired(bytes32 indexed modelId, uint64 time);

    /// @notice Emitted when a chunk of a preimage is stored.
    event ChunkStored(address indexed chunk, bytes32 contentHash);

    /// @notice Thrown when no model has this identity.
    error ModelUnknown(bytes32 modelId);

    /// @notice Thrown when the model is scheduled already.
    error ModelExists(bytes32 modelId);

    /// @notice Thrown when the model's notice has not passed.
    error ModelNotActive(bytes32 modelId, uint64 activeFrom);

    /// @notice Thrown when the model has been retired.
    error ModelRetiredAt(bytes32 modelId, uint64 time);

    /// @notice Thrown when the model lacks a capability that the use needs, or claims one that no contract has for it.
    error ProfileNotEnforceable(bytes32 modelId, uint32 capability);

    /// @notice Thrown when the engine's code is not the pinned one.
    error EngineCodeChanged(bytes32 modelId);

    /// @notice Thrown when a model with capabilities names no engine, or one without code.
    error EngineMissing(address engine);

    /// @notice Thrown when a model would become active before its notice has passed.
    error NoticeTooShort(uint64 activeFrom, uint64 earliest);

    /// @notice Thrown when a model would become active more than a year after the earliest time: a slip of the pen.
    error NoticeTooLong(uint64 activeFrom, uint64 latest);

    /// @notice Thrown when capabilities hold an unknown bit.
    error CapabilityUnknown(uint32 capabilities);

    /// @notice Thrown when the tail rank exceeds the number of scenarios.
    error TailRankOutOfRange(uint16 tailRank, uint32 scenarioCount);

    /// @notice Thrown when a chunk's content is empty or longer than 24,575 bytes.
    error ChunkLengthOutOfRange(uint256 length);

    /// @notice Thrown when an address is no chunk made by this registry's `storeChunk`.
    error ChunkUnknown(address chunk);

    /// @notice Thrown when a chunk's contract could not be created.
    error ChunkNotStored();

    /// @notice Thrown when the parameters do not begin with their tag or are no whole words; of a model that claims a
    /// capability also when their length is not that of their counts.
    error ParametersMalformed();

    /// @notice Thrown when the scenarios do not begin with their tag or their length is not that of their counts; of a
    /// model that claims a capability also when one has traits that no scenario has, or padding.
    error ScenariosMalformed();

    /// @notice Thrown when a number of the parameters is outside its range; within it no step of a valuation overflows.
    /// @param word Its place in the row, in words.
    error ParameterOutOfRange(uint256 word, int256 number, int256 least, int256 most);

    /// @notice Thrown when a number in the head of a scenario is outside its range.
    /// @param word The place of the head, in words of the whole set.
    error ScenarioNumberOutOfRange(uint256 word, int256 number, int256 least, int256 most);

    /// @notice Thrown when a constructor argument is outside its documented range.
    error LimitOutOfRange();

    /// @notice Stores a chunk of a preimage as contract code. Anyone may call; the address depends on the content only,
    /// and storing the same content again returns the same address.
    /// @param content 1 to 24,575 bytes.
    function storeChunk(bytes calldata content) external returns (address chunk);

    /// @notice Schedules a model. Only the timelock.
    /// @dev The numbers of a model that claims a capability lie in their ranges, lest a book that can be held make
    /// the engine revert and with it a liquidation. A model without one only reports: no contract reads its numbers.
    function schedule(ModelPlan calldata plan) external returns (bytes32 modelId);

    /// @notice Retires a model a day from now, so that consumers may keep an answer of `activeUntil` for as long. Only
    /// the timelock, which had to wait a week for the call itself; a consumer can leave the model at once.
    /// @dev Warning: consumers that use it stop until they change to another; announce a successor first.
    function retire(bytes32 modelId) external;

    /// @notice Refuses unless the model is active and has every bit of `capability`. One storage word.
    function requireActive(bytes32 modelId, uint32 capability) external view;

    /// @notice As `requireActive`.
    /// @return First second at which the answer may be another one: the retirement, or a day from now.
    function activeUntil(bytes32 modelId, uint32 capability) external view returns (uint64);

    /// @notice As `requireActive`, and refuses unless the engine's code is the pinned one.
    /// @return The contract to call.
    function requireEngine(bytes32 modelId, uint32 capability) external view returns (address);

    /// @notice The model as scheduled.
    function model(bytes32 modelId) external view returns (Model memory);

    /// @notice The model's capability bits; zero if it is unknown.
    function capabilities(bytes32 modelId) external view returns (uint32);

    /// @notice The chunks of the model's parameters and scenarios, for readers that copy code themselves.
    function chunks(bytes32 modelId) external view returns (address[] memory parameters, address[] memory scenarios);

    /// @notice The preimage of the model's parametersHash.
    function parameters(bytes32 modelId) external view returns (bytes memory);

    /// @notice The preimage of the model's scenarioHash.
    function scenarios(bytes32 modelId) external view returns (bytes memory);
}

/// @notice Capability bits of a model: what its engine contract can recompute.
library Capability {
    /// @notice A withdrawal or trade can be proved on chain without attesters (W0).
    uint32 internal constant SELF_PROOF = 1;
    /// @notice A breach can be witnessed on chain without attesters (L0).
    uint32 internal constant WITNESS = 2;
    /// @notice A wrong attestation can be disproved on chain.
    uint32 internal constant DISPUTE = 4;
}
