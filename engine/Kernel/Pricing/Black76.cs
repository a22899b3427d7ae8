using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Pricing;

/// <summary>
/// The inputs of Black's formula that are common to a column of cells: time, total volatility, its inverse.
/// </summary>
/// <remarks>
/// Mirrors contracts/Kernel/Pricing/Black76.sol. F. Black, The pricing of commodity contracts, 1976. A year has 365
/// days. All four functions are total: time before the expiry only counts from zero.
/// </remarks>
public static class Black76
{
    /// <summary>Seconds in a year of 365 days.</summary>
    public const long SecondsPerYear = 31_536_000;

    /// <summary>Longest time in seconds, 2^33 (272 years); more counts as this.</summary>
    public const long MaxSeconds = 1L << 33;

    /// <summary>
    /// Up to here, 2^-14 in Q46, a total volatility counts as none: a cell is then its intrinsic value.
    /// </summary>
    public const long LeastVolatilityQ46 = 1L << 32;

    /// <summary>Largest total volatility, 16 in Q46: an option is then worth its bound within 2e-15.</summary>
    public const long MaxVolatilityQ46 = 16L << 46;

    /// <summary>floor sqrt(seconds / year).</summary>
    /// <param name="secondsLeft">
    /// Time to expiry; negative counts as 0, more than <see cref="MaxSeconds"/> as that.
    /// </param>
    /// <returns>Square root of years, Q46; less than one unit too small.</returns>
    public static long SquareRootOfYears(long secondsLeft)
    {
        long clamped = Saturation.Between(secondsLeft, 0, MaxSeconds);
        return SquareRoot.Floor(((Int128)clamped << 92) / SecondsPerYear);
    }

    /// <summary>floor(seconds / year).</summary>
    /// <param name="secondsLeft">
    /// Time to expiry; negative counts as 0, more than <see cref="MaxSeconds"/> as that.
    /// </param>
    /// <returns>Years, Q46; less than one unit too small.</returns>
    public static long Years(long secondsLeft) =>
        DivideShift.Floor(Saturation.Between(secondsLeft, 0, MaxSeconds), 46, SecondsPerYear);

    /// <summary>floor(sigma * sqrt(tau)), at most <see cref="MaxVolatilityQ46"/>.</summary>
    /// <param name="sigmaQ46">Volatility of a year; negative counts as 0.</param>
    /// <param name="sqrtTauQ46">Square root of the years to expiry, not negative.</param>
    /// <returns>Total volatility v, Q46, 0 to 16; less than one unit too small where it is not cut off.</returns>
    public static long TotalVolatility(long sigmaQ46, long sqrtTauQ46)
    {
        long vQ46 = MulShift.Clamp(sigmaQ46, sqrtTauQ46, 46, MaxVolatilityQ46);
        return vQ46 < 0 ? 0 : vQ46;
    }

    /// <summary>floor(1 / v), or 0 where a cell is its intrinsic value.</summary>
    /// <param name="vQ46">Total volatility.</param>
    /// <returns>1 / v, Q38; less than one unit too small; 0 for v up to <see cref="LeastVolatilityQ46"/>.</returns>
    public static long Reciprocal(long vQ46) => vQ46 <= LeastVolatilityQ46 ? 0 : DivideShift.Floor(1L << 42, 42, vQ46);
}
