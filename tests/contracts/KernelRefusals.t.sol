// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./support/Test.sol";
import {TailMeasure} from "../../contracts/Kernel/Margin/TailMeasure.sol";
import {DivideShift} from "../../contracts/Kernel/Numerics/DivideShift.sol";
import {Exponential} from "../../contracts/Kernel/Numerics/Exponential.sol";
import {Logarithm} from "../../contracts/Kernel/Numerics/Logarithm.sol";
import {LogarithmTable} from "../../contracts/Kernel/Numerics/LogarithmTable.sol";
import {MulShift} from "../../contracts/Kernel/Numerics/MulShift.sol";
import {NormalDistributionTable} from "../../contracts/Kernel/Numerics/NormalDistributionTable.sol";
import {Scale} from "../../contracts/Kernel/Numerics/Scale.sol";
import {SquareRoot} from "../../contracts/Kernel/Numerics/SquareRoot.sol";
import {OPTION_WORD, OptionRow} from "../../contracts/valuation/OptionRow.sol";

/// @title The kernel in calls of its own.
contract KernelCalls {
    function divideFloor(int256 dividend, uint256 shift, int256 divisor) external pure returns (int256) {
        return DivideShift.floor(dividend, shift, divisor);
    }

    function divideClamp(int256 dividend, int256 divisor, int256 limit) external pure returns (int256) {
        return DivideShift.clamp(dividend, divisor, limit);
    }

    function multiplyFloor(int256 left, int256 right, uint256 shift) external pure returns (int256) {
        return MulShift.floor(left, right, shift);
    }

    function multiplyCeil(int256 left, int256 right, uint256 shift) external pure returns (int256) {
        return MulShift.ceil(left, right, shift);
    }

    function multiplyClamp(int256 left, int256 right, uint256 shift) external pure returns (int256) {
        return MulShift.clamp(left, right, shift, type(int64).max);
    }

    function multiplyWide(int256 left, int256 right, uint256 shift) external pure returns (int256) {
        return MulShift.wide(left, right, shift);
    }

    function scaleClamp(int256 raw12, uint256 fractionBits) external pure returns (int256) {
        return Scale.clamp(raw12, fractionBits);
    }

    function squareRoot(int256 radicand) external pure returns (int256) {
        return SquareRoot.floor(radicand);
    }

    function exponential(int256 exponentQ46) external pure returns (int256) {
        return Exponential.natural(exponentQ46);
    }

    function logarithm(int256 positive) external pure returns (int256) {
        return Logarithm.natural(positive);
    }

    function tailMass(int256[] calldata weights, int256 confidencePpm) external pure returns (int256) {
        return TailMeasure.tailMass(weights, confidencePpm);
    }

    /// @notice Loads the table behind what is in memory already.
    function loadBehind(bytes memory used) external pure returns (uint256) {
        NormalDistributionTable.load();
        return used.length;
    }

    /// @notice Loads the table of logarithms where memory is free from a place on.
    function loadLogarithmsAt(uint256 freeMemory) external pure {
        // Moves the free-memory pointer forwards.
        assembly ("memory-safe") {
            mstore(0x40, freeMemory)
        }
        LogarithmTable.load();
    }

    /// @notice Allocates the option row where memory is free from a place on.
    function loadRowAt(uint256 freeMemory) external pure {
        // Moves the free-memory pointer forwards.
        assembly ("memory-safe") {
            mstore(0x40, freeMemory)
        }
        OptionRow.load();
    }
}

/// @title What the kernel refuses, at each bound and just past it.
contract KernelRefusalTests is Test {
    KernelCalls private _kernel = new KernelCalls();

    function _assertRefused(bytes memory call_, bytes4 selector, int256 argument) private view {
        (bool success, bytes memory answer) = address(_kernel).staticcall(call_);
        assertTrue(!success, "refused");
        assertEq(answer, abi.encodeWithSelector(selector, argument), "refusal");
    }

    function test_DivideShift_BeyondItsBounds_IsRefused() public view {
        bytes4 range = DivideShift.ResultOutOfRange.selector;
        bytes4 divisor = DivideShift.DivisorNotPositive.selector;

        assertEq(_kernel.divideFloor(-1, 63, 1), -(int256(1) << 63), "the least");
        _assertRefused(abi.encodeCall(_kernel.divideFloor, (1, 64, 1)), DivideShift.ShiftOutOfRange.selector, 64);
        _assertRefused(abi.encodeCall(_kernel.divideFloor, (1, 0, 0)), divisor, 0);
        _assertRefused(abi.encodeCall(_kernel.divideFloor, (1, 0, -1)), divisor, -1);
        _assertRefused(abi.encodeCall(_kernel.divideFloor, (1, 63, 1)), range, 1 << 63);
        _assertRefused(abi.encodeCall(_kernel.divideFloor, (-2, 63, 1)), range, -(1 << 64));
        _assertRefused(abi.encodeCall(_kernel.divideClamp, (1, 0, 1)), divisor, 0);
    }

    function test_MulShift_BeyondItsBounds_IsRefused() public view {
        bytes4 range = MulShift.ResultOutOfRange.selector;
        bytes4 shift = MulShift.ShiftOutOfRange.selector;

        assertEq(_kernel.multiplyFloor(-(1 << 62), 2, 0), -(int256(1) << 63), "the least");
        _assertRefused(abi.encodeCall(_kernel.multiplyFloor, (1, 1, 64)), shift, 64);
        _assertRefused(abi.encodeCall(_kernel.multiplyCeil, (1, 1, 64)), shift, 64);
        _assertRefused(abi.encodeCall(_kernel.multiplyClamp, (1, 1, 64)), shift, 64);
        _assertRefused(abi.encodeCall(_kernel.multiplyWide, (1, 1, 64)), shift, 64);
        _assertRefused(abi.encodeCall(_kernel.multiplyFloor, (1 << 62, 2, 0)), range, 1 << 63);
        _assertRefused(abi.encodeCall(_kernel.multiplyCeil, (-(1 << 62), 4, 0)), range, -(1 << 64));
    }

    function test_Scale_OfMoreBitsThanAWord_IsRefused() public view {
        _assertRefused(abi.encodeCall(_kernel.scaleClamp, (1, 64)), DivideShift.ShiftOutOfRange.selector, 64);
    }

    function test_SquareRoot_BeyondItsDomain_IsRefused() public view {
        bytes4 refusal = SquareRoot.RadicandOutOfRange.selector;

        assertEq(_kernel.squareRoot((1 << 126) - 1), (int256(1) << 63) - 1, "the greatest");
        _assertRefused(abi.encodeCall(_kernel.squareRoot, (-1)), refusal, -1);
        _assertRefused(abi.encodeCall(_kernel.squareRoot, (1 << 126)), refusal, 1 << 126);
    }

    function test_ExponentialAndLogarithm_BeyondTheirDomains_AreRefused() public view {
        int256 beyond = 1_073_069_725_778_422;
        bytes4 refusal = Logarithm.LogarithmOfNonPositive.selector;

        _kernel.exponential(beyond - 1);
        _assertRefused(abi.encodeCall(_kernel.exponential, (beyond)), Exponential.ExponentOutOfRange.selector, beyond);
        _assertRefused(abi.encodeCall(_kernel.logarithm, (0)), refusal, 0);
        _assertRefused(abi.encodeCall(_kernel.logarithm, (-1)), refusal, -1);
    }

    function test_TailMass_OfNoWeight_IsRefused() public view {
        bytes memory call_ = abi.encodeCall(_kernel.tailMass, (new int256[](3), 990_000));

        _assertRefused(call_, DivideShift.DivisorNotPositive.selector, 0);
    }

    function test_NormalDistributionTable_BehindAFullBuffer_IsRefused() public view {
        assertEq(_kernel.loadBehind(new bytes(0x100)), 0x100, "room");

        (bool success, bytes memory answer) = address(_kernel).staticcall(
            abi.encodeCall(_kernel.loadBehind, (new bytes(0x400)))
        );

        assertTrue(!success, "refused");
        assertEq(bytes32(bytes4(answer)), bytes32(NormalDistributionTable.TableMisplaced.selector), "refusal");
    }

    function test_LogarithmTable_OutOfItsPlace_IsRefused() public view {
        int256 place = 0x1b80;
        bytes4 refusal = LogarithmTable.TableMisplaced.selector;

        _kernel.loadLogarithmsAt(uint256(place));
        _assertRefused(abi.encodeCall(_kernel.loadLogarithmsAt, (0x1b60)), refusal, place - 32);
        _assertRefused(abi.encodeCall(_kernel.loadLogarithmsAt, (0x1ba0)), refusal, place + 32);
    }

    function test_OptionRow_OutOfItsPlace_IsRefused() public view {
        _kernel.loadRowAt(OPTION_WORD);
        for (uint256 i = 0; i < 2; ++i) {
            uint256 place = OPTION_WORD - 32 + 64 * i;
            _assertRefused(abi.encodeCall(_kernel.loadRowAt, (place)), OptionRow.RowMisplaced.selector, int256(place));
        }
    }
}
