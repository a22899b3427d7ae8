using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>
/// Rows of numbers at which the kernel decides something, combined at random: where two branches meet, where a limit
/// begins, one of each scale. Uniform rows hardly ever meet two of them at once.
/// </summary>
internal static class EdgeRows
{
    private static readonly Int128[] Edges =
    [
        0, 1, 2, 3, 40, 46, 63, 1L << 26, Black76.LeastVolatilityQ46, 1L << 38, 1L << 40, 1L << 44, 1L << 46, 1L << 47,
        Black76.MaxVolatilityQ46, (8L << 46) - 1, 1L << 51, 1L << 56, 1L << 60, MoneyRange.Limit, 1L << 62,
        long.MaxValue, Black76.SecondsPerYear, Black76.MaxSeconds, VolatilityShock.ReferenceSeconds, Scale.UnitsPerOne,
        TailMeasure.PpmPerOne, Exponential.MaxExponentQ46, Exponential.UnderflowQ46, SquareRoot.MaxRadicand,
        (Int128)1 << 75, (Int128)1 << 100,
    ];

    /// <summary>A row of a function's domain.</summary>
    internal static Int128[] Draw(KernelFunction function, Seeded seeded)
    {
        Int128[] row = [.. function.Domains.Select(domain => Clamped(Edge(seeded), domain))];

        // Two equal arguments meet at every comparison of one with the other.
        int first = (int)seeded.Between(0, row.Length - 1);
        int second = (int)seeded.Between(0, row.Length - 1);
        row[first] = seeded.Coin() ? Clamped(row[second] + seeded.Between(-1, 1), function.Domains[first]) : row[first];
        return row;
    }

    /// <summary>The smiles that a market quotes: uniform rows only meet the limits of its formula.</summary>
    internal static IEnumerable<Int128[]> Smiles(Seeded seeded, int count) => Enumerable.Range(0, count).Select(_ =>
    {
        long forward = 1 + seeded.OfAnyMagnitude(60);
        Int128[] row =
        [
            seeded.OfAnyMagnitude(46) * (seeded.Between(0, 4) == 0 ? -1 : 1), seeded.OfAnyMagnitude(47),
            seeded.Between(-(1L << 46), 1L << 46), seeded.Between(-(1L << 47), 1L << 47), seeded.OfAnyMagnitude(46),
            Int128.Max(1, (Int128)forward * seeded.Between(1 << 18, 1 << 22) >> 20), forward,
            seeded.OfAnyMagnitude(48),
        ];
        return row;
    });

    /// <summary>Exponents whose powers show every coefficient: uniform rows only underflow or are refused.</summary>
    internal static IEnumerable<Int128[]> Exponents(Seeded seeded, int count) =>
        Enumerable.Range(0, count).Select(_ => new Int128[] { seeded.Between(0, Exponential.MaxExponentQ46) });

    /// <summary>Deviations of every segment of the table: uniform rows only saturate.</summary>
    internal static IEnumerable<Int128[]> Deviations(Seeded seeded, int count) =>
        Enumerable.Range(0, count).Select(_ => new Int128[] { seeded.Between(-(8L << 46), 8L << 46) });

    /// <summary>Numbers of one length, so that their logarithms meet every segment.</summary>
    internal static IEnumerable<Int128[]> Mantissas(Seeded seeded, int count) =>
        Enumerable.Range(0, count).Select(_ => new Int128[] { seeded.Between(1L << 60, 1L << 61) });

    private static Int128 Edge(Seeded seeded)
    {
        Int128 edge = seeded.Pick<Int128>(Edges) + seeded.Between(-1, 1);
        return seeded.Coin() ? edge : -edge;
    }

    private static Int128 Clamped(Int128 drawn, Domain domain) => Int128.Clamp(drawn, domain.Low, domain.High);
}
