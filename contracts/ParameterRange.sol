// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MoneyRange} from "./Kernel/Margin/MoneyRange.sol";
import {Scale} from "./Kernel/Numerics/Scale.sol";
import {Black76} from "./Kernel/Pricing/Black76.sol";
import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {ModelParameters} from "./valuation/ModelParameters.sol";

/// @title The range of every number of a model: far beyond use, and within it no step of a valuation overflows, so that
/// valuing is total.
/// @notice Limits and order are those of engine/Scenarios/ParameterRange.cs and ExtensionRange.cs, so that both refuse
/// the same number first. A word counts as a whole: one that is no 64-bit number is out of every range.
library ParameterRange {
    /// @notice Largest share, factor, multiplier, static discount, and skew either way: 100.
    int256 internal constant MAX_RAW = 100 * ONE;

    /// @notice Largest power of the term scale: 10.
    int256 internal constant MAX_POWER_RAW = 10 * ONE;

    /// @notice Largest basis move up: 63, since a spot factor ends at 64.
    int256 internal constant MAX_BASIS_UP_RAW = 63 * ONE;

    int256 private constant ONE = Scale.UNITS_PER_ONE;

    /// @dev The largest volatility, 64.
    int256 private constant MAX_VOLATILITY_RAW = 64 * ONE;

    /// @dev The largest quantity: as much as the largest amount of money.
    int256 private constant MAX_QUANTITY_RAW = MoneyRange.LIMIT;

    /// @dev Largest buffer: 10, far beyond the quarter that the standard asks for.
    int256 private constant MAX_BUFFER_RAW = 10 * ONE;

    int256 private constant MAX_CONFIDENCE_PPM = 999_999;

    /// @dev Places of the first number of each group, in words.
    uint256 private constant VOLATILITY_SHOCK = ModelParameters.NUMBERS_WORD;
    uint256 private constant SKEW = VOLATILITY_SHOCK + 6;
    uint256 private constant DISCOUNT = SKEW + 8;
    uint256 private constant BASIS = DISCOUNT + 6;
    uint256 private constant MULTIPLIER = BASIS + 4;
    uint256 private constant PERPETUAL = MULTIPLIER + 2;
    uint256 private constant CONFIDENCE = PERPETUAL + 4;
    uint256 private constant PEG = CONFIDENCE + 2;

    /// @notice Refuses the first number outside its range, and a row that no contract recomputes a margin from.
    /// @param row The canonical row.
    /// @param modelId The model, for the refusal.
    /// @param capabilities What it claims, for the refusal.
    function check(bytes memory row, bytes32 modelId, uint32 capabilities) internal pure {
        ModelParameters.Data memory model;
        ModelParameters.open(model, row, modelId, capabilities);
        _requireWithin(model, ModelParameters.HORIZON_WORD, 0, Black76.MAX_SECONDS);
        _checkShocks(model);
        // Discount: static, rate multiplier and rate addend of the long side, then of the short side.
        _requireEach(model, DISCOUNT, 6, 0, MAX_RAW);
        _checkContingencies(model);
        _checkExtension(model);
        _requireWithin(model, MULTIPLIER + 1, 1, MAX_RAW);
        _requireWithin(model, MULTIPLIER, _number(model, MULTIPLIER + 1), MAX_RAW);
        uint256 rule = ModelParameters.HAIRCUT_WORD;
        for (uint256 i = 0; i < model.haircutCount; ++i) {
            // Asset, initial, maintenance, confidence factor, the underlying whose risk it cancels.
            _requireWithin(model, rule + 2, 0, ONE);
            _requireWithin(model, rule + 1, 0, ONE - _number(model, rule + 2));
            _requireWithin(model, rule + 3, 0, MAX_RAW);
            rule += ModelParameters.HAIRCUT_WORDS;
        }
    }

    function _checkShocks(ModelParameters.Data memory model) private pure {
        // Up, down, short power, long power, floor in seconds, minimum up.
        _requireEach(model, VOLATILITY_SHOCK, 2, 0, MAX_RAW);
        _requireEach(model, VOLATILITY_SHOCK + 2, 2, 0, MAX_POWER_RAW);
        _requireWithin(model, VOLATILITY_SHOCK + 4, 0, Black76.MAX_SECONDS);
        _requireWithin(model, VOLATILITY_SHOCK + 5, 0, MAX_VOLATILITY_RAW);

        // Base and slope of the linear and of the absolute cap, minimum width, its scale, volatility static and scale.
        _requireEach(model, SKEW, 4, -MAX_RAW, MAX_RAW);
        _requireWithin(model, SKEW + 4, 1, MAX_RAW);
        _requireEach(model, SKEW + 5, 3, -MAX_RAW, MAX_RAW);
    }

    function _checkContingencies(ModelParameters.Data memory model) private pure {
        // Up, down, add, multiplier.
        _requireWithin(model, BASIS, 0, MAX_BASIS_UP_RAW);
        _requireWithin(model, BASIS + 1, -ONE, 0);
        _requireEach(model, BASIS + 2, 2, 0, MAX_RAW);
        // Initial and maintenance of perpetuals, then of short options.
        _requireEach(model, PERPETUAL, 4, 0, MAX_RAW);
        // Threshold and factor.
        _requireWithin(model, CONFIDENCE, 0, ONE);
        _requireWithin(model, CONFIDENCE + 1, 0, MAX_RAW);
        _requireEach(model, PEG, 2, 0, MAX_RAW);
    }

    /// @dev As ExtensionRange.Check, and that measure and flag are among those that there are.
    function _checkExtension(ModelParameters.Data memory model) private pure {
        _requireWithin(model, ModelParameters.MEASURE_WORD, 0, int256(ModelParameters.VALUE_AT_RISK));
        bool scans = _number(model, ModelParameters.MEASURE_WORD) == int256(ModelParameters.SCAN);
        int256 most = scans ? int256(0) : MAX_CONFIDENCE_PPM;
        _requireWithin(model, ModelParameters.MEASURE_WORD + 1, scans ? int256(0) : int256(1), most);
        if (model.concentrationWord == 0) return;

        uint256 first = model.concentrationWord - ModelParameters.EXTENSION_WORDS;
        _requireWithin(model, first, 0, scans ? int256(0) : int256(1));
        _requireWithin(model, first + 1, 0, scans ? int256(0) : Black76.MAX_SECONDS);
        // No credit across underlyings, which only a rule that reports gives; then two limits.
        _requireWithin(model, first + 3, 0, 0);
        _requireEach(model, first + 4, 2, 0, MoneyRange.LIMIT);
        uint256 rule = model.concentrationWord;
        for (uint256 i = 0; i < model.concentrationCount; ++i) {
            // Underlying, lower, upper, initial, maintenance.
            _requireWithin(model, rule + 1, 0, MAX_QUANTITY_RAW - 1);
            _requireWithin(model, rule + 2, _number(model, rule + 1) + 1, MAX_QUANTITY_RAW);
            _requireEach(model, rule + 3, 2, 0, ONE);
            rule += ModelParameters.CONCENTRATION_WORDS;
        }
        // Buffer, stressed share, floor of credit, counterparties: nobody reads them, since their lists are empty.
        _requireWithin(model, first + 6, 0, MAX_BUFFER_RAW);
        _requireEach(model, first + 7, 2, 0, ONE);
        _requireWithin(model, first + 9, 0, 0);
    }

    function _requireEach(
        ModelParameters.Data memory model,
        uint256 word,
        uint256 count,
        int256 least,
        int256 most
    ) private pure {
        for (uint256 end = word + count; word < end; ++word) {
            _requireWithin(model, word, least, most);
        }
    }

    function _requireWithin(ModelParameters.Data memory model, uint256 word, int256 least, int256 most) private pure {
        int256 number = _number(model, word);
        if (number < least || number > most) {
            revert IModelRegistry.ParameterOutOfRange(word, number, least, most);
        }
    }

    function _number(ModelParameters.Data memory model, uint256 word) private pure returns (int256) {
        return int256(uint256(ModelParameters.word(model, word)));
    }
}
