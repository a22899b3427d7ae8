// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bits} from "../Kernel/Numerics/Bits.sol";
import {DivideShift} from "../Kernel/Numerics/DivideShift.sol";
import {Exponential} from "../Kernel/Numerics/Exponential.sol";
import {Logarithm} from "../Kernel/Numerics/Logarithm.sol";
import {MulShift} from "../Kernel/Numerics/MulShift.sol";
import {NormalDistribution} from "../Kernel/Numerics/NormalDistribution.sol";
import {NormalDistributionTable} from "../Kernel/Numerics/NormalDistributionTable.sol";
import {Power} from "../Kernel/Numerics/Power.sol";
import {Saturation} from "../Kernel/Numerics/Saturation.sol";
import {Scale} from "../Kernel/Numerics/Scale.sol";
import {SquareRoot} from "../Kernel/Numerics/SquareRoot.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";
import {Discount} from "../Kernel/Pricing/Discount.sol";
import {ScenarioFactor} from "../Kernel/Pricing/ScenarioFactor.sol";
import {SviSmile} from "../Kernel/Pricing/SviSmile.sol";
import {VolatilityShock} from "../Kernel/Pricing/VolatilityShock.sol";
import {KernelBatch} from "./KernelBatch.sol";

/// @title The kernel's numerics and pricing over batches of rows, for the conformance tests.
contract KernelHarness is KernelBatch {
    function bitsShiftRight(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, _shiftRight);
    }

    function bitsLowBits(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, _lowBits);
    }

    function bitsLength(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, _length);
    }

    function saturationBetween(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, Saturation.between);
    }

    function mulShiftFloor(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, _mulShiftFloor);
    }

    function mulShiftCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, _mulShiftCeil);
    }

    function mulShiftClamp(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, _mulShiftClamp);
    }

    function mulShiftWide(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, _mulShiftWide);
    }

    function divideShiftFloor(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, _divideShiftFloor);
    }

    function divideShiftClamp(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, DivideShift.clamp);
    }

    function scaleConvert(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, _convert);
    }

    function scaleClamp(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, _scaleClamp);
    }

    function squareRootFloor(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, SquareRoot.floor);
    }

    function logarithmNatural(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Logarithm.natural);
    }

    function exponentialNatural(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Exponential.natural);
    }

    function powerOfRatio(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, Power.ofRatio);
    }

    function normalDistributionCentred(bytes calldata rows) external pure returns (bytes memory) {
        NormalDistributionTable.load();
        return _map1(rows, NormalDistribution.centred);
    }

    function normalDistributionWeightedDifference(bytes calldata rows) external pure returns (bytes memory) {
        NormalDistributionTable.load();
        return _map4(rows, NormalDistribution.weightedDifference);
    }

    function black76SquareRootOfYears(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Black76.squareRootOfYears);
    }

    function black76Years(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Black76.years_);
    }

    function black76TotalVolatility(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, Black76.totalVolatility);
    }

    function black76Reciprocal(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Black76.reciprocal);
    }

    function cellCall(bytes calldata rows) external pure returns (bytes memory) {
        NormalDistributionTable.load();
        return _map5(rows, Cell.call);
    }

    function cellPut(bytes calldata rows) external pure returns (bytes memory) {
        NormalDistributionTable.load();
        return _map5(rows, Cell.put);
    }

    function cellBlack(bytes calldata rows) external pure returns (bytes memory) {
        NormalDistributionTable.load();
        return _map5(rows, Cell.black);
    }

    function cellLinear(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Cell.linear);
    }

    function cellCoinOption(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, Cell.coinOption);
    }

    function cellCoinLinear(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Cell.coinLinear);
    }

    function cellStrikeRatioCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, Cell.strikeRatioCeil);
    }

    function cellBoundRatioCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, Cell.boundRatioCeil);
    }

    function cellToBoundRatioCeil(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, Cell.toBoundRatioCeil);
    }

    function cellUnitForward(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, Cell.unitForward);
    }

    function cellOutsideListingRange(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, _outsideListingRange);
    }

    function cellBoundLong(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, _boundLong);
    }

    function cellBoundShort(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, _boundShort);
    }

    function scenarioFactorOfResidual(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, ScenarioFactor.ofResidual);
    }

    function scenarioFactorOfForward(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, ScenarioFactor.ofForward);
    }

    function scenarioFactorLog(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, ScenarioFactor.log);
    }

    function scenarioFactorAtLeastLeast(bytes calldata rows) external pure returns (bytes memory) {
        return _map1(rows, ScenarioFactor.atLeastLeast);
    }

    function volatilityShockTermScale(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, VolatilityShock.termScale);
    }

    function volatilityShockUp(bytes calldata rows) external pure returns (bytes memory) {
        return _map4(rows, VolatilityShock.up);
    }

    function volatilityShockDown(bytes calldata rows) external pure returns (bytes memory) {
        return _map3(rows, VolatilityShock.down);
    }

    function volatilityShockSkew(bytes calldata rows) external pure returns (bytes memory results) {
        uint256 count = rows.length / 288;
        results = new bytes(32 * count);
        for (uint256 row = 0; row < count; ++row) {
            _put(results, row, _skew(rows, 9 * row));
        }
    }

    function sviSmileVolatility(bytes calldata rows) external pure returns (bytes memory results) {
        uint256 count = rows.length / 256;
        results = new bytes(32 * count);
        for (uint256 row = 0; row < count; ++row) {
            _put(results, row, _volatility(rows, 8 * row));
        }
    }

    function discountFactor(bytes calldata rows) external pure returns (bytes memory) {
        return _map2(rows, Discount.factor);
    }

    function discountLongSide(bytes calldata rows) external pure returns (bytes memory) {
        return _map5(rows, Discount.longSide);
    }

    function discountShortSide(bytes calldata rows) external pure returns (bytes memory) {
        return _map5(rows, Discount.shortSide);
    }

    function _shiftRight(int256 value, int256 count) private pure returns (int256) {
        return Bits.shiftRight(value, uint256(count));
    }

    function _lowBits(int256 value, int256 count) private pure returns (int256) {
        return Bits.lowBits(value, uint256(count));
    }

    function _length(int256 value) private pure returns (int256) {
        return int256(Bits.length(value));
    }

    function _mulShiftFloor(int256 left, int256 right, int256 shift) private pure returns (int256) {
        return MulShift.floor(left, right, uint256(shift));
    }

    function _mulShiftCeil(int256 left, int256 right, int256 shift) private pure returns (int256) {
        return MulShift.ceil(left, right, uint256(shift));
    }

    function _mulShiftClamp(int256 left, int256 right, int256 shift, int256 limit) private pure returns (int256) {
        return MulShift.clamp(left, right, uint256(shift), limit);
    }

    function _mulShiftWide(int256 left, int256 right, int256 shift) private pure returns (int256) {
        return MulShift.wide(left, right, uint256(shift));
    }

    function _divideShiftFloor(int256 dividend, int256 shift, int256 divisor) private pure returns (int256) {
        return DivideShift.floor(dividend, uint256(shift), divisor);
    }

    function _convert(int256 raw12, int256 fractionBits) private pure returns (int256) {
        return Scale.convert(raw12, uint256(fractionBits));
    }

    function _scaleClamp(int256 raw12, int256 fractionBits) private pure returns (int256) {
        return Scale.clamp(raw12, uint256(fractionBits));
    }

    function _outsideListingRange(int256 strike, int256 forward) private pure returns (int256) {
        return Cell.outsideListingRange(strike, forward) ? int256(1) : int256(0);
    }

    function _boundLong(int256 isCall, int256 factorQ40, int256 strikeRatioQ40) private pure returns (int256) {
        return Cell.boundLong(isCall == 1, factorQ40, strikeRatioQ40);
    }

    function _boundShort(int256 isCall, int256 factorQ40, int256 strikeRatioQ40) private pure returns (int256) {
        return Cell.boundShort(isCall == 1, factorQ40, strikeRatioQ40);
    }

    function _skew(bytes calldata rows, uint256 first) private pure returns (int256) {
        return
            VolatilityShock.skew(
                _word(rows, first),
                _word(rows, first + 1),
                _word(rows, first + 2),
                _word(rows, first + 3),
                _word(rows, first + 4),
                _word(rows, first + 5),
                _word(rows, first + 6),
                _word(rows, first + 7),
                _word(rows, first + 8)
            );
    }

    function _volatility(bytes calldata rows, uint256 first) private pure returns (int256) {
        return
            SviSmile.volatility(
                _word(rows, first),
                _word(rows, first + 1),
                _word(rows, first + 2),
                _word(rows, first + 3),
                _word(rows, first + 4),
                _word(rows, first + 5),
                _word(rows, first + 6),
                _word(rows, first + 7)
            );
    }
}
