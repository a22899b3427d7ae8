using System;
using System.Linq;
using System.Numerics;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Engine.Oracle;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Margin;

/// <summary>Add-ons: basis, size, stable coin, confidence; all round up.</summary>
public sealed class ContingencyTests(ITestOutputHelper output)
{
    private const long One = 1L << 40;
    private const long Year = 1L << 46;
    private const long Largest = (1L << 62) - 1;

    // 0.25 + 1.5 * 2 years = 3.25; the least bit of time counts as one bit of factor.
    [Theory]
    [InlineData(One / 4, One + One / 2, 2 * Year, 13 * One / 4)]
    [InlineData(One / 4, One, 1, One / 4 + 1)]
    [InlineData(One / 4, One, 0, One / 4)]
    [InlineData(0, 0, Year, 0)]
    public void BasisFactor_KnownTerms_RoundsUp(long add, long multiplier, long tau, long expected) =>
        Assert.Equal(expected, BasisContingency.FactorCeil(add, multiplier, tau));

    // An expiry worth 100 that falls to 90 or to 97 loses 10; times 1.5 is 15. A gain either way costs nothing.
    [Theory]
    [InlineData(100, 90, 97, One, One + One / 2, 15)]
    [InlineData(100, 97, 90, One, One + One / 2, 15)]
    [InlineData(100, 101, 100, One, One, 0)]
    [InlineData(-100, -107, -90, One, One, 7)]
    [InlineData(100, 99, 100, One, 1, 1)]
    [InlineData(100, 90, 97, One / 2, One, 5)]
    [InlineData(Largest, -Largest, 0, One, 4 * One, Largest)]
    public void BasisOfExpiry_KnownMoves_IsTheLargerLoss(
        long today,
        long up,
        long down,
        long discount,
        long factor,
        long expected) =>
        Assert.Equal(expected, BasisContingency.OfExpiry(today, up, down, discount, factor));

    [Theory]
    [InlineData(100_000_000_000, 300_000_000, 6, 3_000_000_000)]
    [InlineData(1, 1, 6, 1)]
    [InlineData(0, 1, 6, 0)]
    [InlineData(Largest, Largest, 6, Largest)]
    public void SizeAtSpot_KnownSizes_RoundsUp(long spot, long size, int decimals, long expected) =>
        Assert.Equal(expected, SizeContingency.AtSpotCeil(spot, size, decimals));

    [Fact]
    public void SizeAtSpot_SizeBeyondARow_CountsAsTheLargest() =>
        Assert.Equal(
            SizeContingency.AtSpotCeil(1, Largest, 6), SizeContingency.AtSpotCeil(1, (Int128)Largest * 2_048, 6));

    [Theory]
    [InlineData(1_000, One / 10, 100)]
    [InlineData(1_000, One / 10 + 1, 101)]
    [InlineData(1_000, One, 1_000)]
    [InlineData(1, 1, 1)]
    [InlineData(0, One, 0)]
    [InlineData(Largest, 8 * One, Largest)]
    public void Share_KnownAmounts_RoundsUp(long amount, long share, long expected) =>
        Assert.Equal(expected, SizeContingency.ShareCeil(amount, share));

    // A coin at 0.95 below a threshold of 0.99 adds 0.04 * 4 = 0.16 to the multiplier.
    [Theory]
    [InlineData(95, 99, 4, 16)]
    [InlineData(99, 99, 4, 0)]
    [InlineData(100, 99, 4, 0)]
    [InlineData(0, 99, 4, 396)]
    public void Stable_KnownPegs_AddThePublishedMultiplier(int price, int threshold, int factor, int expected)
    {
        const long hundredth = One / 100;
        long multiplier = StableContingency.MultiplierCeil(hundredth * price, hundredth * threshold, One * factor);

        Assert.Equal(hundredth * expected, multiplier);
    }

    [Theory]
    [InlineData(One / 4, One / 2, One, 3 * One / 4)]
    [InlineData(One / 2, One / 2, One, 0)]
    [InlineData(One / 2 - 1, One / 2, One, One / 2 + 1)]
    [InlineData(0, One, 2 * One, 2 * One)]
    [InlineData(One - 1, One, 1, 1)]
    [InlineData(One, One, One, 0)]
    public void Confidence_KnownTrust_AddsTheDoubtAboveTheThreshold(
        long trust, long threshold, long factor, long expected) =>
        Assert.Equal(expected, Confidence.ShareCeil(trust, threshold, factor));

    [Fact]
    public void Confidence_LessTrust_NeverAddsLess()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Enumerable.Range(0, 10_000), _ =>
        {
            long trust = random.Between(1, One);
            long less = random.Between(0, trust - 1);
            long threshold = random.Between(0, One);
            long factor = random.Between(0, 2 * One);
            Assert.True(
                Confidence.ShareCeil(less, threshold, factor) >= Confidence.ShareCeil(trust, threshold, factor));
        });
    }

    [Fact]
    public void AllShares_RandomNumbers_AgreeWithTheirDefinition()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Enumerable.Range(0, 10_000), _ =>
        {
            long amount = random.OfAnyMagnitude(62);
            long share = random.OfAnyMagnitude(44);
            BigInteger expected = Exact.Money(Exact.Ceil((BigInteger)amount * share, Exact.Two(40)));
            Assert.Equal(expected, SizeContingency.ShareCeil(amount, share));
            Assert.Equal(expected, Requirement.OfLossCeil(amount, share));
            Assert.Equal(
                Exact.Money(Exact.Ceil((BigInteger)amount * share, Exact.Ten(10))),
                SizeContingency.AtSpotCeil(amount, share, 6));
        });
    }
}
