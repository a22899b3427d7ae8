// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NormalDistributionTable} from "../Kernel/Numerics/NormalDistributionTable.sol";
import {Cell} from "../Kernel/Pricing/Cell.sol";

/// @title The hot loop: one option over many scenarios, each cell times the notional added to its sum.
/// @notice Cell.call and Cell.put with PositionValue.ofCell, to the same bits, where nothing has to be clamped. An item
/// is four words in memory: where the column's total volatility v and 1 / v stand, the sum, f, and ln f.
/// @dev In assembly because a cell costs 1,040 gas as Solidity writes the same loop and 1,017 to 1,032 here, columns
/// looked up: row constants stand at fixed places, and the three signs that d1 and d2 can have are three branches, so
/// that none needs the sign put back. Memory-safe: the places are allocated by `load`, the items by the caller.
library OptionSweep {
    /// @dev Bytes of an item (ScenarioItem).
    uint256 private constant ITEM = 0x140;

    /// @notice Notionals from here on, 2^50, take the kernel's clamping path: below, with k up to 2^10 and f up to 2^6,
    /// no product reaches 2^62.
    int256 internal constant NOTIONAL_LIMIT = 1 << 50;

    /// @dev Right behind the table, where nothing else can have been allocated: notional, k (Q46), k (Q40), the mask of
    /// a put, ln F - ln K.
    uint256 private constant NOTIONAL = 0x1b60;
    uint256 private constant STRIKE_RATIO_Q46 = 0x1b80;
    uint256 private constant STRIKE_RATIO_Q40 = 0x1ba0;
    uint256 private constant PUT_MASK = 0x1bc0;
    uint256 private constant LOG_MONEYNESS_Q46 = 0x1be0;
    uint256 private constant END = 0x1c00;
    uint256 private constant BUFFER = 0x400;
    uint256 private constant TABLE = 0x560;
    uint256 private constant SEGMENT_BYTES = 0x160;
    uint256 private constant ARGUMENT_MASK = 0x1fffffffffff;
    uint256 private constant HALF_Q52 = 0x8000000000000;
    int256 private constant SATURATED_Q52 = 2_251_799_813_685_244;

    /// @notice Loads the table of the normal distribution and allocates the row's constants behind it.
    /// @dev Warning: once a call, before anything else allocates memory.
    function load() internal pure {
        NormalDistributionTable.load();
        // Assembly takes literal constants only; these are the table's.
        assert(BUFFER == NormalDistributionTable.BUFFER && TABLE == NormalDistributionTable.TABLE);
        assert(SATURATED_Q52 == NormalDistributionTable.SATURATED_Q52);
        assembly ("memory-safe") {
            mstore(0x40, END)
        }
    }

    /// @notice Adds the option's value in every item's scenario to the item's sum.
    /// @param item The first item.
    /// @param end The place after the last.
    /// @param isCall Call or put.
    /// @param notional Below NOTIONAL_LIMIT either way.
    /// @param strikeRatioQ46 k, at most 2^10.
    /// @param logMoneynessQ46 ln F - ln K.
    function add(
        uint256 item,
        uint256 end,
        bool isCall,
        int256 notional,
        int256 strikeRatioQ46,
        int256 logMoneynessQ46
    ) internal pure {
        int256 strikeRatioQ40 = Cell.toBoundRatioCeil(strikeRatioQ46);
        uint256 putMask = isCall ? 0 : type(uint256).max;
        assembly ("memory-safe") {
            mstore(NOTIONAL, notional)
            mstore(STRIKE_RATIO_Q46, strikeRatioQ46)
            mstore(STRIKE_RATIO_Q40, strikeRatioQ40)
            mstore(PUT_MASK, putMask)
            mstore(LOG_MONEYNESS_Q46, logMoneynessQ46)

            // S of a number that is not negative, as NormalDistribution.centred has it.
            function centred(magnitude) -> sum {
                sum := SATURATED_Q52
                if iszero(shr(49, magnitude)) {
                    mcopy(BUFFER, add(mul(shr(45, magnitude), SEGMENT_BYTES), TABLE), SEGMENT_BYTES)
                    let argument := and(magnitude, ARGUMENT_MASK)
                    sum := mload(add(BUFFER, 0x140))
                    for {
                        let place := add(BUFFER, 0x120)
                    } iszero(lt(place, BUFFER)) {
                        place := sub(place, 0x20)
                    } {
                        sum := add(mload(place), sar(46, mul(sum, argument)))
                    }
                }
            }

            for {} lt(item, end) {
                item := add(item, ITEM)
            } {
                let column := mload(item)
                let factor := mload(add(item, 0x40))
                let v := mload(column)
                let d1 := add(
                    shr(1, v),
                    sar(38, mul(mload(add(column, 0x20)), add(mload(LOG_MONEYNESS_Q46), mload(add(item, 0x60)))))
                )
                let d2 := sub(d1, v)
                let cell
                switch slt(d2, 0)
                case 0 {
                    switch shr(49, d1)
                    case 0 {
                        mcopy(BUFFER, add(mul(shr(45, d1), SEGMENT_BYTES), TABLE), SEGMENT_BYTES)
                        let argument1Q46 := and(d1, ARGUMENT_MASK)
                        let sum1Q52 := mload(add(BUFFER, 0x140))
                        sum1Q52 := add(mload(add(BUFFER, 0x120)), sar(46, mul(sum1Q52, argument1Q46)))
                        sum1Q52 := add(mload(add(BUFFER, 0x100)), sar(46, mul(sum1Q52, argument1Q46)))
                        sum1Q52 := add(mload(add(BUFFER, 0xe0)), sar(46, mul(sum1Q52, argument1Q46)))
                        sum1Q52 := add(mload(add(BUFFER, 0xc0)), sar(46, mul(sum1Q52, argument1Q46)))
                        sum1Q52 := add(mload(add(BUFFER, 0xa0)), sar(46, mul(sum1Q52, argument1Q46)))
                        sum1Q52 := add(mload(add(BUFFER, 0x80)), sar(46, mul(sum1Q52, argument1Q46)))
                        sum1Q52 := add(mload(add(BUFFER, 0x60)), sar(46, mul(sum1Q52, argument1Q46)))
                        sum1Q52 := add(mload(add(BUFFER, 0x40)), sar(46, mul(sum1Q52, argument1Q46)))
                        sum1Q52 := add(mload(add(BUFFER, 0x20)), sar(46, mul(sum1Q52, argument1Q46)))
                        sum1Q52 := add(mload(BUFFER), sar(46, mul(sum1Q52, argument1Q46)))
                        mcopy(BUFFER, add(mul(shr(45, d2), SEGMENT_BYTES), TABLE), SEGMENT_BYTES)
                        let argument2Q46 := and(d2, ARGUMENT_MASK)
                        let sum2Q52 := mload(add(BUFFER, 0x140))
                        sum2Q52 := add(mload(add(BUFFER, 0x120)), sar(46, mul(sum2Q52, argument2Q46)))
                        sum2Q52 := add(mload(add(BUFFER, 0x100)), sar(46, mul(sum2Q52, argument2Q46)))
                        sum2Q52 := add(mload(add(BUFFER, 0xe0)), sar(46, mul(sum2Q52, argument2Q46)))
                        sum2Q52 := add(mload(add(BUFFER, 0xc0)), sar(46, mul(sum2Q52, argument2Q46)))
                        sum2Q52 := add(mload(add(BUFFER, 0xa0)), sar(46, mul(sum2Q52, argument2Q46)))
                        sum2Q52 := add(mload(add(BUFFER, 0x80)), sar(46, mul(sum2Q52, argument2Q46)))
                        sum2Q52 := add(mload(add(BUFFER, 0x60)), sar(46, mul(sum2Q52, argument2Q46)))
                        sum2Q52 := add(mload(add(BUFFER, 0x40)), sar(46, mul(sum2Q52, argument2Q46)))
                        sum2Q52 := add(mload(add(BUFFER, 0x20)), sar(46, mul(sum2Q52, argument2Q46)))
                        sum2Q52 := add(mload(BUFFER), sar(46, mul(sum2Q52, argument2Q46)))
                        cell := sar(
                            6,
                            sub(
                                sar(46, mul(factor, add(HALF_Q52, sum1Q52))),
                                sar(52, mul(mload(STRIKE_RATIO_Q46), add(HALF_Q52, sum2Q52)))
                            )
                        )
                    }
                    default {
                        cell := sar(
                            6,
                            sub(
                                sar(46, mul(factor, add(HALF_Q52, centred(d1)))),
                                sar(52, mul(mload(STRIKE_RATIO_Q46), add(HALF_Q52, centred(d2))))
                            )
                        )
                    }
                }
                default {
                    switch slt(d1, 0)
                    case 0 {
                        d2 := sub(0, d2)
                        switch shr(49, or(d1, d2))
                        case 0 {
                            mcopy(BUFFER, add(mul(shr(45, d1), SEGMENT_BYTES), TABLE), SEGMENT_BYTES)
                            let argument1Q46 := and(d1, ARGUMENT_MASK)
                            let sum1Q52 := mload(add(BUFFER, 0x140))
                            sum1Q52 := add(mload(add(BUFFER, 0x120)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x100)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0xe0)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0xc0)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0xa0)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x80)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x60)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x40)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x20)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(BUFFER), sar(46, mul(sum1Q52, argument1Q46)))
                            mcopy(BUFFER, add(mul(shr(45, d2), SEGMENT_BYTES), TABLE), SEGMENT_BYTES)
                            let argument2Q46 := and(d2, ARGUMENT_MASK)
                            let sum2Q52 := mload(add(BUFFER, 0x140))
                            sum2Q52 := add(mload(add(BUFFER, 0x120)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x100)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0xe0)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0xc0)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0xa0)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x80)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x60)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x40)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x20)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(BUFFER), sar(46, mul(sum2Q52, argument2Q46)))
                            cell := sar(
                                6,
                                sub(
                                    sar(46, mul(factor, add(HALF_Q52, sum1Q52))),
                                    sar(52, mul(mload(STRIKE_RATIO_Q46), sub(HALF_Q52, sum2Q52)))
                                )
                            )
                        }
                        default {
                            cell := sar(
                                6,
                                sub(
                                    sar(46, mul(factor, add(HALF_Q52, centred(d1)))),
                                    sar(52, mul(mload(STRIKE_RATIO_Q46), sub(HALF_Q52, centred(d2))))
                                )
                            )
                        }
                    }
                    default {
                        d1 := sub(0, d1)
                        d2 := sub(0, d2)
                        switch shr(49, d2)
                        case 0 {
                            mcopy(BUFFER, add(mul(shr(45, d1), SEGMENT_BYTES), TABLE), SEGMENT_BYTES)
                            let argument1Q46 := and(d1, ARGUMENT_MASK)
                            let sum1Q52 := mload(add(BUFFER, 0x140))
                            sum1Q52 := add(mload(add(BUFFER, 0x120)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x100)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0xe0)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0xc0)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0xa0)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x80)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x60)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x40)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(add(BUFFER, 0x20)), sar(46, mul(sum1Q52, argument1Q46)))
                            sum1Q52 := add(mload(BUFFER), sar(46, mul(sum1Q52, argument1Q46)))
                            mcopy(BUFFER, add(mul(shr(45, d2), SEGMENT_BYTES), TABLE), SEGMENT_BYTES)
                            let argument2Q46 := and(d2, ARGUMENT_MASK)
                            let sum2Q52 := mload(add(BUFFER, 0x140))
                            sum2Q52 := add(mload(add(BUFFER, 0x120)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x100)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0xe0)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0xc0)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0xa0)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x80)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x60)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x40)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(add(BUFFER, 0x20)), sar(46, mul(sum2Q52, argument2Q46)))
                            sum2Q52 := add(mload(BUFFER), sar(46, mul(sum2Q52, argument2Q46)))
                            cell := sar(
                                6,
                                sub(
                                    sar(46, mul(factor, sub(HALF_Q52, sum1Q52))),
                                    sar(52, mul(mload(STRIKE_RATIO_Q46), sub(HALF_Q52, sum2Q52)))
                                )
                            )
                        }
                        default {
                            cell := sar(
                                6,
                                sub(
                                    sar(46, mul(factor, sub(HALF_Q52, centred(d1)))),
                                    sar(52, mul(mload(STRIKE_RATIO_Q46), sub(HALF_Q52, centred(d2))))
                                )
                            )
                        }
                    }
                }
                // f - k, below which no call falls, nor below zero; a put is the call less it.
                factor := sub(factor, mload(STRIKE_RATIO_Q40))
                if or(slt(cell, factor), slt(cell, 0)) {
                    cell := mul(factor, sgt(factor, 0))
                }
                cell := sub(cell, and(factor, mload(PUT_MASK)))
                let sum := add(item, 0x20)
                mstore(sum, add(mload(sum), sar(40, mul(mload(NOTIONAL), cell))))
            }
        }
    }
}
