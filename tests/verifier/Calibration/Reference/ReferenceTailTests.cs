using System;
using System.Linq;
using Verifiable.Calibration.Risk;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Reference;

public sealed class ReferenceTailTests(ITestOutputHelper output)
{
    // By hand. Losses 1 to 10 at 75 %: a tail of 2.5 losses is 10, 9 and half of 8: 23 / 2.5 = 9.2, rounded up.
    // At 80 % it is 10 and 9: 9.5. At 90 %, 10 alone. At 0 %, all: 5.5.
    // Of -1 to -10 at 75 % the tail is -1, -2 and half of -3: -4.5 / 2.5 = -1.8, rounded up to -1.
    [Theory]
    [InlineData(1, 750_000, 8, 10)]
    [InlineData(1, 800_000, 9, 10)]
    [InlineData(1, 900_000, 10, 10)]
    [InlineData(1, 0, 1, 6)]
    [InlineData(10, 750_000, 80, 92)]
    [InlineData(-1, 750_000, -3, -1)]
    public void Of_OneToTenTimesAFactor_IsThatByHand(int factor, int levelPpm, long valueAtRisk, long shortfall)
    {
        long[] losses = [.. Enumerable.Range(1, 10).Select(i => (long)i * factor)];
        uint[] weights = [.. Enumerable.Repeat(1u, 10)];

        Assert.Equal(new ReferenceTail(valueAtRisk, shortfall), ReferenceTail.Of(losses, weights, levelPpm));
    }

    // Weights 3, 1, 1 of 5: a tail of 40 % is 2 of the 3, and the others are never reached.
    [Fact]
    public void Of_HeavyWorstLoss_FillsTheTail() =>
        Assert.Equal(new ReferenceTail(7, 7), ReferenceTail.Of([7, 5, 6], [3, 1, 1], 600_000));

    // Definition and theorem agree, for ties, for the extremes of 64 bits and for every kind of weight.
    [Fact]
    public void Of_RandomWeightedLosses_IsTheMinimum()
    {
        Seeded seeded = Seeded.Printed(output);
        for (int i = 0; i < 3000; i++)
        {
            int count = (int)seeded.Between(1, 40);
            int bits = (int)seeded.Between(1, 62);
            long[] losses = [.. Enumerable.Range(0, count)
                .Select(_ => seeded.Coin() ? seeded.OfAnyMagnitude(bits) : -seeded.OfAnyMagnitude(bits))];
            uint[] weights = [.. losses.Select(_ => seeded.Coin() ? 1 : (uint)seeded.Between(1, uint.MaxValue))];
            int levelPpm = seeded.Coin() ? 975_000 : (int)seeded.Between(0, 999_999);

            ReferenceTail tail = ReferenceTail.Of(losses, weights, levelPpm);

            Assert.Equal(ReferenceTail.ByMinimisation(losses, weights, levelPpm), tail);
            Assert.True(tail.ExpectedShortfall >= tail.ValueAtRisk);
        }
    }

    // Where n (1 - a) is whole, the engine's convention is that of the order statistic: here 500 losses at 99 %.
    [Fact]
    public void Of_WholeTail_IsTheOrderStatistic()
    {
        Seeded seeded = Seeded.Printed(output);
        long[] losses = [.. Enumerable.Range(0, 500).Select(_ => seeded.Between(-1_000_000, 1_000_000))];

        ReferenceTail tail = ReferenceTail.Of(losses, [.. losses.Select(static _ => 1u)], 990_000);
        TailRisk published = OrderStatistic.Of([.. losses.Select(static loss => -(double)loss)], 0.01);

        Assert.Equal(-published.ValueAtRisk, (double)tail.ValueAtRisk);
        Assert.Equal(Math.Ceiling(Math.Round(-published.ExpectedShortfall, 6)), (double)tail.ExpectedShortfall);
    }
}
