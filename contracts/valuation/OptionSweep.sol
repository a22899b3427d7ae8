// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NormalDistribution} from "../Kernel/Numerics/NormalDistribution.sol";
import {NormalDistributionTable} from "../Kernel/Numerics/NormalDistributionTable.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {
    OPTION_IS_CALL,
    OPTION_LOG_MONEYNESS_Q46,
    OPTION_NOTIONAL,
    OPTION_SIGMA_Q46,
    OPTION_STRIKE_RATIO_Q40,
    OPTION_STRIKE_RATIO_Q46
} from "./OptionRow.sol";

/// @title The hot loop: one option over many scenarios, each cell times the notional added to its sum.
/// @notice Cell.call and Cell.put with PositionValue.ofCell, to the same bits, where nothing has to be clamped. Of an
/// item (ScenarioItem) it reads f and ln f and writes the sum; of a column (VolatilityColumns) it reads what makes the
/// option's volatility the total one, v, and all cells of the column share what is computed of it.
/// @dev In assembly because a cell costs 1,040 gas as Solidity writes the same loop and 956 here, columns included.
/// Its table holds Phi = S + 1/2, and Phi(-d) is 1 - Phi(d): the three signs that d1 and d2 can have are branches, so
/// that no sign is put back and no half added. A deviation is counted from ORIGIN, so that its upper digits name its
/// segment's place in memory. The evaluations are written out six times because a function would cost 30 gas a call.
/// Memory-safe: the table is allocated by `load`, the items by the caller.
library OptionSweep {
    /// @notice Notionals from here on, 2^50, take the kernel's clamping path: below, with k up to 2^10 and f up to 2^6,
    /// no product reaches 2^62.
    int256 internal constant NOTIONAL_LIMIT = 1 << 50;

    /// @dev Places in a column (VolatilityColumns) and in an item (ScenarioItem), whose sum comes first.
    uint256 private constant NEXT_COLUMN = 0x20;
    uint256 private constant MULTIPLIER = 0x40;
    uint256 private constant ROOT = 0x60;
    uint256 private constant PLAIN = 0x80;
    uint256 private constant PLAIN_RANGE = 0xa0;
    uint256 private constant LEAST = 0xc0;
    uint256 private constant MOST = 0xe0;
    uint256 private constant NEXT_ITEM = 0x20;
    uint256 private constant FACTOR = 0x40;
    uint256 private constant LOGARITHM = 0x60;
    uint256 private constant BUFFER = 0x420;
    uint256 private constant TABLE = 0x580;
    uint256 private constant TABLE_END = 0x1b80;
    uint256 private constant SEGMENT_BYTES = 0x160;
    /// @dev TABLE / SEGMENT_BYTES segments of 2^45, then 16 more: the deviations 0 and 8.
    uint256 private constant ORIGIN = 0x800000000000;
    uint256 private constant LAST = 0x27fffffffffff;
    uint256 private constant ARGUMENT_MASK = 0x1fffffffffff;
    uint256 private constant ONE_Q52 = 0x10000000000000;
    uint256 private constant ONE_Q84 = 1 << 84;
    /// @dev The least total volatility that is priced (Black76).
    uint256 private constant LEAST_PRICED_Q46 = 0x100000001;
    /// @dev The negative of it is a deviation of -2^14: Phi is what it is at -8.
    uint256 private constant OUT_OF_REACH = 1 << 60;
    /// @dev Phi just below 8, the value from there on.
    uint256 private constant SATURATED_Q52 = 4_503_599_627_370_492;

    /// @notice Loads the table of the normal distribution and adds one half to each constant coefficient.
    /// @dev Warning: once a call, before anything else allocates memory.
    function load() internal pure {
        NormalDistributionTable.load();
        // Assembly takes literal constants only; these are the table's.
        assert(BUFFER == NormalDistributionTable.BUFFER && TABLE == NormalDistributionTable.TABLE);
        assert(ORIGIN >> 45 == TABLE / SEGMENT_BYTES && TABLE % SEGMENT_BYTES == 0);
        assert(int256(LEAST_PRICED_Q46) == Black76.LEAST_VOLATILITY_Q46 + 1);
        int256 half = NormalDistribution.HALF_Q52;
        assert(int256(SATURATED_Q52) == NormalDistributionTable.SATURATED_Q52 + half);
        assembly ("memory-safe") {
            for {
                let place := TABLE
            } lt(place, TABLE_END) {
                place := add(place, SEGMENT_BYTES)
            } {
                mstore(place, add(mload(place), half))
            }
        }
    }

    /// @notice Adds the option's value in every item of the columns to the item's sum.
    /// @param column The first of the columns.
    /// Of the option (OptionRow) k is at most 2^10 and the notional below NOTIONAL_LIMIT either way.
    function add(uint256 column) internal pure {
        assembly ("memory-safe") {
            let notional := mload(OPTION_NOTIONAL)
            let logMoneynessQ46 := mload(OPTION_LOG_MONEYNESS_Q46)
            let strikeRatioQ46 := mload(OPTION_STRIKE_RATIO_Q46)
            let strikeRatioQ40 := mload(OPTION_STRIKE_RATIO_Q40)
            let sigmaQ46 := mload(OPTION_SIGMA_Q46)
            let putMask := sub(mload(OPTION_IS_CALL), 1)

            // One step of the polynomial, down a power. The optimizer inlines it.
            function step(sum, argument, place) -> next {
                next := add(mload(place), sar(46, mul(sum, argument)))
            }

            // Phi of a number that is not negative, counted from ORIGIN.
            function phiOf(d) -> phi {
                phi := SATURATED_Q52
                if iszero(gt(d, LAST)) {
                    mcopy(BUFFER, mul(shr(45, d), SEGMENT_BYTES), SEGMENT_BYTES)
                    let w := and(d, ARGUMENT_MASK)
                    phi := step(mload(add(BUFFER, 0x140)), w, add(BUFFER, 0x120))
                    phi := step(phi, w, add(BUFFER, 0x100))
                    phi := step(phi, w, add(BUFFER, 0xe0))
                    phi := step(phi, w, add(BUFFER, 0xc0))
                    phi := step(phi, w, add(BUFFER, 0xa0))
                    phi := step(phi, w, add(BUFFER, 0x80))
                    phi := step(phi, w, add(BUFFER, 0x60))
                    phi := step(phi, w, add(BUFFER, 0x40))
                    phi := step(phi, w, add(BUFFER, 0x20))
                    phi := step(phi, w, BUFFER)
                }
            }

            // Both loops are left at their ends: there is always a column, and each has an item.
            for {} 1 {} {
                let v := sar(46, mul(sar(40, mul(sigmaQ46, mload(add(column, MULTIPLIER)))), mload(add(column, ROOT))))
                let half := shr(1, v)
                let rv := div(ONE_Q84, v)
                // At either end, in one comparison.
                if gt(sub(v, mload(add(column, PLAIN))), mload(add(column, PLAIN_RANGE))) {
                    if slt(v, mload(add(column, LEAST))) {
                        v := mload(add(column, LEAST))
                    }
                    if sgt(v, mload(add(column, MOST))) {
                        v := mload(add(column, MOST))
                    }
                    half := shr(1, v)
                    rv := div(ONE_Q84, v)
                    // What Black's formula does not price has its intrinsic value: with both deviations out of reach
                    // the difference is below it.
                    if slt(v, LEAST_PRICED_Q46) {
                        v := 0
                        half := sub(0, OUT_OF_REACH)
                        rv := 0
                    }
                }
                let below := sub(half, v)
                for {
                    let item := mload(column)
                } 1 {} {
                    let d2 := sar(38, mul(rv, add(logMoneynessQ46, mload(add(item, LOGARITHM)))))
                    let d1 := add(half, d2)
                    d2 := add(below, d2)
                    let phi1
                    let phi2
                    // A block to break from: a switch would cost five gas more a case.
                    for {} 1 {} {
                        if slt(d1, 0) {
                            d1 := sub(ORIGIN, d1)
                            d2 := sub(ORIGIN, d2)
                            if gt(d2, LAST) {
                                phi1 := sub(ONE_Q52, phiOf(d1))
                                phi2 := sub(ONE_Q52, phiOf(d2))
                                break
                            }
                            mcopy(BUFFER, mul(shr(45, d1), SEGMENT_BYTES), SEGMENT_BYTES)
                            let w1 := and(d1, ARGUMENT_MASK)
                            phi1 := step(mload(add(BUFFER, 0x140)), w1, add(BUFFER, 0x120))
                            phi1 := step(phi1, w1, add(BUFFER, 0x100))
                            phi1 := step(phi1, w1, add(BUFFER, 0xe0))
                            phi1 := step(phi1, w1, add(BUFFER, 0xc0))
                            phi1 := step(phi1, w1, add(BUFFER, 0xa0))
                            phi1 := step(phi1, w1, add(BUFFER, 0x80))
                            phi1 := step(phi1, w1, add(BUFFER, 0x60))
                            phi1 := step(phi1, w1, add(BUFFER, 0x40))
                            phi1 := step(phi1, w1, add(BUFFER, 0x20))
                            phi1 := step(phi1, w1, BUFFER)
                            mcopy(BUFFER, mul(shr(45, d2), SEGMENT_BYTES), SEGMENT_BYTES)
                            let w2 := and(d2, ARGUMENT_MASK)
                            phi2 := step(mload(add(BUFFER, 0x140)), w2, add(BUFFER, 0x120))
                            phi2 := step(phi2, w2, add(BUFFER, 0x100))
                            phi2 := step(phi2, w2, add(BUFFER, 0xe0))
                            phi2 := step(phi2, w2, add(BUFFER, 0xc0))
                            phi2 := step(phi2, w2, add(BUFFER, 0xa0))
                            phi2 := step(phi2, w2, add(BUFFER, 0x80))
                            phi2 := step(phi2, w2, add(BUFFER, 0x60))
                            phi2 := step(phi2, w2, add(BUFFER, 0x40))
                            phi2 := step(phi2, w2, add(BUFFER, 0x20))
                            phi2 := step(phi2, w2, BUFFER)
                            phi1 := sub(ONE_Q52, phi1)
                            phi2 := sub(ONE_Q52, phi2)
                            break
                        }
                        d1 := add(ORIGIN, d1)
                        if slt(d2, 0) {
                            d2 := sub(ORIGIN, d2)
                            if or(gt(d1, LAST), gt(d2, LAST)) {
                                phi1 := phiOf(d1)
                                phi2 := sub(ONE_Q52, phiOf(d2))
                                break
                            }
                            mcopy(BUFFER, mul(shr(45, d1), SEGMENT_BYTES), SEGMENT_BYTES)
                            let w1 := and(d1, ARGUMENT_MASK)
                            phi1 := step(mload(add(BUFFER, 0x140)), w1, add(BUFFER, 0x120))
                            phi1 := step(phi1, w1, add(BUFFER, 0x100))
                            phi1 := step(phi1, w1, add(BUFFER, 0xe0))
                            phi1 := step(phi1, w1, add(BUFFER, 0xc0))
                            phi1 := step(phi1, w1, add(BUFFER, 0xa0))
                            phi1 := step(phi1, w1, add(BUFFER, 0x80))
                            phi1 := step(phi1, w1, add(BUFFER, 0x60))
                            phi1 := step(phi1, w1, add(BUFFER, 0x40))
                            phi1 := step(phi1, w1, add(BUFFER, 0x20))
                            phi1 := step(phi1, w1, BUFFER)
                            mcopy(BUFFER, mul(shr(45, d2), SEGMENT_BYTES), SEGMENT_BYTES)
                            let w2 := and(d2, ARGUMENT_MASK)
                            phi2 := step(mload(add(BUFFER, 0x140)), w2, add(BUFFER, 0x120))
                            phi2 := step(phi2, w2, add(BUFFER, 0x100))
                            phi2 := step(phi2, w2, add(BUFFER, 0xe0))
                            phi2 := step(phi2, w2, add(BUFFER, 0xc0))
                            phi2 := step(phi2, w2, add(BUFFER, 0xa0))
                            phi2 := step(phi2, w2, add(BUFFER, 0x80))
                            phi2 := step(phi2, w2, add(BUFFER, 0x60))
                            phi2 := step(phi2, w2, add(BUFFER, 0x40))
                            phi2 := step(phi2, w2, add(BUFFER, 0x20))
                            phi2 := step(phi2, w2, BUFFER)
                            phi2 := sub(ONE_Q52, phi2)
                            break
                        }
                        d2 := add(ORIGIN, d2)
                        if gt(d1, LAST) {
                            phi1 := phiOf(d1)
                            phi2 := phiOf(d2)
                            break
                        }
                        mcopy(BUFFER, mul(shr(45, d1), SEGMENT_BYTES), SEGMENT_BYTES)
                        let w1 := and(d1, ARGUMENT_MASK)
                        phi1 := step(mload(add(BUFFER, 0x140)), w1, add(BUFFER, 0x120))
                        phi1 := step(phi1, w1, add(BUFFER, 0x100))
                        phi1 := step(phi1, w1, add(BUFFER, 0xe0))
                        phi1 := step(phi1, w1, add(BUFFER, 0xc0))
                        phi1 := step(phi1, w1, add(BUFFER, 0xa0))
                        phi1 := step(phi1, w1, add(BUFFER, 0x80))
                        phi1 := step(phi1, w1, add(BUFFER, 0x60))
                        phi1 := step(phi1, w1, add(BUFFER, 0x40))
                        phi1 := step(phi1, w1, add(BUFFER, 0x20))
                        phi1 := step(phi1, w1, BUFFER)
                        mcopy(BUFFER, mul(shr(45, d2), SEGMENT_BYTES), SEGMENT_BYTES)
                        let w2 := and(d2, ARGUMENT_MASK)
                        phi2 := step(mload(add(BUFFER, 0x140)), w2, add(BUFFER, 0x120))
                        phi2 := step(phi2, w2, add(BUFFER, 0x100))
                        phi2 := step(phi2, w2, add(BUFFER, 0xe0))
                        phi2 := step(phi2, w2, add(BUFFER, 0xc0))
                        phi2 := step(phi2, w2, add(BUFFER, 0xa0))
                        phi2 := step(phi2, w2, add(BUFFER, 0x80))
                        phi2 := step(phi2, w2, add(BUFFER, 0x60))
                        phi2 := step(phi2, w2, add(BUFFER, 0x40))
                        phi2 := step(phi2, w2, add(BUFFER, 0x20))
                        phi2 := step(phi2, w2, BUFFER)
                        break
                    }
                    // f Phi(d1) - k Phi(d2), as NormalDistribution.weightedDifference has it.
                    let factor := mload(add(item, FACTOR))
                    let cell := sar(6, sub(sar(46, mul(factor, phi1)), sar(52, mul(strikeRatioQ46, phi2))))
                    // f - k, below which no call falls, nor below zero; a put is the call less it.
                    factor := sub(factor, strikeRatioQ40)
                    if or(slt(cell, factor), slt(cell, 0)) {
                        cell := mul(factor, sgt(factor, 0))
                    }
                    cell := sub(cell, and(factor, putMask))
                    mstore(item, add(mload(item), sar(40, mul(notional, cell))))
                    item := mload(add(item, NEXT_ITEM))
                    if iszero(item) {
                        break
                    }
                }
                column := mload(add(column, NEXT_COLUMN))
                if iszero(column) {
                    break
                }
            }
        }
    }
}
