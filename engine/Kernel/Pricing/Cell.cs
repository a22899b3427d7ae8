using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Pricing;

/// <summary>One cell of the risk array: the value of one instrument in one scenario per unit of notional.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Pricing/Cell.sol. The unit is the forward F of the snapshot: with factor f (the scenario's
/// forward over F) and strike ratio k = K / F, a call is worth f Phi(d1) - k Phi(d2), undiscounted. All functions are
/// total for factors, ratios and volatilities that are not negative.
/// </remarks>
public static class Cell
{
    /// <summary>One in Q40.</summary>
    public const long OneQ40 = 1L << 40;

    /// <summary>Largest strike ratio of a priced option, 2^16 in Q46; a larger one counts as this.</summary>
    public const long MaxStrikeRatioQ46 = 1L << 62;

    /// <summary>Largest strike ratio of a bound, 2^22 in Q40; a larger one counts as this.</summary>
    public const long MaxBoundRatioQ40 = 1L << 62;

    /// <summary>Largest value of a coin-settled cell, 2^22 in Q40; a larger one counts as this.</summary>
    public const long MaxCoinQ40 = 1L << 62;

    /// <summary>Value of a call.</summary>
    /// <param name="factorQ40">f, the scenario's forward over the snapshot's.</param>
    /// <param name="strikeRatioQ46">k, the strike over the snapshot's forward, rounded up.</param>
    /// <param name="logMoneynessQ46">x = ln F - ln K + ln f; not used where f is 0.</param>
    /// <param name="vQ46">Total volatility v, as <see cref="Black76.TotalVolatility"/> gives it.</param>
    /// <param name="rvQ38">1 / v, as <see cref="Black76.Reciprocal"/> gives it.</param>
    /// <returns>
    /// The undiscounted value over F, Q40, never below the intrinsic value; at the exact K / F off by less than 65/64
    /// units (9.3e-13) and 4e-15 of max(f, k). For v up to 2^-14 the intrinsic value: at most a unit and 2.5e-5 of
    /// min(f, k) off.
    /// </returns>
    public static long Call(long factorQ40, long strikeRatioQ46, long logMoneynessQ46, long vQ46, long rvQ38)
    {
        long strikeRatioQ40 = ToBoundRatioCeil(strikeRatioQ46);
        if (vQ46 <= Black76.LeastVolatilityQ46)
        {
            return BoundLong(true, factorQ40, strikeRatioQ40);
        }

        long callQ40 = Black(factorQ40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38);
        if (callQ40 < factorQ40 - strikeRatioQ40)
        {
            return factorQ40 - strikeRatioQ40;
        }

        return callQ40 < 0 ? 0 : callQ40;
    }

    /// <summary>Value of a put. Parity is exact: the call of the same arguments less this is f - k, k in Q40.</summary>
    /// <param name="factorQ40">f, the scenario's forward over the snapshot's.</param>
    /// <param name="strikeRatioQ46">k, the strike over the snapshot's forward, rounded up.</param>
    /// <param name="logMoneynessQ46">x = ln F - ln K + ln f; not used where f is 0.</param>
    /// <param name="vQ46">Total volatility v, as <see cref="Black76.TotalVolatility"/> gives it.</param>
    /// <param name="rvQ38">1 / v, as <see cref="Black76.Reciprocal"/> gives it.</param>
    /// <returns>
    /// The undiscounted value over F, Q40, never below the intrinsic value; at the exact K / F off by less than 65/64
    /// units (9.3e-13) and 4e-15 of max(f, k). For v up to 2^-14 the intrinsic value: at most a unit and 2.5e-5 of
    /// min(f, k) off.
    /// </returns>
    public static long Put(long factorQ40, long strikeRatioQ46, long logMoneynessQ46, long vQ46, long rvQ38) =>
        Call(factorQ40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38) - factorQ40 + ToBoundRatioCeil(strikeRatioQ46);

    /// <summary>f Phi(d1) - k Phi(d2): a call before it is held to its intrinsic value.</summary>
    /// <remarks>
    /// d1 = x / v + v / 2, d2 = d1 - v. x may be coarse: f phi(d1) = k phi(d2), so the value is insensitive to x in the
    /// first order. Floors may leave a deep option two units below its bound. Against the exact k, in units of 2^-46:
    /// the first product is off by (-1, 0], the second, floored of a k that is up to one too large, by (-1, 1); so the
    /// difference by (-2, 1), and floored to Q40 by (-2 - 63, 1), which is (-65/64, 1/64) of its units. A put adds k
    /// rounded up to Q40, [0, 1) units too large: (-65/64, 65/64).
    /// </remarks>
    /// <param name="factorQ40">f, not negative.</param>
    /// <param name="strikeRatioQ46">k, not negative.</param>
    /// <param name="logMoneynessQ46">x = ln F - ln K + ln f.</param>
    /// <param name="vQ46">Total volatility v, above 2^-14 and up to 16.</param>
    /// <param name="rvQ38">1 / v.</param>
    /// <returns>Q40; at the exact K / F off by -65/64 to 1/64 units and 4e-15 of max(f, k).</returns>
    public static long Black(long factorQ40, long strikeRatioQ46, long logMoneynessQ46, long vQ46, long rvQ38)
    {
        // x / v may stop at 16: S is saturated from 8 on, and v / 2 moves d1 and d2 by 8 at most.
        long d1Q46 = MulShift.Clamp(logMoneynessQ46, rvQ38, 38, 16L << 46) + Bits.ShiftRight(vQ46, 1);
        return NormalDistribution.WeightedDifference(factorQ40, d1Q46, strikeRatioQ46, d1Q46 - vQ46);
    }

    /// <summary>f - 1: the change of a future, a perpetual or spot. Exact, Q40.</summary>
    /// <param name="factorQ40">f.</param>
    public static long Linear(long factorQ40) => factorQ40 - OneQ40;

    /// <summary>floor(cell / f): an option settled in the coin.</summary>
    /// <param name="cellQ40">The option's cell, not negative.</param>
    /// <param name="factorQ40">f; below 2^-14 counts as 2^-14.</param>
    /// <returns>
    /// Coins per coin of notional, Q40, at most <see cref="MaxCoinQ40"/>; less than one unit too small.
    /// </returns>
    public static long CoinOption(long cellQ40, long factorQ40) =>
        DivideShift.Clamp((Int128)cellQ40 << 40, ScenarioFactor.AtLeastLeast(factorQ40), MaxCoinQ40);

    /// <summary>floor(1 - 1 / f): a future or perpetual settled in the coin.</summary>
    /// <param name="factorQ40">f; below 2^-14 counts as 2^-14.</param>
    /// <returns>The change in coins per coin of notional, Q40; less than one unit too small.</returns>
    public static long CoinLinear(long factorQ40)
    {
        long factor = ScenarioFactor.AtLeastLeast(factorQ40);
        return DivideShift.Floor(factor - OneQ40, 40, factor);
    }

    /// <summary>ceiling(strike / forward): the strike ratio of an option that is priced.</summary>
    /// <remarks>
    /// Six places finer than a cell, so that rounding it costs a cell nothing that matters. Up, since rounding up twice
    /// is rounding up once: <see cref="ToBoundRatioCeil"/> of it is <see cref="BoundRatioCeil"/>.
    /// </remarks>
    /// <param name="strike">K, not negative, any unit.</param>
    /// <param name="forward">F, positive, the same unit.</param>
    /// <returns>k, Q46, at most <see cref="MaxStrikeRatioQ46"/>; less than one unit too large.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.DivisorNotPositive"/>.</exception>
    public static long StrikeRatioCeil(long strike, long forward) =>
        -DivideShift.Clamp(-((Int128)strike << 46), forward, MaxStrikeRatioQ46);

    /// <summary>
    /// ceiling(strike / forward): the strike ratio of a bound, so that a short put owes its whole strike.
    /// </summary>
    /// <param name="strike">K, not negative, any unit.</param>
    /// <param name="forward">F, positive, the same unit.</param>
    /// <returns>k, Q40, at most <see cref="MaxBoundRatioQ40"/>; less than one unit too large.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.DivisorNotPositive"/>.</exception>
    public static long BoundRatioCeil(long strike, long forward) =>
        -DivideShift.Clamp(-((Int128)strike << 40), forward, MaxBoundRatioQ40);

    /// <summary>k of a cell in the cell's own scale, rounded up: that of its intrinsic value and of parity.</summary>
    /// <param name="strikeRatioQ46">k.</param>
    /// <returns>k, Q40; less than one unit too large.</returns>
    public static long ToBoundRatioCeil(long strikeRatioQ46) => -Bits.ShiftRight(-strikeRatioQ46, 6);

    /// <summary>The forward that an option's notional and ratios are taken of: F, and at least K / 2^22.</summary>
    /// <remarks>
    /// A ratio ends at 2^22, so a short put on a coin that lost more than that would owe less than its strike. Up to
    /// that ratio this is F; beyond it a larger unit only raises what a short owes and lowers what a long is worth.
    /// </remarks>
    /// <param name="strike">K, not negative.</param>
    /// <param name="forward">F, the same unit.</param>
    /// <returns>The larger of F and K / 2^22, rounded up.</returns>
    public static long UnitForward(long strike, long forward)
    {
        long leastForward = -Bits.ShiftRight(-strike, 22);
        return forward < leastForward ? leastForward : forward;
    }

    /// <summary>Whether K / F exceeds 2^10 or F / K exceeds 2^20: there only the bounds below are used.</summary>
    /// <param name="strike">K, any unit.</param>
    /// <param name="forward">F, the same unit.</param>
    public static bool OutsideListingRange(long strike, long forward) =>
        strike > (Int128)forward << 10 || forward > (Int128)strike << 20;

    /// <summary>
    /// The least value an option can have, its intrinsic value: the value of a long outside the range.
    /// </summary>
    /// <param name="isCall">Call or put.</param>
    /// <param name="factorQ40">f.</param>
    /// <param name="strikeRatioQ40">k.</param>
    /// <returns>max(f - k, 0) of a call, max(k - f, 0) of a put, Q40. Exact.</returns>
    public static long BoundLong(bool isCall, long factorQ40, long strikeRatioQ40)
    {
        long gainQ40 = isCall ? factorQ40 - strikeRatioQ40 : strikeRatioQ40 - factorQ40;
        return gainQ40 > 0 ? gainQ40 : 0;
    }

    /// <summary>The most an option can be worth, by no model: what a short owes outside the range.</summary>
    /// <param name="isCall">Call or put.</param>
    /// <param name="factorQ40">f.</param>
    /// <param name="strikeRatioQ40">k.</param>
    /// <returns>f of a call, k of a put, Q40. Exact.</returns>
    public static long BoundShort(bool isCall, long factorQ40, long strikeRatioQ40) =>
        isCall ? factorQ40 : strikeRatioQ40;
}
