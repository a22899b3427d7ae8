// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bits} from "../Numerics/Bits.sol";
import {DivideShift} from "../Numerics/DivideShift.sol";
import {NormalDistribution} from "../Numerics/NormalDistribution.sol";
import {Black76} from "./Black76.sol";
import {ScenarioFactor} from "./ScenarioFactor.sol";

/// @title One cell of the risk array: the value of one instrument in one scenario per unit of notional.
/// @notice Mirrors engine/Kernel/Pricing/Cell.cs. The unit is the forward F of the snapshot: with factor f (the
/// scenario's forward over F) and strike ratio k = K / F, a call is worth f Phi(d1) - k Phi(d2), undiscounted. All
/// functions are total for factors, ratios and volatilities that are not negative.
/// @dev Warning: NormalDistributionTable.load once before `call` and `put`.
library Cell {
    /// @notice One in Q40.
    int256 internal constant ONE_Q40 = 1 << 40;

    /// @notice Largest strike ratio of a priced option, 2^16 in Q46; a larger one counts as this.
    int256 internal constant MAX_STRIKE_RATIO_Q46 = 1 << 62;

    /// @notice Largest strike ratio of a bound, 2^22 in Q40; a larger one counts as this.
    int256 internal constant MAX_BOUND_RATIO_Q40 = 1 << 62;

    /// @notice Largest value of a coin-settled cell, 2^22 in Q40; a larger one counts as this.
    int256 internal constant MAX_COIN_Q40 = 1 << 62;

    /// @notice Value of a call.
    /// @param factorQ40 f, the scenario's forward over the snapshot's.
    /// @param strikeRatioQ46 k, the strike over the snapshot's forward, rounded up.
    /// @param logMoneynessQ46 x = ln F - ln K + ln f; not used where f is 0.
    /// @param vQ46 Total volatility v, as Black76.totalVolatility gives it.
    /// @param rvQ38 1 / v, as Black76.reciprocal gives it.
    /// @return The undiscounted value over F, Q40, never below the intrinsic value; at the exact K / F off by less than
    /// 65/64 units (9.3e-13) and 4e-15 of max(f, k). For v up to 2^-14 the intrinsic value: at most a unit and 2.5e-5
    /// of min(f, k) off.
    function call(
        int256 factorQ40,
        int256 strikeRatioQ46,
        int256 logMoneynessQ46,
        int256 vQ46,
        int256 rvQ38
    ) internal pure returns (int256) {
        int256 strikeRatioQ40 = toBoundRatioCeil(strikeRatioQ46);
        if (vQ46 <= Black76.LEAST_VOLATILITY_Q46) return boundLong(true, factorQ40, strikeRatioQ40);

        int256 callQ40 = black(factorQ40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38);
        // A difference of numbers that are not negative.
        unchecked {
            if (callQ40 < factorQ40 - strikeRatioQ40) return factorQ40 - strikeRatioQ40;
            return callQ40 < 0 ? int256(0) : callQ40;
        }
    }

    /// @notice Value of a put. Parity is exact: the call of the same arguments less this is f - k, k in Q40.
    /// @param factorQ40 f, the scenario's forward over the snapshot's.
    /// @param strikeRatioQ46 k, the strike over the snapshot's forward, rounded up.
    /// @param logMoneynessQ46 x = ln F - ln K + ln f; not used where f is 0.
    /// @param vQ46 Total volatility v, as Black76.totalVolatility gives it.
    /// @param rvQ38 1 / v, as Black76.reciprocal gives it.
    /// @return The undiscounted value over F, Q40, never below the intrinsic value; at the exact K / F off by less than
    /// 65/64 units (9.3e-13) and 4e-15 of max(f, k). For v up to 2^-14 the intrinsic value: at most a unit and 2.5e-5
    /// of min(f, k) off.
    function put(
        int256 factorQ40,
        int256 strikeRatioQ46,
        int256 logMoneynessQ46,
        int256 vQ46,
        int256 rvQ38
    ) internal pure returns (int256) {
        // f and k are not negative 64-bit numbers, and the call lies between 0 and f.
        unchecked {
            int256 callQ40 = call(factorQ40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38);
            return callQ40 - factorQ40 + toBoundRatioCeil(strikeRatioQ46);
        }
    }

    /// @notice f Phi(d1) - k Phi(d2): a call before it is held to its intrinsic value.
    /// @param factorQ40 f, not negative.
    /// @param strikeRatioQ46 k, not negative.
    /// @param logMoneynessQ46 x = ln F - ln K + ln f.
    /// @param vQ46 Total volatility v, above 2^-14 and up to 16.
    /// @param rvQ38 1 / v.
    /// @return Q40; at the exact K / F off by -65/64 to 1/64 units and 4e-15 of max(f, k).
    /// @dev d1 = x / v + v / 2, d2 = d1 - v. x may be coarse: f phi(d1) = k phi(d2), so the value is
    /// insensitive to x in the first order. Floors may leave a deep option two units below its bound; the engine's twin
    /// adds up the error. A loop over scenarios calls this, inlined, and holds it to an intrinsic value taken out of
    /// the loop.
    function black(
        int256 factorQ40,
        int256 strikeRatioQ46,
        int256 logMoneynessQ46,
        int256 vQ46,
        int256 rvQ38
    ) internal pure returns (int256) {
        // x and 1 / v are 64-bit numbers, so nothing overflows. The engine's twin has to saturate x / v at 16, and here
        // that would change nothing: beyond 16 both deviations are beyond 8 for any v up to 16, where S is constant.
        unchecked {
            int256 d1Q46 = ((logMoneynessQ46 * rvQ38) >> 38) + Bits.shiftRight(vQ46, 1);
            return NormalDistribution.weightedDifference(factorQ40, d1Q46, strikeRatioQ46, d1Q46 - vQ46);
        }
    }

    /// @notice f - 1: the change of a future, a perpetual or spot. Exact, Q40.
    /// @param factorQ40 f.
    function linear(int256 factorQ40) internal pure returns (int256) {
        // A difference of 64-bit numbers.
        unchecked {
            return factorQ40 - ONE_Q40;
        }
    }

    /// @notice floor(cell / f): an option settled in the coin.
    /// @param cellQ40 The option's cell, not negative.
    /// @param factorQ40 f; below 2^-14 counts as 2^-14.
    /// @return Coins per coin of notional, Q40, at most MAX_COIN_Q40; less than one unit too small.
    function coinOption(int256 cellQ40, int256 factorQ40) internal pure returns (int256) {
        return DivideShift.clamp(cellQ40 << 40, ScenarioFactor.atLeastLeast(factorQ40), MAX_COIN_Q40);
    }

    /// @notice floor(1 - 1 / f): a future or perpetual settled in the coin.
    /// @param factorQ40 f; below 2^-14 counts as 2^-14.
    /// @return The change in coins per coin of notional, Q40; less than one unit too small.
    function coinLinear(int256 factorQ40) internal pure returns (int256) {
        int256 factor = ScenarioFactor.atLeastLeast(factorQ40);
        // A difference of positive 64-bit numbers.
        unchecked {
            return DivideShift.floor(factor - ONE_Q40, 40, factor);
        }
    }

    /// @notice ceiling(strike / forward): the strike ratio of an option that is priced.
    /// @param strike K, not negative, any unit.
    /// @param forward F, positive, the same unit.
    /// @return k, Q46, at most MAX_STRIKE_RATIO_Q46; less than one unit too large.
    /// @dev Six places finer than a cell, so that rounding it costs a cell nothing that matters. Up, since rounding up
    /// twice is rounding up once: `toBoundRatioCeil` of it is `boundRatioCeil`.
    function strikeRatioCeil(int256 strike, int256 forward) internal pure returns (int256) {
        return -DivideShift.clamp(-(strike << 46), forward, MAX_STRIKE_RATIO_Q46);
    }

    /// @notice ceiling(strike / forward): the strike ratio of a bound, so that a short put owes its whole strike.
    /// @param strike K, not negative, any unit.
    /// @param forward F, positive, the same unit.
    /// @return k, Q40, at most MAX_BOUND_RATIO_Q40; less than one unit too large.
    function boundRatioCeil(int256 strike, int256 forward) internal pure returns (int256) {
        return -DivideShift.clamp(-(strike << 40), forward, MAX_BOUND_RATIO_Q40);
    }

    /// @notice k of a cell in the cell's own scale, rounded up: that of its intrinsic value and of parity.
    /// @param strikeRatioQ46 k.
    /// @return k, Q40; less than one unit too large.
    function toBoundRatioCeil(int256 strikeRatioQ46) internal pure returns (int256) {
        // Negations of 64-bit numbers.
        unchecked {
            return -Bits.shiftRight(-strikeRatioQ46, 6);
        }
    }

    /// @notice The forward that an option's notional and ratios are taken of: F, and at least K / 2^22.
    /// @param strike K, not negative.
    /// @param forward F, the same unit.
    /// @return The larger of F and K / 2^22, rounded up.
    /// @dev A ratio ends at 2^22, so a short put on a coin that lost more than that would owe less than its strike. Up
    /// to that ratio this is F; beyond it a larger unit only raises what a short owes and lowers what a long is worth.
    function unitForward(int256 strike, int256 forward) internal pure returns (int256) {
        // Negations of 64-bit numbers.
        unchecked {
            int256 leastForward = -Bits.shiftRight(-strike, 22);
            return forward < leastForward ? leastForward : forward;
        }
    }

    /// @notice Whether K / F exceeds 2^10 or F / K exceeds 2^20: there only the bounds below are used.
    /// @param strike K, any unit.
    /// @param forward F, the same unit.
    function outsideListingRange(int256 strike, int256 forward) internal pure returns (bool) {
        return strike > forward << 10 || forward > strike << 20;
    }

    /// @notice The least value an option can have, its intrinsic value: the value of a long outside the range.
    /// @param isCall Call or put.
    /// @param factorQ40 f.
    /// @param strikeRatioQ40 k.
    /// @return max(f - k, 0) of a call, max(k - f, 0) of a put, Q40. Exact.
    function boundLong(bool isCall, int256 factorQ40, int256 strikeRatioQ40) internal pure returns (int256) {
        // Differences of 64-bit numbers.
        unchecked {
            int256 gainQ40 = isCall ? factorQ40 - strikeRatioQ40 : strikeRatioQ40 - factorQ40;
            return gainQ40 > 0 ? gainQ40 : int256(0);
        }
    }

    /// @notice The most an option can be worth, by no model: what a short owes outside the range.
    /// @param isCall Call or put.
    /// @param factorQ40 f.
    /// @param strikeRatioQ40 k.
    /// @return f of a call, k of a put, Q40. Exact.
    function boundShort(bool isCall, int256 factorQ40, int256 strikeRatioQ40) internal pure returns (int256) {
        return isCall ? factorQ40 : strikeRatioQ40;
    }
}
