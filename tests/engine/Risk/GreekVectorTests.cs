using System;
using System.Linq;
using Verifiable.Engine.Risk;
using Verifiable.Tests.Engine.Kernel;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Risk;

/// <summary>
/// Greeks of single options against derivatives in arbitrary precision, within the errors that UnitGreeks states: of
/// linear and coin-settled calls and puts, at expiry, without volatility, deep on both sides, and beyond a total
/// volatility of 16.
/// </summary>
public sealed class GreekVectorTests(ITestOutputHelper output)
{
    private static readonly double E = Math.Pow(2, -42);

    [Fact]
    public void Delta_ReferenceVectors_WithinTheStatedError() => AssertAll(
        0, static (row, e) => Math.Abs((double)row.Quantity) * e * row.Weight, static own => own.DeltaRaw);

    [Fact]
    public void Gamma_ReferenceVectors_WithinTheStatedError() => AssertAll(
        1,
        static (row, e) => Math.Abs((double)row.Quantity) / row.Forward * 1e12 * (e * (e / E) + (e * row.Weight)),
        static own => own.GammaRaw);

    [Fact]
    public void CashDelta_ReferenceVectors_WithinTheStatedError() => AssertAll(
        2, static (row, e) => Math.Abs(row.Notional) * e * row.Weight, static own => own.Cash.Delta);

    [Fact]
    public void CashGamma_ReferenceVectors_WithinTheStatedError() => AssertAll(
        3,
        static (row, e) => Math.Abs(row.Notional) / 100 * (e * (e / E) + (2 * e * row.Weight)),
        static own => own.Cash.Gamma);

    [Fact]
    public void Vega_ReferenceVectors_WithinTheStatedError() => AssertAll(
        4, static (row, e) => Math.Abs(row.Notional) / 100 * e * Math.Sqrt(row.Years), static own => own.Cash.Vega);

    [Fact]
    public void Theta_ReferenceVectors_WithinTheStatedError() => AssertAll(
        5,
        static (row, e) => row.Seconds == 0
            ? 0
            : Math.Abs(row.Notional) / 365 * e * row.Weight * (1 + (row.Volatility / 1e12 / Math.Sqrt(row.Years))),
        static own => own.Cash.Theta);

    [Fact]
    public void Rho_ReferenceVectors_WithinTheStatedError() => AssertAll(
        6,
        static (row, _) => Math.Abs(row.Notional) / 100 * Math.Max(1, row.Ratio) * row.Years * Math.Pow(2, -39),
        static own => own.Cash.Rho);

    [Fact]
    public void Vectors_OfEveryEdge_AreThere()
    {
        GreekVector[] all = [.. GreekVector.All];

        Assert.True(all.Length >= 2_000);
        Assert.True(all.Count(static row => row.Seconds == 0) > 50);
        Assert.True(all.Count(static row => row.Seconds > 0 && row.TotalVolatility < Math.Pow(2, -14)) > 50);
        Assert.True(all.Count(static row => row.TotalVolatility > 16) > 50);
        Assert.True(all.Count(static row => row.Ratio > 100) > 50);
        Assert.True(all.Count(static row => row.Ratio < 0.01) > 50);
        Assert.True(all.Count(static row => row.IsCoin) > 1_000);
    }

    [GeneratorFact]
    public void Vectors_GeneratedAgain_AreTheCommittedFile() => Generator.Into(
        "generate-greeks.py",
        folder => Assert.Equal(
            System.IO.File.ReadAllBytes(GreekVector.File), System.IO.File.ReadAllBytes($"{folder}/black76.csv")));

    /// <summary>
    /// Beside the stated error: floors of two units, the notional's floor in what is money, and the discount's.
    /// </summary>
    private void AssertAll(int greek, Func<GreekVector, double, double> bound, Func<Sensitivities, long> own)
    {
        double largest = 0;
        Assert.All(GreekVector.All, row =>
        {
            double volatility = row.TotalVolatility;
            double e = volatility > Math.Pow(2, -14) ? E * (1 + (1 / volatility)) : E;
            double exact = Math.Abs(row.ExactOf(greek));
            double floors = 2 + (exact / row.Discount * Math.Pow(2, -40))
                + (greek >= 2 ? exact / Math.Abs(row.Notional) : 0);
            double error = Math.Abs(row.ErrorOf(own(row.Compute()), greek));

            Assert.True(error <= floors + bound(row, e), $"{row}: off by {error}");
            largest = Math.Max(largest, (error - floors) / Math.Max(bound(row, e), 1e-300));
        });
        output.WriteLine($"{GreekVector.All.Count} options, at most {largest:0.00} of the stated error beside floors");
    }
}
