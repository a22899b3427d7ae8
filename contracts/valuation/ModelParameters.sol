// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CodeStorage} from "../CodeStorage.sol";
import {Scale} from "../Kernel/Numerics/Scale.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {MarginTags} from "../interfaces/IMarginTypes.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";

/// @title A model's parameters in memory, converted once to the kernel's scales.
/// @notice Reads both layouts of the portfolio rule's canonical row. A model with a member that only reports, or of
/// another rule, is refused: no contract recomputes it.
library ModelParameters {
    /// @notice Which measure of the tail a model reads; the numbers are those of the canonical row.
    uint256 internal constant SCAN = 0;
    uint256 internal constant EXPECTED_SHORTFALL = 1;
    uint256 internal constant VALUE_AT_RISK = 2;

    /// @notice The first 34 members stand in the order of the canonical row, one word each.
    struct Data {
        int256 rangeUpQ40;
        int256 rangeDownQ40;
        int256 shortPowerQ46;
        int256 longPowerQ46;
        int256 floorSeconds;
        int256 minimumUpQ46;
        int256 linearBaseQ40;
        int256 linearSlopeQ40;
        int256 absoluteBaseQ40;
        int256 absoluteSlopeQ40;
        int256 minimumWidthQ40;
        int256 widthScaleQ40;
        int256 volatilityStaticQ40;
        int256 volatilityScaleQ40;
        int256 longStaticQ40;
        int256 longMultiplierQ40;
        int256 longAddQ46;
        int256 shortStaticQ40;
        int256 shortMultiplierQ40;
        int256 shortAddQ46;
        int256 basisUpQ40;
        int256 basisDownQ40;
        int256 basisAddQ40;
        int256 basisMultiplierQ40;
        int256 multiplierInitialQ40;
        int256 multiplierMaintenanceQ40;
        int256 perpetualInitialQ40;
        int256 perpetualMaintenanceQ40;
        int256 shortOptionInitialQ40;
        int256 shortOptionMaintenanceQ40;
        int256 confidenceThresholdQ40;
        int256 confidenceFactorQ40;
        int256 pegThresholdQ40;
        int256 pegFactorQ40;
        bytes32 settlement;
        bytes32 stableAsset;
        /// Places of the settlement currency: 6 for dollars, 9 for coins.
        int256 moneyDecimals;
        int256 horizonSeconds;
        int256 residualHorizonSeconds;
        uint256 measure;
        int256 confidencePpm;
        /// Whether the scan binds where it is the larger; a scan always does.
        bool scans;
        /// Memory of the canonical row.
        uint256 words;
        uint256 haircutCount;
        /// Place of the first concentration rule, in words.
        uint256 concentrationWord;
        uint256 concentrationCount;
    }

    /// @dev Places of the canonical row and lengths of its parts, in words.
    uint256 internal constant SETTLEMENT_WORD = 2;
    uint256 internal constant HORIZON_WORD = 4;
    uint256 internal constant NUMBERS_WORD = 5;
    uint256 internal constant MEASURE_WORD = 39;
    uint256 internal constant HAIRCUT_WORD = 42;
    uint256 internal constant HAIRCUT_WORDS = 5;
    uint256 internal constant CONCENTRATION_WORDS = 5;
    /// @dev Words of the second version before its lists, the count of the first included.
    uint256 internal constant EXTENSION_WORDS = 11;

    /// @dev 47 members.
    uint256 private constant STRUCT_BYTES = 0x5e0;
    uint256 private constant FIRST_LAYOUT = 1;
    uint256 private constant SECOND_LAYOUT = 257;
    /// @dev Rules that only report have the layouts 2 to 7.
    uint256 private constant LAST_RULE = 7;
    uint256 private constant NUMBERS = 34;
    uint256 private constant HAIRCUT_COUNT_WORD = 41;
    /// @dev 100,000, and the numbers from it down to its negative.
    uint256 private constant PLAIN_RAW12 = 1e17;
    uint256 private constant PLAIN_RANGE = 2e17;

    /// @notice The parameters of a scheduled model.
    /// @param data Where they go, in memory.
    /// @param models The registry that holds it.
    /// @param modelId The model.
    /// @param capability What the caller needs, for the refusal.
    function load(
        Data memory data,
        IModelRegistry models,
        bytes32 modelId,
        uint32 capability
    ) internal view returns (bytes memory content, address[] memory scenarioChunks) {
        address[] memory parameterChunks;
        (parameterChunks, scenarioChunks) = models.chunks(modelId);
        content = CodeStorage.read(parameterChunks);
        open(data, content, modelId, capability);
        _convert(data);
        data.settlement = word(data, SETTLEMENT_WORD);
        data.stableAsset = word(data, SETTLEMENT_WORD + 1);
        data.moneyDecimals = bytes3(data.settlement) == "USD" ? int256(6) : int256(9);
        data.horizonSeconds = number(data, HORIZON_WORD);
        data.measure = uint256(word(data, MEASURE_WORD));
        data.confidencePpm = number(data, MEASURE_WORD + 1);
        if (data.measure == SCAN) data.scans = true;
        if (data.residualHorizonSeconds == 0) data.residualHorizonSeconds = data.horizonSeconds;
    }

    /// @notice Finds a row's lists and judges its form; its numbers stay as they are.
    function open(Data memory data, bytes memory content, bytes32 modelId, uint32 capability) internal pure {
        uint256 words;
        assembly ("memory-safe") {
            words := add(content, 0x20)
        }
        data.words = words;
        _requireLayout(data, content.length / 32, modelId, capability);
    }

    /// @notice The struct as bytes, for a library behind a call.
    function pack(Data memory data) internal pure returns (bytes memory packed) {
        packed = new bytes(STRUCT_BYTES);
        // All members are one word each.
        assembly ("memory-safe") {
            mcopy(add(packed, 0x20), data, STRUCT_BYTES)
        }
    }

    /// @notice The struct that `pack` wrote, over a copy of the canonical row.
    function unpack(bytes calldata packed, bytes calldata content) internal pure returns (Data memory data) {
        uint256 words;
        // Allocates both and moves the free-memory pointer past them.
        assembly ("memory-safe") {
            data := mload(0x40)
            words := add(data, STRUCT_BYTES)
            calldatacopy(data, packed.offset, STRUCT_BYTES)
            calldatacopy(words, content.offset, content.length)
            mstore(0x40, add(words, content.length))
        }
        data.words = words;
    }

    /// @notice Where the collateral rule of an asset begins, in words; zero without one.
    function haircutOf(Data memory data, bytes32 asset) internal pure returns (uint256 rule) {
        unchecked {
            rule = HAIRCUT_WORD;
            for (uint256 i = 0; i < data.haircutCount; ++i) {
                if (word(data, rule) == asset) return rule;
                rule += HAIRCUT_WORDS;
            }
            return 0;
        }
    }

    /// @notice Where the concentration rule of an underlying begins, in words; zero without one.
    function concentrationOf(Data memory data, bytes32 underlying) internal pure returns (uint256 rule) {
        unchecked {
            rule = data.concentrationWord;
            for (uint256 i = 0; i < data.concentrationCount; ++i) {
                if (word(data, rule) == underlying) return rule;
                rule += CONCENTRATION_WORDS;
            }
            return 0;
        }
    }

    /// @notice A word of the canonical row; `load` has compared its counts with its length.
    function word(Data memory data, uint256 index) internal pure returns (bytes32 value) {
        uint256 words = data.words;
        assembly ("memory-safe") {
            value := mload(add(words, shl(5, index)))
        }
    }

    /// @notice A word of the canonical row as the 64-bit number that it holds.
    function number(Data memory data, uint256 index) internal pure returns (int256) {
        return int64(uint64(uint256(word(data, index))));
    }

    /// @notice A ratio of the canonical row, scale 2^40.
    function ratioQ40(Data memory data, uint256 index) internal pure returns (int256) {
        return Scale.convert(number(data, index), 40);
    }

    /// @dev Counts that exceed the length end the reading; nothing beyond the row is ever read.
    function _requireLayout(Data memory data, uint256 length, bytes32 modelId, uint32 capability) private pure {
        unchecked {
            if (length < 2 || word(data, 0) != MarginTags.PARAMETERS) revert IModelRegistry.ParametersMalformed();
            uint256 version = uint256(word(data, 1));
            if (version > FIRST_LAYOUT && version <= LAST_RULE) {
                revert IModelRegistry.ProfileNotEnforceable(modelId, capability);
            }
            bool known = version == FIRST_LAYOUT || version == SECOND_LAYOUT;
            if (!known || length < HAIRCUT_WORD) revert IModelRegistry.ParametersMalformed();
            uint256 count = uint256(word(data, HAIRCUT_COUNT_WORD));
            if (count > length) revert IModelRegistry.ParametersMalformed();
            data.haircutCount = count;
            uint256 next = HAIRCUT_WORD + HAIRCUT_WORDS * count;
            if (version == SECOND_LAYOUT) next = _requireExtension(data, next, length, modelId, capability);
            if (next != length) revert IModelRegistry.ParametersMalformed();
        }
    }

    /// @dev minimum, horizon, rule across underlyings, credit, two limits, two tools, floor, counterparties counted;
    /// then four lists, of which only the first is recomputed here.
    function _requireExtension(
        Data memory data,
        uint256 first,
        uint256 length,
        bytes32 modelId,
        uint32 capability
    ) private pure returns (uint256 next) {
        unchecked {
            if (length < first + EXTENSION_WORDS + 3) revert IModelRegistry.ParametersMalformed();
            data.scans = word(data, first) != 0;
            data.residualHorizonSeconds = number(data, first + 1);
            data.concentrationCount = uint256(word(data, first + 10));
            if (data.concentrationCount > length) revert IModelRegistry.ParametersMalformed();
            data.concentrationWord = first + EXTENSION_WORDS;
            next = data.concentrationWord + CONCENTRATION_WORDS * data.concentrationCount;
            if (length < next + 3) revert IModelRegistry.ParametersMalformed();
            bool reports =
                word(data, first + 2) != 0 ||
                    number(data, first + 4) != MoneyRange.LIMIT ||
                    number(data, first + 5) != MoneyRange.LIMIT ||
                    word(data, next) != 0 ||
                    word(data, next + 1) != 0 ||
                    word(data, next + 2) != 0;
            if (reports) revert IModelRegistry.ProfileNotEnforceable(modelId, capability);
            next += 3;
        }
    }

    /// @dev In assembly because a number costs 120 gas and as Solidity writes it 200.
    function _convert(Data memory data) private pure {
        (uint256 words, uint256 unit) = (data.words, uint256(Scale.UNITS_PER_ONE));
        bool isPlain;
        // The first members of the struct, a word each. Numbers of 57 bits and 40 places, floored: to be positive they
        // are divided with 2^100 units more.
        assembly ("memory-safe") {
            let source := add(words, mul(32, NUMBERS_WORD))
            let end := add(source, mul(32, NUMBERS))
            let toMember := sub(data, source)
            let lift := shl(100, 1)
            let lifted := mul(lift, unit)
            let outside := 0
            for {} lt(source, end) {
                source := add(source, 32)
            } {
                let value := signextend(7, mload(source))
                mstore(add(source, toMember), sub(div(add(shl(40, value), lifted), unit), lift))
                outside := or(outside, gt(add(value, PLAIN_RAW12), PLAIN_RANGE))
            }
            isPlain := iszero(outside)
        }
        if (!isPlain) _convertAbsurd(data);
        data.shortPowerQ46 = Scale.clamp(number(data, NUMBERS_WORD + 2), 46);
        data.longPowerQ46 = Scale.clamp(number(data, NUMBERS_WORD + 3), 46);
        data.floorSeconds = number(data, NUMBERS_WORD + 4);
        data.minimumUpQ46 = Scale.clamp(number(data, NUMBERS_WORD + 5), 46);
        data.longAddQ46 = Scale.clamp(number(data, NUMBERS_WORD + 16), 46);
        data.shortAddQ46 = Scale.clamp(number(data, NUMBERS_WORD + 19), 46);
    }

    /// @dev The same where a number is beyond 100,000.
    function _convertAbsurd(Data memory data) private pure {
        unchecked {
            for (uint256 i = 0; i < NUMBERS; ++i) {
                int256 value = ratioQ40(data, NUMBERS_WORD + i);
                // The first members of the struct, a word each.
                assembly ("memory-safe") {
                    mstore(add(data, shl(5, i)), value)
                }
            }
        }
    }
}
