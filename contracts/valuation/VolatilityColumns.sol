// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Kernel/Numerics/MulShift.sol";
import {Saturation} from "../Kernel/Numerics/Saturation.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {VolatilityShock} from "../Kernel/Pricing/VolatilityShock.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {OptionRow} from "./OptionRow.sol";
import {ScenarioItem} from "./ScenarioItem.sol";
import {ScenarioMoves} from "./ScenarioMoves.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {ExpiryTerms, Valuation} from "./ValuationState.sol";

/// @title How an option's volatility is shocked: columns of cells that share a total volatility.
/// @notice VolatilityShock's columns to the same bits. What depends on the expiry alone is set once an expiry, where
/// the kernel's functions compute it for every row: a column multiplies, and only a rotated smile multiplies each
/// option differently. Each column knows the first of its items and the next column that has items, so that an unused
/// column costs nothing.
library VolatilityColumns {
    /// @notice Bytes of a column: its first item, the next column, what multiplies a volatility (Q40) and the square
    /// root of the years to expiry (Q46) that makes it a total one; then of total volatilities (Q46) the first that
    /// needs nothing done and how many follow it, the least and the most.
    uint256 internal constant BYTES = 0x100;
    /// @notice Today's column stands behind those that the scenarios of a set share, by their numbers. A scenario with
    /// a volatility factor of its own has a column elsewhere, and leaves that number's place empty.
    uint256 internal constant TODAY = 6;
    uint256 internal constant FIXED = 7;

    uint256 private constant NEXT = 0x20;
    uint256 private constant MULTIPLIER = 0x40;
    uint256 private constant ROOT = 0x60;
    uint256 private constant PLAIN = 0x80;
    uint256 private constant PLAIN_RANGE = 0xa0;
    uint256 private constant LEAST = 0xc0;
    uint256 private constant MOST = 0xe0;

    /// @dev What no total volatility is.
    int256 private constant NOTHING = type(int256).min;

    /// @notice Bits of the columns that rotate the smile.
    uint256 internal constant SKEWS = (1 << ScenarioTable.LINEAR_SKEW) | (1 << ScenarioTable.ABSOLUTE_SKEW);
    int256 private constant ONE_Q40 = 1 << 40;
    /// @dev VolatilityShock's bound of parameters and intermediate results.
    int256 private constant LIMIT = 1 << 60;

    /// @notice Where a shared column stands.
    function placeOf(uint256 columns, uint256 column) internal pure returns (uint256) {
        unchecked {
            return columns + BYTES * column;
        }
    }

    function setMultiplier(uint256 column, int256 multiplierQ40) internal pure {
        _set(column, MULTIPLIER, uint256(multiplierQ40));
    }

    /// @notice Sets what makes a volatility a total one, and what a total volatility is held to.
    /// @param sqrtTauQ46 Square root of the years to expiry.
    /// @param leastQ46 The least volatility.
    /// @param mostQ46 The largest, before it is totalled; a least one above it counts.
    /// @dev The product with the root floors, which keeps order: to hold the total is to hold the volatility. The
    /// products have 63 and 52 bits.
    function setTotal(uint256 column, int256 sqrtTauQ46, int256 leastQ46, int256 mostQ46) internal pure {
        unchecked {
            leastQ46 = (leastQ46 * sqrtTauQ46) >> 46;
            mostQ46 = (mostQ46 * sqrtTauQ46) >> 46;
            if (mostQ46 < leastQ46) mostQ46 = leastQ46;
            if (mostQ46 > Black76.MAX_VOLATILITY_Q46) mostQ46 = Black76.MAX_VOLATILITY_Q46;
            int256 plainQ46 = Black76.LEAST_VOLATILITY_Q46 + 1;
            if (plainQ46 < leastQ46) plainQ46 = leastQ46;
            bool any = plainQ46 <= mostQ46;
            _set(column, ROOT, uint256(sqrtTauQ46));
            _set(column, PLAIN, uint256(any ? plainQ46 : NOTHING));
            _set(column, PLAIN_RANGE, any ? uint256(mostQ46 - plainQ46) : 0);
            _set(column, LEAST, uint256(leastQ46));
            _set(column, MOST, uint256(mostQ46));
        }
    }

    /// @notice Gives a column the volatilities of another.
    function copy(uint256 column, uint256 from) internal pure {
        // Words of both columns, from the multiplier on.
        assembly ("memory-safe") {
            mcopy(add(column, MULTIPLIER), add(from, MULTIPLIER), sub(BYTES, MULTIPLIER))
        }
    }

    /// @notice The first item of a column; zero when it has none.
    function first(uint256 column) internal pure returns (uint256) {
        return _at(column, 0);
    }

    function setFirst(uint256 column, uint256 item) internal pure {
        _set(column, 0, item);
    }

    /// @notice The column after it; zero after the last.
    function next(uint256 column) internal pure returns (uint256) {
        return _at(column, NEXT);
    }

    function setNext(uint256 column, uint256 place) internal pure {
        _set(column, NEXT, place);
    }

    /// @notice Puts an item before the others of its column.
    function push(uint256 column, uint256 item) internal pure {
        ScenarioItem.setColumn(item, column);
        ScenarioItem.setNext(item, first(column));
        setFirst(column, item);
    }

    /// @notice Prepares the columns of an expiry.
    function open(Valuation memory valuation) internal pure {
        ModelParameters.Data memory model = valuation.model;
        ExpiryTerms memory terms = valuation.group;
        (uint256 used, uint256 columns) = (valuation.usedColumns, valuation.columns);
        (int256 rootQ46, int256 mostQ46) = (terms.scenarioSqrtTauQ46, VolatilityShock.MAX_VOLATILITY_Q46);
        _open(placeOf(columns, TODAY), ONE_Q40, terms.sqrtTauQ46, 0, type(int64).max);
        if (used & (1 << ScenarioTable.NONE) != 0) {
            _open(placeOf(columns, ScenarioTable.NONE), ONE_Q40, rootQ46, 0, type(int64).max);
        }
        // Every product is saturated.
        unchecked {
            if (used & (1 << ScenarioTable.UP) != 0) {
                int256 upQ40 = ONE_Q40 + MulShift.clamp(model.rangeUpQ40, terms.termScaleQ40, 40, LIMIT);
                _open(placeOf(columns, ScenarioTable.UP), upQ40, rootQ46, model.minimumUpQ46, mostQ46);
            }
            if (used & (1 << ScenarioTable.DOWN) != 0) {
                int256 downQ40 = ONE_Q40 - MulShift.clamp(model.rangeDownQ40, terms.termScaleQ40, 40, LIMIT);
                _open(placeOf(columns, ScenarioTable.DOWN), _positive(downQ40), rootQ46, 0, mostQ46);
            }
        }
        if (OptionRow.rotates()) _openSkews(valuation);
        if (used & (1 << ScenarioTable.OWN) != 0) _openOwn(valuation);
    }

    /// @notice Sets the columns that rotate the smile for an option of the expiry.
    /// @param logMoneynessQ46 ln F - ln K.
    function rotate(Valuation memory valuation, int256 logMoneynessQ46) internal pure {
        uint256 columns = valuation.columns;
        ExpiryTerms memory terms = valuation.group;
        unchecked {
            int256 distanceQ46 = logMoneynessQ46 < 0 ? -logMoneynessQ46 : logMoneynessQ46;
            // Volatility rises above the forward and falls below it.
            int256 rotationQ40 = _rotation(distanceQ46, terms.linearCapQ40, terms.skewWidthQ40);
            int256 multiplierQ40 = logMoneynessQ46 > 0 ? ONE_Q40 - rotationQ40 : ONE_Q40 + rotationQ40;
            setMultiplier(placeOf(columns, ScenarioTable.LINEAR_SKEW), _positive(multiplierQ40));
            rotationQ40 = _rotation(distanceQ46, terms.absoluteCapQ40, terms.skewWidthQ40);
            setMultiplier(placeOf(columns, ScenarioTable.ABSOLUTE_SKEW), _positive(ONE_Q40 + rotationQ40));
        }
    }

    function _open(
        uint256 column,
        int256 multiplierQ40,
        int256 sqrtTauQ46,
        int256 leastQ46,
        int256 mostQ46
    ) private pure {
        setMultiplier(column, multiplierQ40);
        setTotal(column, sqrtTauQ46, leastQ46, mostQ46);
    }

    function _openSkews(Valuation memory valuation) private pure {
        ModelParameters.Data memory model = valuation.model;
        ExpiryTerms memory terms = valuation.group;
        for (uint256 skew = ScenarioTable.LINEAR_SKEW; skew <= ScenarioTable.ABSOLUTE_SKEW; ++skew) {
            setTotal(placeOf(valuation.columns, skew), terms.scenarioSqrtTauQ46, 0, VolatilityShock.MAX_VOLATILITY_Q46);
        }
        int256 rootQ46 = terms.sqrtTauQ46;
        terms.linearCapQ40 = _linearInRoot(model.linearBaseQ40, model.linearSlopeQ40, rootQ46);
        terms.absoluteCapQ40 = _linearInRoot(model.absoluteBaseQ40, model.absoluteSlopeQ40, rootQ46);
        int256 scaleQ40 = _linearInRoot(model.volatilityStaticQ40, model.volatilityScaleQ40, rootQ46);
        int256 spreadQ40 = MulShift.clamp(MulShift.clamp(rootQ46, model.widthScaleQ40, 46, LIMIT), scaleQ40, 40, LIMIT);
        int256 leastQ40 = Saturation.between(model.minimumWidthQ40, 1, LIMIT);
        terms.skewWidthQ40 = spreadQ40 > leastQ40 ? spreadQ40 : leastQ40;
    }

    function _openOwn(Valuation memory valuation) private pure {
        unchecked {
            uint256 end = valuation.scenarioEnd;
            int256 rootQ46 = valuation.group.scenarioSqrtTauQ46;
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                if (ScenarioTable.column(ScenarioItem.head(item)) != ScenarioTable.OWN) continue;
                int256 ownQ40 = ScenarioMoves.volatilityFactorOf(valuation, item);
                _open(ScenarioItem.column(item), ownQ40, rootQ46, 0, VolatilityShock.MAX_VOLATILITY_Q46);
            }
        }
    }

    /// @dev min(|x| cap / w, cap) of a log-moneyness of 53 bits: Q46 * Q40 / Q40 is Q46, six places more than wanted.
    /// The product has 113 bits.
    function _rotation(int256 distanceQ46, int256 capQ40, int256 widthQ40) private pure returns (int256 rotationQ40) {
        unchecked {
            int256 product = distanceQ46 * capQ40;
            assembly ("memory-safe") {
                rotationQ40 := sub(sdiv(product, widthQ40), slt(smod(product, widthQ40), 0))
            }
            if (uint256(rotationQ40 + LIMIT) > uint256(2 * LIMIT)) rotationQ40 = rotationQ40 < 0 ? -LIMIT : LIMIT;
            rotationQ40 >>= 6;
            if (rotationQ40 > capQ40) rotationQ40 = capQ40;
        }
    }

    /// @dev base + slope * sqrt(tau), Q40, saturated, as VolatilityShock has it.
    function _linearInRoot(int256 baseQ40, int256 slopeQ40, int256 sqrtTauQ46) private pure returns (int256) {
        unchecked {
            int256 constantQ40 = Saturation.between(baseQ40, -LIMIT, LIMIT);
            return Saturation.between(constantQ40 + MulShift.clamp(slopeQ40, sqrtTauQ46, 46, LIMIT), -LIMIT, LIMIT);
        }
    }

    /// @dev max(0, amount), without a branch.
    function _positive(int256 amount) private pure returns (int256 positive) {
        assembly ("memory-safe") {
            positive := mul(amount, sgt(amount, 0))
        }
    }

    function _at(uint256 column, uint256 offset) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(column, offset))
        }
    }

    /// @dev Memory that ScenarioMoves.prepare allocated.
    function _set(uint256 column, uint256 offset, uint256 value) private pure {
        assembly ("memory-safe") {
            mstore(add(column, offset), value)
        }
    }
}
