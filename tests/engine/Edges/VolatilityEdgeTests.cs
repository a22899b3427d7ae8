using System.Linq;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Edges;

/// <summary>No volatility and any amount of it: BTC at 100, thirty days.</summary>
public sealed class VolatilityEdgeTests
{
    [Fact]
    public void Option_WithoutVolatility_IsItsPayoffTodayAndInEveryScenario()
    {
        MarginCase inputs = At(0);

        AssertIs(25, [-25, 0, 50], inputs.Holding(Call(75, 1)).Margin());
        AssertIs(0, [0, 0, 50], inputs.Holding(Call(100, 1)).Margin());
        AssertIs(0, [50, 0, 0], inputs.Holding(Put(100, 1)).Margin());
        AssertIs(-25, [-50, 0, 25], inputs.Holding(Put(125, -1)).Margin());
    }

    // v = sigma sqrt(30 / 365) up to 2^-14 counts as none, 0.9996 of it here; 1.0005 of it is worth
    // 100 (2 Phi(v / 2) - 1) = 0.00243615 (mpmath).
    [Theory]
    [InlineData(212_800_000, 0)]
    [InlineData(213_000_000, 2_436)]
    public void Option_AboutTheLeastVolatility_IsNothingThenItsValue(long volatility, long microDollars) =>
        Assert.Equal(microDollars, At(volatility).Holding(Call(100, 1)).Margin().Equity.Raw);

    // 64 sqrt(30 / 365) = 18.3 counts as 16: a call is 100 Phi(8) - 100 Phi(-8), which is 1.25e-13 below the forward, a
    // put as much below its strike. Beyond 64, which no listing takes, nothing changes.
    [Theory]
    [InlineData(Volatility.MaxRaw)]
    [InlineData(1_000 * Volatility.MaxRaw)]
    [InlineData(long.MaxValue)]
    public void Option_OfAnyVolatility_IsAtMostTheForwardOrTheStrike(long volatility)
    {
        MarginResult call = At(volatility).Holding(Call(100, 1)).Margin();
        MarginResult put = At(volatility).Holding(Put(125, -1)).Margin();

        Assert.InRange(call.Equity.Raw, (100 * Dollar) - 1, 100 * Dollar);
        Assert.InRange(put.Equity.Raw, -125 * Dollar, (-125 * Dollar) + 1);
        Assert.All(
            call.Totals.Zip([-50 * Dollar, 0, 50 * Dollar]),
            static pair => Assert.InRange(pair.First.Raw - pair.Second, -1, 1));
        Assert.All(put.Totals, static total => Assert.InRange(total.Raw, -1, 1));
        Assert.Equal(Assumptions.None, call.Assumed | put.Assumed);
    }

    private static void AssertIs(long equityDollars, long[] totals, MarginResult margin)
    {
        Assert.Equal(equityDollars * Dollar, margin.Equity.Raw);
        Assert.Equal(totals.Select(static total => total * Dollar), margin.Totals.Select(static total => total.Raw));
        Assert.Equal(Assumptions.None, margin.Assumed);
    }

    private static MarginCase At(long volatility) => Case.WithExpiry(expiry => expiry with
    {
        Surface = expiry.Surface with
        {
            Strikes =
            [
                .. expiry.Surface.Strikes.Select(point => point with { Volatility = new Volatility(volatility) }),
            ],
        },
    });
}
