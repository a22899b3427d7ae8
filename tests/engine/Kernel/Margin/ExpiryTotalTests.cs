using System;
using System.Linq;
using System.Numerics;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Engine.Oracle;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Margin;

/// <summary>The normative order of floors: discount, then the side, then the difference.</summary>
public sealed class ExpiryTotalTests(ITestOutputHelper output)
{
    private const long One = 1L << 40;
    private const long Half = 1L << 39;
    private const long Largest = (1L << 62) - 1;

    // floor(7/2) = 3, then floor(3/2) = 1: not floor(7/4) = 1 by chance, so 11 shows it: 5, 2 against floor(11/4) = 2;
    // -7: -4, then times 3/2 is -6, where floor(-7 * 3/4) would be -6 too; -9: -5, then -8, not floor(-9 * 3/4) = -7.
    [Theory]
    [InlineData(7, 3, 1)]
    [InlineData(11, 5, 2)]
    [InlineData(0, 0, 0)]
    [InlineData(-7, -4, -6)]
    [InlineData(-9, -5, -8)]
    [InlineData(-1, -1, -2)]
    public void Shocked_KnownSums_FloorsTwice(long sum, long discounted, long shocked)
    {
        Assert.Equal(discounted, ExpiryTotal.Discounted(sum, Half));
        Assert.Equal(shocked, ExpiryTotal.Shocked(sum, Half, Half, One + Half));
    }

    // The side is chosen by the discounted value: a sum of -1 stays below zero whatever the discount.
    [Fact]
    public void Shocked_SmallestLoss_TakesTheShortSide() => Assert.Equal(-2, ExpiryTotal.Shocked(-1, One, 0, 2 * One));

    [Theory]
    [InlineData(5, 3, false, 2)]
    [InlineData(3, 5, false, -2)]
    [InlineData(5, 3, true, -2)]
    [InlineData(3, 5, true, -2)]
    [InlineData(3, 3, true, 0)]
    [InlineData(Largest, -Largest, true, -2 * Largest)]
    [InlineData(-Largest, Largest, false, -2 * Largest)]
    public void Profit_OfARotation_IsNeverAGain(long shocked, long today, bool rotated, long expected) =>
        Assert.Equal(expected, ExpiryTotal.Profit(shocked, today, rotated));

    [Fact]
    public void Shocked_RandomSums_AgreeWithTheDefinition()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Enumerable.Range(0, 10_000), _ =>
        {
            Int128 sum = (Int128)random.OfAnyMagnitude(62) * random.OfAnyMagnitude(10) * (random.Coin() ? 1 : -1);
            long discount = random.Between(0, One);
            long longSide = random.Between(0, One);
            long shortSide = random.Between(One, One << 4);
            BigInteger discounted = Exact.Money(Exact.Floor(Exact.Money(sum) * discount, Exact.Two(40)));
            BigInteger side = discounted.Sign >= 0 ? longSide : shortSide;
            Assert.Equal(discounted, ExpiryTotal.Discounted(sum, discount));
            Assert.Equal(
                Exact.Money(Exact.Floor(discounted * side, Exact.Two(40))),
                ExpiryTotal.Shocked(sum, discount, longSide, shortSide));
        });
    }
}
