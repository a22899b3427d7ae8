using System;
using System.Runtime.CompilerServices;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>The range of one amount of money, and the step from a product of raw units back into it.</summary>
/// <remarks>
/// Valuing an existing book never refuses, so an amount beyond the range becomes the nearest in it, on every machine
/// alike. Listing refuses such books long before: the rule only decides what an absurd price does.
/// </remarks>
public static class MoneyRange
{
    /// <summary>Largest magnitude, 2^62 - 1 raw units: a sum of two fits 64 bits.</summary>
    public const long Limit = (1L << 62) - 1;

    /// <summary>The nearest amount in range.</summary>
    /// <param name="amount">Raw units, any magnitude.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Clamp(Int128 amount)
    {
        if (amount > Limit)
        {
            return Limit;
        }

        return amount < -Limit ? -Limit : (long)amount;
    }

    /// <summary>floor(product / 10^places), clamped.</summary>
    /// <param name="product">A product of two raw units, magnitude below 2^126.</param>
    /// <param name="places">Decimal places to drop, 0 to 18.</param>
    public static long Floor(Int128 product, int places) => DivideShift.Clamp(product, TenToThe(places), Limit);

    /// <summary>ceil(product / 10^places), clamped: for what an account owes.</summary>
    /// <param name="product">A product of two raw units, magnitude below 2^126.</param>
    /// <param name="places">Decimal places to drop, 0 to 18.</param>
    public static long Ceil(Int128 product, int places) => -Floor(-product, places);

    private static long TenToThe(int places) => PowersOfTen[places];

    private static ReadOnlySpan<long> PowersOfTen =>
    [
        1,
        10,
        100,
        1_000,
        10_000,
        100_000,
        1_000_000,
        10_000_000,
        100_000_000,
        1_000_000_000,
        10_000_000_000,
        100_000_000_000,
        1_000_000_000_000,
        10_000_000_000_000,
        100_000_000_000_000,
        1_000_000_000_000_000,
        10_000_000_000_000_000,
        100_000_000_000_000_000,
        1_000_000_000_000_000_000,
    ];
}
