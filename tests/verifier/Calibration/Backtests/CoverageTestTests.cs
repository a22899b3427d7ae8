using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Calibration.Backtests;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Backtests;

public sealed class CoverageTestTests(ITestOutputHelper output)
{
    private const double Significance = 0.05;

    // Kupiec's own region for 99 % and 510 days, as his table prints it: fewer than 11 breaches keep the promise. None
    // at all is significantly too careful there, which is no reason to reject a margin.
    [Theory]
    [InlineData(0, true, false)]
    [InlineData(5, false, false)]
    [InlineData(10, false, false)]
    [InlineData(12, false, true)]
    public void IsRejected_SingleBreachesFarApart_FollowsTheirNumber(int breaches, bool careful, bool rejected)
    {
        CoverageTest test = Test(510, at => at % 37 == 1 && at / 37 < breaches);

        Assert.Equal(breaches, test.Breaches.Length);
        Assert.Equal((careful, rejected), (test.IsCareful(Significance), test.IsRejected(Significance)));
    }

    [Fact]
    public void IsRejected_AsManyAsPromisedInOneRow_RejectsTheCluster()
    {
        CoverageTest test = Test(500, static at => at is >= 100 and < 105);

        Assert.False(test.Backtest.Frequency.IsRejected(Significance));
        Assert.True(test.IsRejected(Significance));
        Assert.Equal("[100, 101, 102, 103, 104]", $"[{string.Join(", ", test.Breaches)}]");
    }

    // Ten breaches and more of 250 days at 99 % are the red zone of the Basel Committee, five to nine the yellow one.
    [Theory]
    [InlineData(4, BaselZone.Green)]
    [InlineData(5, BaselZone.Yellow)]
    [InlineData(9, BaselZone.Yellow)]
    [InlineData(10, BaselZone.Red)]
    public void WorstYear_BreachesOfOneYear_HaveTheCommitteesZone(int breaches, BaselZone zone)
    {
        CoverageTest test = Test(
            1_000, at => at is >= 400 and < 650 && (at - 400) % 25 == 0 && (at - 400) / 25 < breaches);

        Assert.Equal((breaches, zone), (test.WorstYear, test.WorstYearZone));
    }

    [Fact]
    public void WorstYear_RandomBreaches_IsTheMostOfAnyWindow()
    {
        Seeded random = Seeded.Printed(output);
        for (int round = 0; round < 200; round++)
        {
            int days = (int)random.Between(1, 900);
            bool[] breaches = [.. Enumerable.Range(0, days).Select(_ => random.Between(0, 30) == 0)];
            int most = Enumerable.Range(0, breaches.Length)
                .Max(first => breaches.Skip(first).Take(CoverageTest.YearDays).Count(static breach => breach));

            Assert.Equal(most, Test(breaches.Length, at => breaches[at]).WorstYear);
        }
    }

    [Fact]
    public void Of_LossEqualToTheAmount_IsNoBreach()
    {
        ImmutableArray<MarginDay> days = [Day(100, -100), Day(100, -101), Day(100, 500)];

        CoverageTest test = CoverageTest.Of("initialMargin", 0.99, days, static day => day.InitialMargin);

        Assert.Equal([1], test.Breaches.AsEnumerable());
    }

    private static CoverageTest Test(int days, Func<int, bool> isBreach) => CoverageTest.Of(
        "initialMargin",
        0.99,
        [.. Enumerable.Range(0, days).Select(at => Day(100, isBreach(at) ? -101 : 7))],
        static day => day.InitialMargin);

    private static MarginDay Day(long margin, long profit) =>
        new(default, new Money(margin), new Money(margin), default, default, default, new Money(profit));
}
