using System.Linq;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Valuation;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Edges;

/// <summary>
/// A forward of 100 of which the settlement average has fixed a part: only the rest moves, to (100 - part) s + part.
/// </summary>
public sealed class FixedForwardTests
{
    // Spot by half, still, half as much again, to nothing: 40 fixed leaves 70, 100, 130 and 40.
    [Theory]
    [InlineData(0, -50, 0, 50, -100)]
    [InlineData(40, -30, 0, 30, -60)]
    [InlineData(100, 0, 0, 0, 0)]
    public void Future_PartlyFixed_MovesByTheRest(long part, long half, long still, long more, long nothing)
    {
        MarginResult margin = Fixed(part).Holding(Future(1, 100)).Margin();

        AssertNear(
            [half * Dollar, still * Dollar, more * Dollar, nothing * Dollar],
            [.. margin.Totals.Select(static total => total.Raw)]);
    }

    // Black's call of 100 at a volatility of one half and thirty days (mpmath): on a forward of 100 5.713767509, of 70
    // 0.024874952, of 130 30.215685733, of 40 nothing; parity gives the put.
    [Fact]
    public void Option_PartlyFixed_IsBlacksValueOfTheMovedForward()
    {
        long[] call = [.. Fixed(40).Holding(Call(100, 1)).Margin().Totals.Select(static total => total.Raw)];
        long[] put = [.. Fixed(40).Holding(Put(100, 1)).Margin().Totals.Select(static total => total.Raw)];

        AssertNear([24_874 - 5_713_767, 0, 30_215_685 - 5_713_767, -5_713_767], call);
        AssertNear([30_024_874 - 5_713_767, 0, 215_685 - 5_713_767, 60_000_000 - 5_713_767], put);
    }

    [Fact]
    public void Option_WhollyFixed_MovesInNoScenario()
    {
        MarginResult margin = Fixed(100).Holding(Call(100, 3), Put(75, -2)).Margin();

        Assert.All(margin.Totals, static total => Assert.Equal(0, total.Raw));
        Assert.Equal(Assumptions.None, margin.Assumed);
    }

    /// <summary>More than the whole is absurd, and is valued by the same formula: the rest is negative.</summary>
    [Fact]
    public void Future_FixedBeyondItsForward_MovesTheOtherWay() => AssertNear(
        [10 * Dollar, 0, -10 * Dollar, 20 * Dollar],
        [.. Fixed(120).Holding(Future(1, 100)).Margin().Totals.Select(static total => total.Raw)]);

    private static MarginCase Fixed(long part) => (Case with
    {
        Scenarios = Scenarios with { Scenarios = [.. Scenarios.Scenarios, Move(0)] },
    }).WithExpiry(expiry => expiry with { SettledPart = Dollars(part) });

    /// <summary>A factor is floored, and so are two values of an option: a micro-dollar each at most.</summary>
    private static void AssertNear(long[] expected, long[] actual) =>
        Assert.All(expected.Zip(actual), static pair => Assert.InRange(pair.Second - pair.First, -2, 2));
}
