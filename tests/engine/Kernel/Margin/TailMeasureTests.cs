using System;
using System.Linq;
using System.Numerics;
using Verifiable.Kernel;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Engine.Oracle;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Margin;

/// <summary>Value at risk and expected shortfall against a sorted list in arithmetic without a width.</summary>
public sealed class TailMeasureTests(ITestOutputHelper output)
{
    private const int Cases = 100_000;
    private const long Largest = (1L << 62) - 1;
    private const long MostWeight = uint.MaxValue;

    // Ten losses of 1 to 10. At 80 % the tail is two scenarios: the second worst is 9, their mean 9.5, rounded up. At
    // 85 % it is one and a half: 10 whole and 9 half, 14.5 / 1.5 = 9.67. At 0 % it is all: the least loss, and the mean
    // 5.5.
    [Theory]
    [InlineData(900_000, 10, 10)]
    [InlineData(950_000, 10, 10)]
    [InlineData(800_000, 9, 10)]
    [InlineData(850_000, 9, 10)]
    [InlineData(799_999, 8, 10)]
    [InlineData(800_001, 9, 10)]
    [InlineData(999_999, 10, 10)]
    [InlineData(0, 1, 6)]
    public void Measures_TenLosses_AreTheKnownOnes(long ppm, long valueAtRisk, long expectedShortfall)
    {
        long[] totals = [-3, -7, -1, -10, -5, -2, -8, -9, -4, -6];

        Assert.Equal((valueAtRisk, expectedShortfall), Measure(totals, Ones(10), ppm));
    }

    // In thousands the ceiling is out of the way: 14.5 / 1.5 = 9.666...
    [Fact]
    public void ExpectedShortfall_FractionOfAScenario_CountsThatFraction() =>
        Assert.Equal((9_000, 9_667), Measure(
            [.. Enumerable.Range(1, 10).Select(static loss => loss * -1_000L)], Ones(10), 850_000));

    // Weights 1, 2, 3 on losses 30, 20, 10: half of six is three, so the tail is 30 once and 20 twice.
    [Fact]
    public void Measures_Weights_CountAsRepeatedScenarios()
    {
        Assert.Equal((20, 24), Measure([-10, -20, -30], [3, 2, 1], 500_000));
        Assert.Equal((20, 24), Measure([-10, -10, -10, -20, -20, -30], Ones(6), 500_000));
    }

    [Theory]
    [InlineData(Largest)]
    [InlineData(-Largest)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Measures_EqualTotals_AreTheirLoss(long total)
    {
        Assert.Equal((-total, -total), Measure([total], [1], 975_000));
        Assert.Equal((-total, -total), Measure([total, total, total], [1, MostWeight, 7], 1));
    }

    // 2^16 scenarios of the largest weight: the sums that the remarks bound.
    [Fact]
    public void Measures_LargestTotalsAndWeights_StayExact()
    {
        long[] totals = [.. Enumerable.Range(0, 65_536).Select(static at => at % 2 == 0 ? Largest : -Largest)];
        long[] weights = [.. Enumerable.Repeat(MostWeight, totals.Length)];

        Assert.Equal((Largest, Largest), Measure(totals, weights, 500_000));
        Assert.Equal((-Largest, 0), Measure(totals, weights, 0));
        Assert.Equal(Sorted(totals, weights, 250_001), Measure(totals, weights, 250_001));
        Assert.Equal(Sorted(totals, weights, 1), Measure(totals, weights, 1));
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1_000_001)]
    public void ValueAtRisk_LevelOfOne_IsRefused(long ppm) =>
        Assert.Equal(
            ErrorCode.DivisorNotPositive,
            Assert.Throws<MarginException>(() => TailMeasure.ValueAtRisk([-1], [1], ppm)).Code);

    [Fact]
    public void ValueAtRisk_NoScenario_IsRefused() =>
        Assert.Equal(
            ErrorCode.DivisorNotPositive,
            Assert.Throws<MarginException>(static () => TailMeasure.ValueAtRisk([], [], 975_000)).Code);

    [Fact]
    public void Measures_RandomTotals_AreThoseOfTheSortedList()
    {
        Seeded random = Seeded.Printed(output);
        int ties = 0;

        Assert.All(Enumerable.Range(0, Cases), _ =>
        {
            (long[] totals, long[] weights, long ppm) = Draw(random);
            ties += totals.Distinct().Count() < totals.Length ? 1 : 0;
            Assert.Equal(Sorted(totals, weights, ppm), Measure(totals, weights, ppm));
        });

        output.WriteLine($"{Cases} cases, {ties} with equal totals");
        Assert.InRange(ties, Cases / 10, Cases);
    }

    [Fact]
    public void Measures_RandomTotals_OrderTheTail() => ForAll((random, totals, weights, ppm) =>
    {
        (long valueAtRisk, long expectedShortfall) = Measure(totals, weights, ppm);
        long deeper = random.Between(ppm, 999_999);
        (long deeperVar, long deeperEs) = Measure(totals, weights, deeper);

        Assert.Contains(-valueAtRisk, totals);
        Assert.InRange(expectedShortfall, valueAtRisk, -totals.Min());
        Assert.True(deeperVar >= valueAtRisk && deeperEs >= expectedShortfall, $"{ppm} to {deeper}");
    });

    [Fact]
    public void Measures_Permuted_AreTheSame() => ForAll((random, totals, weights, ppm) =>
    {
        int[] order = [.. Enumerable.Range(0, totals.Length).OrderBy(_ => random.Bits())];
        long[] permuted = [.. order.Select(at => totals[at])];
        long[] permutedWeights = [.. order.Select(at => weights[at])];

        Assert.Equal(Measure(totals, weights, ppm), Measure(permuted, permutedWeights, ppm));
    });

    // A constant moves both measures by itself; doubling doubles them, expected shortfall up to its one ceiling.
    [Fact]
    public void Measures_MovedAndDoubled_MoveAndDouble() => ForAll((random, totals, weights, ppm) =>
    {
        long by = random.Between(-1_000_000, 1_000_000);
        long[] small = [.. totals.Select(static total => total / 4)];
        (long valueAtRisk, long expectedShortfall) = Measure(small, weights, ppm);
        (long movedVar, long movedEs) = Measure([.. small.Select(total => total - by)], weights, ppm);
        (long doubledVar, long doubledEs) = Measure([.. small.Select(static total => total * 2)], weights, ppm);

        Assert.Equal((valueAtRisk + by, expectedShortfall + by), (movedVar, movedEs));
        Assert.Equal(2 * valueAtRisk, doubledVar);
        Assert.InRange(doubledEs - (2 * expectedShortfall), -1, 0);
    });

    private static (long ValueAtRisk, long ExpectedShortfall) Measure(long[] totals, long[] weights, long ppm)
    {
        long valueAtRisk = TailMeasure.ValueAtRisk(totals, weights, ppm);
        return (valueAtRisk, TailMeasure.ExpectedShortfall(totals, weights, ppm, valueAtRisk));
    }

    /// <summary>The definition word by word: losses descending, weight cumulated, the fractional tail
    /// averaged.</summary>
    private static (long ValueAtRisk, long ExpectedShortfall) Sorted(long[] totals, long[] weights, long ppm)
    {
        (BigInteger Loss, BigInteger Weight)[] losses =
            [.. totals.Zip(weights, static (total, weight) =>
                (-(BigInteger)total, (BigInteger)weight))
                .OrderByDescending(static row => row.Item1)];
        BigInteger mass = losses.Aggregate(
            BigInteger.Zero, static (sum, row) => sum + row.Weight) * (1_000_000 - ppm);
        BigInteger cumulated = 0;
        BigInteger valueAtRisk = losses.First(row => (cumulated += row.Weight) * 1_000_000 >= mass).Loss;
        BigInteger beyond = 0;
        BigInteger beyondMass = 0;
        foreach ((BigInteger loss, BigInteger weight) in
            losses.Where(row => row.Loss > valueAtRisk))
        {
            beyond += 1_000_000 * weight * loss;
            beyondMass += 1_000_000 * weight;
        }

        return ((long)valueAtRisk, (long)Exact.Ceil(beyond + ((mass - beyondMass) * valueAtRisk), mass));
    }

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];

    private static (long[] Totals, long[] Weights, long Ppm) Draw(Seeded random)
    {
        int count = (int)random.Between(1, 24);
        int bits = (int)random.Between(0, 62);
        bool weighted = random.Coin();
        long[] totals = [.. Enumerable.Range(0, count).Select(_ => Draws.EitherSign(random, bits))];
        long[] weights = [.. totals.Select(_ => weighted ? Draws.Positive(random, 32) : 1)];
        long ppm = random.Coin() ? random.Pick<long>([950_000, 975_000, 990_000, 995_000]) : random.Between(0, 999_999);
        return (totals, weights, ppm);
    }

    private void ForAll(Action<Seeded, long[], long[], long> property)
    {
        Seeded random = Seeded.Printed(output);
        Assert.All(Enumerable.Range(0, Cases), _ =>
        {
            (long[] totals, long[] weights, long ppm) = Draw(random);
            property(random, totals, weights, ppm);
        });
    }
}
