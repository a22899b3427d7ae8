using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Pricing;

public sealed class VolatilityShockTests(ITestOutputHelper output)
{
    private const long Q40 = 1L << 40;
    private const long Q46 = 1L << 46;
    private const long Day = 86_400;

    // (30 d / term)^power by hand: a quarter of 30 days is 4, its root 2; 120 days take the long power.
    [Theory]
    [InlineData(30 * Day, Day, Q46 / 2, Q46, Q40)]
    [InlineData(30 * Day / 4, Day, Q46 / 2, Q46, 2 * Q40)]
    [InlineData(120 * Day, Day, Q46, Q46 / 2, Q40 / 2)]
    [InlineData(0, 30 * Day / 4, Q46 / 2, Q46, 2 * Q40)]
    [InlineData(-5, 30 * Day / 4, Q46, Q46, 4 * Q40)]
    [InlineData(5, 5, 0, Q46, Q40)]
    public void TermScale_KnownTerm_IsTheKnownPower(
        long seconds, long floorSeconds, long shortPowerQ46, long longPowerQ46, long scaleQ40) =>
        Assert.InRange(
            VolatilityShock.TermScale(seconds, floorSeconds, shortPowerQ46, longPowerQ46), scaleQ40 - 1, scaleQ40 + 1);

    [Fact]
    public void TermScale_NoTimeAndNoFloor_CountsAsOneSecond() =>
        Assert.Equal(
            Power.OfRatio(VolatilityShock.ReferenceSeconds, 1, Q46),
            VolatilityShock.TermScale(0, long.MinValue, Q46, 0));

    [Fact]
    public void TermScale_AnyLongerTerm_IsNotGreater() =>
        Assert.All(
            Draws.From(output, seeded => (Seconds: seeded.Between(1, 90 * Day), Power: seeded.Between(0, Q46))),
            drawn => Assert.True(
                VolatilityShock.TermScale(drawn.Seconds + Day, Day, drawn.Power, drawn.Power)
                    <= VolatilityShock.TermScale(drawn.Seconds, Day, drawn.Power, drawn.Power)));

    // sigma (1 + range scale) by hand: 0.5 (1 + 0.5 * 2) = 1.
    [Theory]
    [InlineData(Q46 / 2, Q40 / 2, 2 * Q40, 0, Q46)]
    [InlineData(Q46 / 2, Q40 / 2, 2 * Q40, 3 * Q46, 3 * Q46)]
    [InlineData(0, Q40, Q40, 0, 0)]
    [InlineData(1, Q40 / 2, Q40, 0, 1)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, 0, VolatilityShock.MaxVolatilityQ46)]
    public void Up_KnownShock_IsTheLargerOfItAndTheMinimum(
        long sigmaQ46, long rangeUpQ40, long scaleQ40, long minimumQ46, long shockedQ46) =>
        Assert.Equal(shockedQ46, VolatilityShock.Up(sigmaQ46, rangeUpQ40, scaleQ40, minimumQ46));

    [Theory]
    [InlineData(Q46 / 2, Q40 / 4, 2 * Q40, Q46 / 4)]
    [InlineData(Q46 / 2, Q40 / 2, 2 * Q40, 0)]
    [InlineData(Q46 / 2, Q40, 2 * Q40, 0)]
    [InlineData(Q46, 0, Q40, Q46)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, 0)]
    public void Down_KnownShock_IsNeverNegative(long sigmaQ46, long rangeDownQ40, long scaleQ40, long shockedQ46) =>
        Assert.Equal(shockedQ46, VolatilityShock.Down(sigmaQ46, rangeDownQ40, scaleQ40));

    // With sqrt(tau) = 1, cap = 0.25 and width = 1: a rotation of k / 4, at most 1/4 either way.
    [Theory]
    [InlineData(Q46 / 2, Q46 / 8 * 9)]
    [InlineData(Q46, Q46 / 4 * 5)]
    [InlineData(2 * Q46, Q46 / 4 * 5)]
    [InlineData(-Q46 / 2, Q46 / 8 * 7)]
    [InlineData(-5 * Q46, Q46 / 4 * 3)]
    [InlineData(0, Q46)]
    [InlineData(long.MinValue, Q46 / 4 * 3)]
    public void Skew_CapOfAQuarter_RotatesByTheDistance(long logStrikeQ46, long shockedQ46) =>
        Assert.Equal(shockedQ46, VolatilityShock.Skew(Q46, logStrikeQ46, Q46, 0, Q40 / 4, 1, Q40, Q40, 0));

    // A negative cap is a floor: r = min(k cap / w, cap), as the golden cases have it.
    [Theory]
    [InlineData(Q46 / 2, Q46 / 4 * 3)]
    [InlineData(2 * Q46, Q46 / 2)]
    [InlineData(-2 * Q46, Q46 / 2 * 3)]
    [InlineData(100 * Q46, 0)]
    public void Skew_NegativeCap_RotatesAtLeastByIt(long logStrikeQ46, long shockedQ46) =>
        Assert.Equal(shockedQ46, VolatilityShock.Skew(Q46, logStrikeQ46, Q46, 0, -Q40 / 4, 1, Q40, Q40, 0));

    [Fact]
    public void Skew_AnyDistance_IsSymmetricAroundTheVolatility() =>
        Assert.All(
            Draws.From(output, seeded => (K: seeded.Between(0, 3 * Q46), Cap: seeded.Between(0, Q40))),
            drawn => Assert.InRange(
                VolatilityShock.Skew(Q46, drawn.K, Q46, 0, drawn.Cap, 1, Q40, Q40, 0)
                    + VolatilityShock.Skew(Q46, -drawn.K, Q46, 0, drawn.Cap, 1, Q40, Q40, 0),
                (2 * Q46) - 1,
                2 * Q46));
}
