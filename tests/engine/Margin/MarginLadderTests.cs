using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Xunit;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>
/// The ladder of dYdX v4: amounts of its own unit tests of <c>GetInitialMarginQuoteQuantums</c> and
/// <c>GetAdjustedInitialMarginPpm</c>, in its raw unit of a millionth of a dollar.
/// </summary>
public sealed class MarginLadderTests
{
    private const long RawPerPpm = 1_000_000;

    [Theory]
    [InlineData(200_000, 0, 0, 0, 500_000, 100_000)]
    [InlineData(500_000, 0, 0, 0, 1_000_000, 500_000)]
    [InlineData(100_000, 0, 0, 0, 1, 1)]
    [InlineData(567_243, 0, 0, 0, 123_456, 70_030)]
    [InlineData(200_000, 0, 0, 1_500_000_000_000, 500_000, 100_000)]
    [InlineData(200_000, 1_000_000_000_000, 2_000_000_000_000, 1_500_000_000_000, 500_000, 300_000)]
    [InlineData(200_000, 25_000_000_000_000, 50_000_000_000_000, 80_000_000_000_000, 500_000, 500_000)]
    [InlineData(200_000, 25_000_000_000_000, 50_000_000_000_000, 25_000_000_000_000, 500_000, 100_000)]
    [InlineData(200_000, 25_000_000_000_000, 60_000_000_000_000, 28_123_456_789_123, 500_000, 135_697)]
    public void Initial_PublishedExamples_GiveThePublishedMargin(
        long initialPpm, long lower, long upper, long openInterest, long notional, long expected)
    {
        LiquidityTier tier = Tier(initialPpm, 1_000_000, lower, upper, openInterest);

        Assert.Equal(expected, MarginLadder.AmountCeil(notional, MarginLadder.Initial(tier)));
    }

    [Theory]
    [InlineData(0, 200_000)]
    [InlineData(1_000_000, 200_000)]
    [InlineData(1_234_567, 387_653)]
    [InlineData(1_500_000, 600_000)]
    [InlineData(2_000_000, 1_000_000)]
    [InlineData(2_500_000, 1_000_000)]
    public void Initial_PublishedOpenInterest_GivesThePublishedMillionths(long openInterest, long expectedPpm)
    {
        LiquidityTier tier = Tier(200_000, 1_000_000, 1_000_000, 2_000_000, openInterest);

        Assert.Equal(expectedPpm, MarginLadder.Initial(tier).Raw / RawPerPpm);
    }

    /// <summary>
    /// The tiers at genesis: large caps 5 % and 0.6 of it, mid caps 10 % and half, the tail 20 % and half.
    /// </summary>
    [Theory]
    [InlineData(50_000, 600_000, 30_000)]
    [InlineData(100_000, 500_000, 50_000)]
    [InlineData(200_000, 500_000, 100_000)]
    [InlineData(1_000_000, 200_000, 200_000)]
    public void Maintenance_OfTheTiersAtGenesis_IsTheFractionOfTheBase(
        long initialPpm, long fractionPpm, long expectedPpm)
    {
        LiquidityTier scaled = Tier(initialPpm, fractionPpm, 1, 2, 3);

        Assert.Equal(expectedPpm * RawPerPpm, MarginLadder.Maintenance(scaled).Raw);
    }

    [Fact]
    public void Maintenance_ThatDoesNotDivide_IsRoundedUp() =>
        Assert.Equal(1, MarginLadder.Maintenance(new LiquidityTier(new Ratio(1), new Ratio(1), default, default, default)).Raw);

    private static LiquidityTier Tier(long initialPpm, long fractionPpm, long lower, long upper, long openInterest) => new(
        new Ratio(initialPpm * RawPerPpm),
        new Ratio(fractionPpm * RawPerPpm),
        new Money(openInterest),
        new Money(lower),
        new Money(upper));
}
