using System;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Importers;

public sealed class ImpliedVolatilityTests(ITestOutputHelper output)
{
    private const long Year = 31_536_000;
    private const long Half = 1L << 39;

    // At the money of one year a call is erf(sigma / sqrt(8)) (Abramowitz and Stegun 7.1.1), evaluated at sigma = 0.2,
    // 0.5, 1 and 2 with mpmath to 20 digits: 0.079655674554057962931, 0.19741265136584744, 0.3829249225480262,
    // 0.68268949213708590.
    [Theory]
    [InlineData(0.079655674554057962931, 0.2)]
    [InlineData(0.19741265136584744, 0.5)]
    [InlineData(0.3829249225480262, 1.0)]
    [InlineData(0.68268949213708590, 2.0)]
    public void Solve_AtTheMoneyPrice_IsTheKnownVolatility(double price, double volatility)
    {
        long targetQ40 = (long)Math.ScaleB(price, 40);

        ImpliedVolatilityOutcome outcome =
            ImpliedVolatility.Solve(Option("BTC-27JUN25-100-C", 100, Year), targetQ40, out Volatility solved);

        Assert.Equal(ImpliedVolatilityOutcome.Solved, outcome);
        Assert.Equal(volatility, solved.Raw / 1e12, 1e-11);
    }

    /// <summary>Against double precision: a listed option's price at any volatility is found again.</summary>
    [Fact]
    public void Solve_PriceOfAnyOption_RepricesItInDoublePrecision()
    {
        Seeded seeded = Seeded.Printed(output);
        double largest = 0;
        int solvedCount = 0;
        for (int i = 0; i < 20_000; i++)
        {
            bool isCall = seeded.Coin();
            double strike = seeded.Between(10, 400);
            long seconds = seeded.Between(3_600, 3 * Year);
            double volatility = seeded.Between(10, 400) / 100.0;
            double ratio = strike / 100;
            double price = DoubleBlack76.Value(isCall, ratio, seconds / (double)Year, volatility);
            OptionValuation option = Option($"BTC-27JUN25-{strike}-{(isCall ? 'C' : 'P')}", 100, seconds);

            ImpliedVolatilityOutcome outcome =
                ImpliedVolatility.Solve(option, (long)Math.ScaleB(price, 40), out Volatility solved);

            bool hasTimeValue = price - Math.Max(0, (isCall ? 1 : -1) * (1 - ratio)) > 2e-12;
            Assert.True(
                outcome == ImpliedVolatilityOutcome.Solved || !hasTimeValue, $"{strike} {seconds} {volatility}");
            double repriced = outcome == ImpliedVolatilityOutcome.Solved
                ? DoubleBlack76.Value(isCall, ratio, seconds / (double)Year, solved.Raw / 1e12)
                : price;
            largest = Math.Max(largest, Math.Abs(repriced - price) / Math.Max(1, ratio));
            solvedCount += outcome == ImpliedVolatilityOutcome.Solved ? 1 : 0;
        }

        Assert.InRange(largest, 0, 5e-12);
        Assert.InRange(solvedCount, 15_000, 20_000);
        output.WriteLine($"{solvedCount} solved, largest difference {largest:E2} of max(F, K)");
    }

    [Theory]
    [InlineData("BTC-27JUN25-50-C", Half)]
    [InlineData("BTC-27JUN25-50-C", Half - 1)]
    [InlineData("BTC-27JUN25-50-C", 0)]
    [InlineData("BTC-27JUN25-50-P", 0)]
    [InlineData("BTC-27JUN25-150-P", Half)]
    public void Solve_PriceUpToIntrinsic_HasNone(string name, long targetQ40)
    {
        ImpliedVolatilityOutcome outcome =
            ImpliedVolatility.Solve(Option(name, 100, Year), targetQ40, out Volatility solved);

        Assert.Equal(ImpliedVolatilityOutcome.AtOrBelowIntrinsic, outcome);
        Assert.Equal(0, solved.Raw);
    }

    // A call is worth at most its forward, a put at most its strike.
    [Theory]
    [InlineData("BTC-27JUN25-50-C", (1L << 40) + 1)]
    [InlineData("BTC-27JUN25-50-P", Half + 1)]
    [InlineData("BTC-27JUN25-50-C", long.MaxValue)]
    public void Solve_PriceAboveTheBound_HasNone(string name, long targetQ40) =>
        Assert.Equal(
            ImpliedVolatilityOutcome.AboveModelBound,
            ImpliedVolatility.Solve(Option(name, 100, Year), targetQ40, out _));

    /// <summary>The engine's largest volatility, 64, over one hour is a total of 0.68 and a price of 0.268.</summary>
    [Fact]
    public void Solve_PriceThatNeedsMoreThanTheLargestVolatility_HasNone() =>
        Assert.Equal(
            ImpliedVolatilityOutcome.AboveModelBound,
            ImpliedVolatility.Solve(Option("BTC-27JUN25-100-C", 100, 3_600), (1L << 40) * 3 / 10, out _));

    /// <summary>
    /// Up to a total volatility of 2^-14 the kernel gives the intrinsic value, so the first value above it, at the
    /// money 2^-14 / sqrt(2 pi) = 2.4e-5, cannot be undercut.
    /// </summary>
    [Theory]
    [InlineData(2.3e-5, ImpliedVolatilityOutcome.InsideLeastVolatility)]
    [InlineData(2.5e-5, ImpliedVolatilityOutcome.Solved)]
    public void Solve_PriceAroundTheKernelsFirstStep_SaysSo(double price, ImpliedVolatilityOutcome expected) =>
        Assert.Equal(
            expected,
            ImpliedVolatility.Solve(Option("BTC-27JUN25-100-C", 100, Year), (long)Math.ScaleB(price, 40), out _));

    private static OptionValuation Option(string name, long underlying, long seconds)
    {
        InstrumentId instrument = VenueName.Parse(name, string.Empty, string.Empty);
        return new OptionValuation(instrument, new Price(underlying * 100_000_000), seconds, default);
    }
}
