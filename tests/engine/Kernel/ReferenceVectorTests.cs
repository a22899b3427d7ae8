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
        AssertTable("call", i => Option(i).Call(), (i, _) => CallBounds(Option(i)));

    // The intrinsic value, up to a volatility of 2^-14, lies at most 2.5e-5 of the smaller of forward and strike below,
    // and its strike up to one unit above.
    [Fact]
    public void Call_ReferenceVectorsOfLittleVolatility_WithinTheStatedError() =>
        AssertTable(
            "call-intrinsic",
            i => Option(i).Call(),
            (i, _) => Option(i).VQ46 <= Black76.LeastVolatilityQ46
                ? (-1 - (2.5e-5 * Math.Min(i[0], Option(i).Ratio * Cell.OneQ40)), 0)
                : CallBounds(Option(i)));

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
    public void OfResidual_ReferenceVectors_WithinTheStatedError() =>
        AssertTable(
            "residual-factor",
            i => ScenarioFactor.OfResidual(i[0], i[1], i[2]),
            (i, exact) => Units(1, exact * 1.5e-14 * (1 + (Math.Abs(i[0]) / Q40))));

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

    // For 2^-14 < v <= 16 at the exact K / F; half of the points have the snapshot's own forward. The exact put is the
    // exact call less f plus K / F.
    [Fact]
    public void CallAndPut_AHundredThousandOptions_Within1e12OfForwardOrStrike()
    {
        long[] exactQ62 = VectorFile.Points("call");
        Seeded seeded = new(VectorFile.Seed);

        (double Call, double Put)[] errors =
        [
            .. exactQ62.Select(exact =>
            {
                VectorOption option = VectorFile.Option(seeded, 32);
                double factor = option.FactorQ40 / Q40;
                double largest = Math.Max(1, Math.Max(factor, option.Ratio));
                double call = exact / Q62;
                double put = call - ((factor - option.Ratio) / largest);
                return (
                    Math.Abs((option.Call() / Q40 / largest) - call), Math.Abs((option.Put() / Q40 / largest) - put));
            }),
        ];

        output.WriteLine(
            $"{errors.Length} options, worst error of a call {errors.Max(error => error.Call):E2}, "
            + $"of a put {errors.Max(error => error.Put):E2}");
        Assert.True(errors.Length >= 100_000);
        Assert.All(errors, error =>
        {
            Assert.InRange(error.Call, 0, 1e-12);
            Assert.InRange(error.Put, 0, 1e-12);
        });
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

    /// <summary>The bounds that <see cref="Cell.Black"/> adds up: -65/64 to 1/64 units and 4e-15.</summary>
    private static (double Low, double High) CallBounds(VectorOption option)
    {
        (_, double part) = Units(0, 4e-15 * option.LargerQ40);
        return ((-65.0 / 64) - part, (1.0 / 64) + part);
    }

    private static VectorOption Option(long[] inputs) => new(inputs[0], inputs[1], inputs[2], inputs[3]);
}
