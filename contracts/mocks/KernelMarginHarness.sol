// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BasisContingency} from "../Kernel/Margin/BasisContingency.sol";
import {CollateralLimit} from "../Kernel/Margin/CollateralLimit.sol";
import {Concentration} from "../Kernel/Margin/Concentration.sol";
import {Confidence} from "../Kernel/Margin/Confidence.sol";
import {ExpiryTotal} from "../Kernel/Margin/ExpiryTotal.sol";
import {MoneyRange} from "../Kernel/Margin/MoneyRange.sol";
import {NakedShorts} from "../Kernel/Margin/NakedShorts.sol";
import {PositionValue} from "../Kernel/Margin/PositionValue.sol";
import {Requirement} from "../Kernel/Margin/Requirement.sol";
import {SizeContingency} from "../Kernel/Margin/SizeContingency.sol";
import {StableContingency} from "../Kernel/Margin/StableContingency.sol";
import {TailMeasure} from "../Kernel/Margin/TailMeasure.sol";
import {UnderlyingTotal} from "../Kernel/Margin/UnderlyingTotal.sol";
import {KernelBatch} from "./KernelBatch.sol";

/// @title The kernel's margin functions over batches of rows, for the conformance tests.
contract KernelMarginHarness is KernelBatch {
    /// @dev Scenarios of a row of the tail measures.
    uint256 private constant SCENARIOS = 4;

    function basisContingencyFactorCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, BasisContingency.factorCeil);
    }

    function basisContingencyOfExpiry(bytes calldata rows) external pure returns (bytes memory) {
        return _map5(rows, BasisContingency.ofExpiry);
    }

    function collateralLimitExcess(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, CollateralLimit.excess);
    }

    function concentrationShareCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, Concentration.shareCeil);
    }

    function concentrationDeltaSizeCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, Concentration.deltaSizeCeil);
    }

    function confidenceShareCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, Confidence.shareCeil);
    }

    function expiryTotalDiscounted(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, ExpiryTotal.discounted);
    }

    function expiryTotalShocked(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, ExpiryTotal.shocked);
    }

    function expiryTotalProfit(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, _expiryProfit);
    }

    function moneyRangeClamp(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, MoneyRange.clamp);
    }

    function moneyRangeFloor(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, MoneyRange.floor);
    }

    function moneyRangeCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, MoneyRange.ceil);
    }

    function nakedShortsAtStrike(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, NakedShorts.atStrike);
    }

    function positionValueNotional(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, PositionValue.notional);
    }

    function positionValueCoinNotional(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, PositionValue.coinNotional);
    }

    function positionValueCoinNotionalAt(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, PositionValue.coinNotionalAt);
    }

    function positionValueOfCell(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, PositionValue.ofCell);
    }

    function positionValueProfit(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, PositionValue.profit);
    }

    function positionValueCoinProfit(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, PositionValue.coinProfit);
    }

    function positionValueFundingCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, PositionValue.fundingCeil);
    }

    function positionValueInStable(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, PositionValue.inStable);
    }

    function positionValueCollateral(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, PositionValue.collateral);
    }

    function requirementOfLossCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, Requirement.ofLossCeil);
    }

    function requirementLossOf(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Requirement.lossOf);
    }

    function requirementBinding(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, Requirement.binding);
    }

    function requirementEquity(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Requirement.equity);
    }

    function sizeContingencyAtSpotCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, SizeContingency.atSpotCeil);
    }

    function sizeContingencyShareCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, SizeContingency.shareCeil);
    }

    function stableContingencyMultiplierCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, StableContingency.multiplierCeil);
    }

    function underlyingTotalDampened(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, UnderlyingTotal.dampened);
    }

    function tailMeasureValueAtRisk(bytes calldata rows) external pure returns (bytes memory results) {
        uint256 width = 2 * SCENARIOS + 1;
        results = new bytes(rows.length / width);
        for (uint256 row = 0; row < rows.length / 32 / width; ++row) {
            uint256 at_ = row * width;
            int256[] memory totals = _list(rows, at_);
            int256[] memory weights = _list(rows, at_ + SCENARIOS);
            _put(results, row, TailMeasure.valueAtRisk(totals, weights, _word(rows, at_ + 2 * SCENARIOS)));
        }
    }

    /// @notice Of value at risk of the same row.
    function tailMeasureExpectedShortfall(bytes calldata rows) external pure returns (bytes memory results) {
        uint256 width = 2 * SCENARIOS + 1;
        results = new bytes(rows.length / width);
        for (uint256 row = 0; row < rows.length / 32 / width; ++row) {
            uint256 at_ = row * width;
            int256[] memory totals = _list(rows, at_);
            int256[] memory weights = _list(rows, at_ + SCENARIOS);
            int256 level = _word(rows, at_ + 2 * SCENARIOS);
            int256 valueAtRisk = TailMeasure.valueAtRisk(totals, weights, level);
            _put(results, row, TailMeasure.expectedShortfall(totals, weights, level, valueAtRisk));
        }
    }

    function tailMeasureTailMass(bytes calldata rows) external pure returns (bytes memory results) {
        uint256 width = 2 * SCENARIOS + 1;
        results = new bytes(rows.length / width);
        for (uint256 row = 0; row < rows.length / 32 / width; ++row) {
            uint256 at_ = row * width;
            int256[] memory weights = _list(rows, at_ + SCENARIOS);
            _put(results, row, TailMeasure.tailMass(weights, _word(rows, at_ + 2 * SCENARIOS)));
        }
    }

    function tailMeasureLeastMass(bytes calldata rows) external pure returns (bytes memory results) {
        uint256 width = 2 * SCENARIOS + 1;
        results = new bytes(rows.length / width);
        for (uint256 row = 0; row < rows.length / 32 / width; ++row) {
            uint256 at_ = row * width;
            int256[] memory weights = _list(rows, at_ + SCENARIOS);
            _put(results, row, TailMeasure.leastMass(weights, _word(rows, at_ + 2 * SCENARIOS)));
        }
    }

    function _expiryProfit(int256 shocked, int256 today, int256 rotated) private pure returns (int256) {
        return ExpiryTotal.profit(shocked, today, rotated == 1);
    }

    function _list(bytes calldata rows, uint256 first) private pure returns (int256[] memory list) {
        list = new int256[](SCENARIOS);
        for (uint256 i = 0; i < SCENARIOS; ++i) list[i] = _word(rows, first + i);
    }
}
