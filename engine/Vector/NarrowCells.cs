using System;
using System.Runtime.CompilerServices;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Vector;

/// <summary>The cells of one option on any processor: the bits of <see cref="Cell.Call"/> and <see cref="Cell.Put"/>.</summary>
/// <remarks>Whole numbers as in the kernel, in words that the bounds of a listed option leave room for.</remarks>
public static class NarrowCells
{
    /// <summary>Products of factors below 2^16 and of strike ratios within the kernel's own bound are one word.</summary>
    private const long LargestFactorQ40 = 1L << 56;

    /// <summary>Whether the option's numbers fit.</summary>
    /// <param name="largestFactorQ40">The largest factor of its columns.</param>
    public static bool Holds(long largestFactorQ40) => largestFactorQ40 < LargestFactorQ40;

    /// <summary>Values an option in every column.</summary>
    /// <param name="isCall">Call or put.</param>
    /// <param name="factorsQ40">f by column, 0 to 2^16.</param>
    /// <param name="logFactorsQ46">ln f by column.</param>
    /// <param name="totalsQ46">Total volatility by column, 0 to 16.</param>
    /// <param name="reciprocalsQ38">Its inverse by column, as <see cref="Black76.Reciprocal"/> gives it.</param>
    /// <param name="strikeRatioQ46">k, at most <see cref="Cell.MaxStrikeRatioQ46"/>.</param>
    /// <param name="logMoneynessQ46">ln F - ln K.</param>
    /// <param name="cellsQ40">The values, Q40.</param>
    public static void Fill(
        bool isCall,
        ReadOnlySpan<long> factorsQ40,
        ReadOnlySpan<long> logFactorsQ46,
        ReadOnlySpan<long> totalsQ46,
        ReadOnlySpan<long> reciprocalsQ38,
        long strikeRatioQ46,
        long logMoneynessQ46,
        Span<long> cellsQ40)
    {
        ref ulong table = ref NarrowNormal.Table;
        long boundQ40 = Cell.ToBoundRatioCeil(strikeRatioQ46);
        for (int column = 0; column < cellsQ40.Length; column++)
        {
            long factorQ40 = factorsQ40[column];
            long totalQ46 = totalsQ46[column];
            long valueQ40 = factorQ40 > boundQ40 ? factorQ40 - boundQ40 : 0;
            if (totalQ46 > Black76.LeastVolatilityQ46)
            {
                long shockedQ46 = logMoneynessQ46 + logFactorsQ46[column];
                long blackQ40 = Black(
                    ref table, factorQ40, strikeRatioQ46, shockedQ46, totalQ46, reciprocalsQ38[column]);
                valueQ40 = blackQ40 > valueQ40 ? blackQ40 : valueQ40;
            }

            cellsQ40[column] = isCall ? valueQ40 : valueQ40 - factorQ40 + boundQ40;
        }
    }

    /// <summary>The bits of <see cref="Cell.Black"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Black(
        ref ulong table, long factorQ40, long strikeRatioQ46, long shockedQ46, long totalQ46, long reciprocalQ38)
    {
        long d1Q46 = MulShift.Clamp(shockedQ46, reciprocalQ38, 38, 16L << 46) + (totalQ46 >> 1);
        (ulong phi1Q52, ulong phi2Q52) = NarrowNormal.Phi(ref table, d1Q46, d1Q46 - totalQ46);

        // Phi is at most 2^52, so that either product is the upper word of two shifted numbers.
        unchecked
        {
            ulong firstQ46 = NarrowNormal.High((ulong)factorQ40 << 7, phi1Q52 << 11);
            ulong secondQ46 = NarrowNormal.High((ulong)strikeRatioQ46 << 1, phi2Q52 << 11);
            return ((long)firstQ46 - (long)secondQ46) >> 6;
        }
    }
}
