using Verifiable.Kernel;
using Verifiable.Kernel.Pricing;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Pricing;

public sealed class SviSmileTests(ITestOutputHelper output)
{
    private const long Q46 = 1L << 46;

    // Flat (b = 0): the volatility is sqrt(a / tau). At the money with m = 0: sqrt((a + b sigma) / tau).
    [Theory]
    [InlineData(Q46 / 4, 0, 0, Q46, Q46 / 2)]
    [InlineData(Q46 / 4, 0, 0, Q46 / 4, Q46)]
    [InlineData(0, Q46 / 2, Q46 / 2, Q46, Q46 / 2)]
    [InlineData(-Q46, Q46, Q46 / 4 * 5, Q46, Q46 / 2)]
    [InlineData(-Q46, 0, 0, Q46, 0)]
    public void Volatility_AtTheMoney_IsTheKnownRoot(
        long aQ46, long bQ46, long sigmaQ46, long tauQ46, long volatilityQ46) =>
        Assert.Equal(volatilityQ46, SviSmile.Volatility(aQ46, bQ46, 0, 0, sigmaQ46, 100, 100, tauQ46));

    // The total variance stops at 20, whatever the parameters; 20 years of it are a volatility of one.
    [Theory]
    [InlineData(25 * Q46, 0)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(0, long.MaxValue)]
    public void Volatility_VarianceBeyondTwenty_IsTwenty(long aQ46, long bQ46) =>
        Assert.Equal(Q46, SviSmile.Volatility(aQ46, bQ46, 0, 0, Q46, 100, 100, 20 * Q46));

    // |k| stops at 4 sqrt(a + b sigma) = 4 sqrt(1/16) = 1, so strikes further out share a volatility.
    [Fact]
    public void Volatility_FarStrikes_AreThatOfTheCutOff()
    {
        long near = SviSmile.Volatility(0, Q46 / 4, 0, 0, Q46 / 4, 300, 100, Q46);
        long far = SviSmile.Volatility(0, Q46 / 4, 0, 0, Q46 / 4, 10_000, 100, Q46);

        Assert.Equal(near, far);
        Assert.True(SviSmile.Volatility(0, Q46 / 4, 0, 0, Q46 / 4, 250, 100, Q46) < near);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Volatility_TauNotPositive_CountsAsOneUnit(long tauQ46) =>
        Assert.Equal(
            SviSmile.Volatility(Q46, 0, 0, 0, 0, 1, 1, 1), SviSmile.Volatility(Q46, 0, 0, 0, 0, 1, 1, tauQ46));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, -1)]
    public void Volatility_PricesNotPositive_Refuses(long strike, long forward) =>
        Refusals.Expect(
            ErrorCode.LogarithmOfNonPositive, () => SviSmile.Volatility(Q46, 0, 0, 0, 0, strike, forward, Q46));

    // Without asymmetry and shift the smile is the same on both sides; the logarithms of 100/x and x/100 differ by
    // floors.
    [Fact]
    public void Volatility_AnySymmetricSmile_IsTheSameOnBothSides() =>
        Assert.All(
            Draws.From(output, seeded => (
                B: seeded.Between(Q46 / 16, Q46), Sigma: seeded.Between(Q46 / 16, Q46), X: seeded.Between(1, 10_000))),
            drawn => Assert.InRange(
                SviSmile.Volatility(Q46 / 4, drawn.B, 0, 0, drawn.Sigma, drawn.X, 100, Q46)
                    - SviSmile.Volatility(Q46 / 4, drawn.B, 0, 0, drawn.Sigma, 100, drawn.X, Q46),
                -8,
                8));
}
