using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel;

/// <summary>
/// Every approximating function against exact results, within the error that its documentation states.
/// </summary>
public sealed class ReferenceVectorTests(ITestOutputHelper output)
{
    private const double Q40 = 1L << 40;
    private const double Q46 = 1L << 46;
    private const double Q62 = 1L << 62;

    [Fact]
    public void Logarithm_ReferenceVectors_WithinTheStatedError() =>
        AssertTable("logarithm", i => Logarithm.Natural(i[0]), (_, _) => (-1.02, 0.02));

    [Fact]
    public void Exponential_ReferenceVectors_WithinTheStatedError() =>
        AssertTable("exponential", i => Exponential.Natural(i[0]), (_, exact) => Units(1, exact * 2e-17));

    [Fact]
    public void Power_ReferenceVectors_WithinTheStatedError() =>
        AssertTable(
            "power",
            i => Power.OfRatio(i[0], i[1], i[2]),
            (i, exact) => Units(1, exact * 1.5e-14 * (1 + (Math.Abs(i[2]) / Q46))));

    [Fact]
    public void Centred_ReferenceVectors_WithinTheStatedError() =>
        AssertTable("centred", i => NormalDistribution.Centred(i[0]), (_, _) => Units(4e-15 * (1L << 52), 0));

    [Fact]
    public void Call_ReferenceVectors_WithinTheStatedError() =>
        AssertTable("call", i => Call(i[0], i[1], i[2]), (i, _) => Units(1, 4e-15 * Math.Max(i[0], i[1])));

    // The intrinsic value, up to a volatility of 2^-14, lies at most 2.5e-5 of the smaller of forward and strike below.
    [Fact]
    public void Call_ReferenceVectorsOfLittleVolatility_WithinTheStatedError() =>
        AssertTable(
            "call-intrinsic",
            i => Call(i[0], i[1], i[2]),
            (i, _) => i[2] <= Black76.LeastVolatilityQ46
                ? (-2.5e-5 * Math.Min(i[0], i[1]), 0)
                : Units(1, 4e-15 * Math.Max(i[0], i[1])));

    [Fact]
    public void TermScale_ReferenceVectors_WithinTheStatedError() =>
        AssertTable(
            "term-scale",
            i => VolatilityShock.TermScale(i[0], i[1], i[2], i[3]),
            (_, exact) => Units(1, exact * 3e-14));

    [Fact]
    public void Skew_ReferenceVectors_WithinTheStatedError() =>
        AssertTable(
            "skew",
            i => VolatilityShock.Skew(i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], i[8]),
            (i, _) => Units(1, i[0] * 1e-9));

    // Of the total variance 2e-13, so of the volatility 1e-13 / (volatility * tau).
    [Fact]
    public void Volatility_ReferenceVectors_WithinTheStatedError() =>
        AssertTable(
            "smile",
            i => SviSmile.Volatility(i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7]),
            (i, exact) => Units(1, 1e-13 * Q46 / Math.Max(exact / Q46 * i[7] / Q46, 1e-13)));

    [Fact]
    public void Factor_ReferenceVectors_WithinTheStatedError() =>
        AssertTable("discount", i => Discount.Factor(i[0], i[1]), (_, _) => Units(1, 1.5e-14 * Q40));

    [Fact]
    public void LongSide_ReferenceVectors_WithinTheStatedError() =>
        AssertTable(
            "long-side",
            i => Discount.LongSide(i[0], i[1], i[2], i[3], i[4]),
            (i, exact) => Units(1 + (i[0] / Q40), exact * 1.5e-14 * (1 + (i[4] / Q46))));

    [Fact]
    public void ShortSide_ReferenceVectors_WithinTheStatedError() =>
        AssertTable(
            "short-side",
            i => Discount.ShortSide(i[0], i[1], i[2], i[3], i[4]),
            (i, exact) => Units(
                1 + Math.Max(i[0] / Q40, exact / Q40 * exact / Q40), exact * 1.5e-14 * (1 + (i[4] / Q46))));

    [Fact]
    public void Centred_AHundredThousandPoints_Within4e15()
    {
        long[] exactQ62 = VectorFile.Points("centred");
        Seeded seeded = new(VectorFile.Seed);

        double worst = exactQ62.Max(exact =>
            Math.Abs((double)(((Int128)NormalDistribution.Centred(VectorFile.Deviation(seeded)) << 10) - exact)) / Q62);

        output.WriteLine($"{exactQ62.Length} points, worst error {worst:E2}");
        Assert.True(exactQ62.Length >= 100_000);
        Assert.InRange(worst, 0, 4e-15);
    }

    // For 2^-14 < v <= 16; half of the points have the snapshot's own forward.
    [Fact]
    public void Call_AHundredThousandOptions_Within1e12OfForwardOrStrike()
    {
        long[] exactQ62 = VectorFile.Points("call");
        Seeded seeded = new(VectorFile.Seed);

        double worst = exactQ62.Max(exact =>
        {
            (long factorQ40, long strikeRatioQ40, long vQ46) = VectorFile.Option(seeded, 32);
            double largestQ40 = Math.Max(Math.Max(factorQ40, strikeRatioQ40), Cell.OneQ40);
            return Math.Abs((Call(factorQ40, strikeRatioQ40, vQ46) / largestQ40) - (exact / Q62));
        });

        output.WriteLine($"{exactQ62.Length} options, worst error {worst:E2}");
        Assert.True(exactQ62.Length >= 100_000);
        Assert.InRange(worst, 0, 1e-12);
    }

    private void AssertTable(
        string name, Func<long[], long> function, Func<long[], double, (double Low, double High)> bounds)
    {
        IReadOnlyList<VectorRow> rows = VectorFile.Table(name);
        double[] errors = [.. rows.Select(row => row.ErrorOf(function(row.Inputs)))];

        output.WriteLine($"{rows.Count} rows, errors from {errors.Min():F3} to {errors.Max():F3} units");
        Assert.True(rows.Count >= 2_000);
        Assert.All(rows.Zip(errors), pair =>
        {
            (double low, double high) = bounds(pair.First.Inputs, (double)pair.First.Exact / 65_536);
            Assert.InRange(pair.Second, low, high);
        });
    }

    /// <summary>
    /// An error of so many units, and a part of the value, either way; 2^-15 for the rounding of the vectors.
    /// </summary>
    private static (double Low, double High) Units(double units, double part) =>
        (-units - part - (1.0 / 32_768), units + part + (1.0 / 32_768));

    private static long Call(long factorQ40, long strikeRatioQ40, long vQ46) => Cell.Call(
        factorQ40,
        strikeRatioQ40,
        Logarithm.Natural(factorQ40) - Logarithm.Natural(strikeRatioQ40),
        vQ46,
        Black76.Reciprocal(vQ46));
}
