// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MulShift} from "../Kernel/Numerics/MulShift.sol";
import {Saturation} from "../Kernel/Numerics/Saturation.sol";
import {VolatilityShock} from "../Kernel/Pricing/VolatilityShock.sol";
import {ModelParameters} from "./ModelParameters.sol";
import {ScenarioItem} from "./ScenarioItem.sol";
import {ScenarioMoves} from "./ScenarioMoves.sol";
import {ScenarioTable} from "./ScenarioTable.sol";
import {ExpiryTerms, Valuation} from "./ValuationState.sol";

/// @title The total volatilities of one option, a column of cells each.
/// @notice VolatilityShock's columns to the same bits. What depends on the expiry alone is computed once an expiry,
/// where the kernel's functions compute it for every row. Each column knows the first of its items and the next column
/// that has items: what a column's cells share is computed once for all of them, and an unused column costs nothing.
library VolatilityColumns {
    /// @notice Bytes of a column: the shocked volatility (Q46), its first item, the next column, and the square root of
    /// the years to expiry (Q46) that makes it a total volatility.
    uint256 internal constant BYTES = 0x80;
    /// @notice Today's column stands behind those that the scenarios of a set share, by their numbers. A scenario with
    /// a volatility factor of its own has a column elsewhere, and leaves that number's place empty.
    uint256 internal constant TODAY = 6;
    uint256 internal constant FIXED = 7;

    uint256 private constant FIRST = 0x20;
    uint256 private constant NEXT = 0x40;
    uint256 private constant ROOT = 0x60;

    uint256 private constant SKEWS = (1 << ScenarioTable.LINEAR_SKEW) | (1 << ScenarioTable.ABSOLUTE_SKEW);
    int256 private constant ONE_Q40 = 1 << 40;
    /// @dev VolatilityShock's bound of parameters and intermediate results.
    int256 private constant LIMIT = 1 << 60;

    /// @notice Where a shared column stands.
    function placeOf(uint256 columns, uint256 column) internal pure returns (uint256) {
        unchecked {
            return columns + BYTES * column;
        }
    }

    /// @notice Sets a column's volatility of the option in hand. A shock may leave it below zero: it is lifted to zero where
    /// it is totalled.
    function setVolatility(uint256 column, int256 sigmaQ46) internal pure {
        _set(column, 0, uint256(sigmaQ46));
    }

    function setRoot(uint256 column, int256 sqrtTauQ46) internal pure {
        _set(column, ROOT, uint256(sqrtTauQ46));
    }

    /// @notice Gives a column the total volatility of another.
    function copy(uint256 column, uint256 from) internal pure {
        _set(column, 0, _at(from, 0));
        _set(column, ROOT, _at(from, ROOT));
    }

    /// @notice The first item of a column; zero when it has none.
    function first(uint256 column) internal pure returns (uint256) {
        return _at(column, FIRST);
    }

    function setFirst(uint256 column, uint256 item) internal pure {
        _set(column, FIRST, item);
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
        uint256 used = valuation.usedColumns;
        // Every product is saturated.
        unchecked {
            for (uint256 column = valuation.firstColumn; column != 0; column = next(column)) {
                setRoot(column, terms.scenarioSqrtTauQ46);
            }
            setRoot(placeOf(valuation.columns, TODAY), terms.sqrtTauQ46);
            if (used & (1 << ScenarioTable.UP) != 0) {
                terms.upQ40 = ONE_Q40 + MulShift.clamp(model.rangeUpQ40, terms.termScaleQ40, 40, LIMIT);
            }
            if (used & (1 << ScenarioTable.DOWN) != 0) {
                terms.downQ40 = _positive(ONE_Q40 - MulShift.clamp(model.rangeDownQ40, terms.termScaleQ40, 40, LIMIT));
            }
            if (used & SKEWS == 0) return;
            int256 rootQ46 = terms.sqrtTauQ46;
            terms.linearCapQ40 = _linearInRoot(model.linearBaseQ40, model.linearSlopeQ40, rootQ46);
            terms.absoluteCapQ40 = _linearInRoot(model.absoluteBaseQ40, model.absoluteSlopeQ40, rootQ46);
            int256 scaleQ40 = _linearInRoot(model.volatilityStaticQ40, model.volatilityScaleQ40, rootQ46);
            int256 spreadQ40 = MulShift.clamp(
                MulShift.clamp(rootQ46, model.widthScaleQ40, 46, LIMIT),
                scaleQ40,
                40,
                LIMIT
            );
            int256 leastQ40 = Saturation.between(model.minimumWidthQ40, 1, LIMIT);
            terms.skewWidthQ40 = spreadQ40 > leastQ40 ? spreadQ40 : leastQ40;
        }
    }

    /// @notice Sets the columns in use for an option of the expiry.
    /// @param sigmaQ46 Its volatility, not negative.
    /// @param logMoneynessQ46 ln F - ln K.
    function set(Valuation memory valuation, int256 sigmaQ46, int256 logMoneynessQ46) internal pure {
        ExpiryTerms memory terms = valuation.group;
        (uint256 used, uint256 columns) = (valuation.usedColumns, valuation.columns);
        unchecked {
            if (used & (1 << TODAY) != 0) setVolatility(placeOf(columns, TODAY), sigmaQ46);
            if (used & (1 << ScenarioTable.UP) != 0) {
                int256 upQ46 = _shocked(sigmaQ46, terms.upQ40);
                int256 leastQ46 = valuation.model.minimumUpQ46;
                if (upQ46 < leastQ46) upQ46 = leastQ46;
                setVolatility(placeOf(columns, ScenarioTable.UP), upQ46);
            }
            // A witness often has no other.
            if (used & ~((1 << TODAY) | (1 << ScenarioTable.UP)) == 0) return;
            if (used & (1 << ScenarioTable.NONE) != 0) setVolatility(placeOf(columns, ScenarioTable.NONE), sigmaQ46);
            if (used & (1 << ScenarioTable.DOWN) != 0) {
                setVolatility(placeOf(columns, ScenarioTable.DOWN), _shocked(sigmaQ46, terms.downQ40));
            }
            if (used & SKEWS != 0) {
                int256 distanceQ46 = logMoneynessQ46 < 0 ? -logMoneynessQ46 : logMoneynessQ46;
                // Volatility rises above the forward and falls below it.
                int256 rotationQ40 = _rotation(distanceQ46, terms.linearCapQ40, terms.skewWidthQ40);
                int256 multiplierQ40 = logMoneynessQ46 > 0 ? ONE_Q40 - rotationQ40 : ONE_Q40 + rotationQ40;
                setVolatility(
                    placeOf(columns, ScenarioTable.LINEAR_SKEW),
                    _shocked(sigmaQ46, _positive(multiplierQ40))
                );
                rotationQ40 = _rotation(distanceQ46, terms.absoluteCapQ40, terms.skewWidthQ40);
                setVolatility(
                    placeOf(columns, ScenarioTable.ABSOLUTE_SKEW),
                    _shocked(sigmaQ46, _positive(ONE_Q40 + rotationQ40))
                );
            }
        }
        if (used & (1 << ScenarioTable.OWN) != 0) _setOwn(valuation, sigmaQ46);
    }

    function _setOwn(Valuation memory valuation, int256 sigmaQ46) private pure {
        unchecked {
            uint256 end = valuation.scenarioEnd;
            for (uint256 item = valuation.items; item < end; item += ScenarioItem.BYTES) {
                if (ScenarioTable.column(ScenarioItem.head(item)) != ScenarioTable.OWN) continue;
                int256 ownQ46 = _shocked(sigmaQ46, ScenarioMoves.volatilityFactorOf(valuation, item));
                setVolatility(ScenarioItem.column(item), ownQ46);
            }
        }
    }

    /// @dev floor(sigma * multiplier), at most the largest volatility. Below zero a total volatility is zero, however
    /// far, so that nothing holds it there. A product of 63 and 63 bits. In assembly, as the next two, so that the
    /// optimizer inlines it: 40 gas a call.
    function _shocked(int256 sigmaQ46, int256 multiplierQ40) private pure returns (int256 shockedQ46) {
        int256 mostQ46 = VolatilityShock.MAX_VOLATILITY_Q46;
        assembly ("memory-safe") {
            shockedQ46 := sar(40, mul(sigmaQ46, multiplierQ40))
            if sgt(shockedQ46, mostQ46) {
                shockedQ46 := mostQ46
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
