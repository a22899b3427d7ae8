using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Calibration.Backtests;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Backtests;

public sealed class BacktestTests(ITestOutputHelper output)
{
    // MathWorks, Risk Management Toolbox, example of varbacktest.cc: equity index against Normal95, 1,043 days.
    private static readonly BreachCounts Normal95 = new(1043, 57, 932, 53, 53, 4);

    [Fact]
    public void Tests_PublishedExample_HaveThePublishedStatistics()
    {
        LikelihoodRatio frequency = KupiecTest.Of(1043, 57, 0.05);
        LikelihoodRatio independence = ChristoffersenTest.Independence(Normal95);
        LikelihoodRatio joint = ChristoffersenTest.Joint(Normal95, 0.05);

        Assert.Equal(0.46147, frequency.Statistic, 5);
        Assert.Equal(0.49694, frequency.PValue, 5);
        Assert.Equal(0.25866, independence.Statistic, 5);
        Assert.Equal(0.61104, independence.PValue, 5);
        Assert.Equal(0.72013, joint.Statistic, 5);
        Assert.Equal(0.69763, joint.PValue, 5);
    }

    // Jorion, Value at Risk (3rd ed., 2007): J.P. Morgan's 20 exceptions in 252 days at 95 % have LR 3.91.
    // Three in 250 at 99 %: 0.094940 by the definition in 40 digits (mpmath 1.3).
    [Theory]
    [InlineData(252, 20, 0.05, 3.91, 2)]
    [InlineData(250, 3, 0.01, 0.094940, 6)]
    public void Kupiec_KnownCase_HasTheKnownStatistic(int days, int breaches, double p, double statistic, int places) =>
        Assert.Equal(statistic, KupiecTest.Of(days, breaches, p).Statistic, places);

    // 0 ln 0 is 0: no breach leaves -2 T ln(1 - p), nothing but breaches -2 T ln p.
    [Theory]
    [InlineData(0, 0.99)]
    [InlineData(100, 0.01)]
    public void Kupiec_NoneOrAll_IsTheLimit(int breaches, double seen) =>
        Assert.Equal(-200 * Math.Log(seen), KupiecTest.Of(100, breaches, 0.01).Statistic, 9);

    [Theory]
    [InlineData(0, 0, 0.01, ErrorCode.RowCountOutOfRange)]
    [InlineData(10, -1, 0.01, ErrorCode.ParameterOutOfRange)]
    [InlineData(10, 11, 0.01, ErrorCode.ParameterOutOfRange)]
    [InlineData(10, 1, 0, ErrorCode.ParameterOutOfRange)]
    [InlineData(10, 1, 1, ErrorCode.ParameterOutOfRange)]
    public void Kupiec_OutsideDomain_IsRefused(int days, int breaches, double probability, ErrorCode code) =>
        Assert.Equal(code, Assert.Throws<MarginException>(() => KupiecTest.Of(days, breaches, probability)).Code);

    [Fact]
    public void Christoffersen_NeverABreachAfterABreach_IsFinite()
    {
        BreachCounts counts = BreachCounts.Of([false, true, false, false, true, false]);

        Assert.Equal(new BreachCounts(6, 2, 1, 2, 2, 0), counts);
        Assert.True(double.IsFinite(ChristoffersenTest.Independence(counts).Statistic));
        Assert.Equal(0, ChristoffersenTest.Independence(BreachCounts.Of(new bool[10])).Statistic, 12);
    }

    // Breaches that come in clusters are as many as promised and still fail.
    [Fact]
    public void Christoffersen_Cluster_IsRejectedWhereKupiecIsNot()
    {
        bool[] days = [.. Enumerable.Range(0, 500).Select(static day => day is >= 200 and < 205)];

        BreachCounts counts = BreachCounts.Of(days);

        Assert.False(KupiecTest.Of(500, counts.Breaches, 0.01).IsRejected(0.05));
        Assert.True(ChristoffersenTest.Independence(counts).IsRejected(0.01));
        Assert.True(ChristoffersenTest.Joint(counts, 0.01).IsRejected(0.01));
    }

    // A true hypothesis is rejected about as often as the significance says: 5 % of 2,000, give or take five
    // deviations.
    [Fact]
    public void Kupiec_SoundModel_IsRejectedAsOftenAsPromised()
    {
        Seeded seeded = Seeded.Printed(output);
        int rejected = 0;
        for (int i = 0; i < 2000; i++)
        {
            int breaches = Enumerable.Range(0, 1000).Count(_ => seeded.Uniform() < 0.05);
            rejected += KupiecTest.Of(1000, breaches, 0.05).IsRejected(0.05) ? 1 : 0;
        }

        output.WriteLine($"{rejected} of 2000 rejected");
        Assert.InRange(rejected, 100 - 49, 100 + 49);
    }

    [Fact]
    public void Counts_LossEqualToTheMeasure_IsNoBreach() =>
        Assert.Equal(1, BreachCounts.Of([-1, -1.1, 2], [-1.0, -1, -1]).Breaches);

    [Fact]
    public void Counts_ForecastsOfAnotherNumber_AreRefused() =>
        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(() => BreachCounts.Of([1.0], [1.0, 2])).Code);

    [Fact]
    public void Run_EveryDayWithAWindow_SeesOnlyTheDaysBefore()
    {
        List<double[]> windows = [];

        RollingBacktest backtest = RollingBacktest.Run([1, 2, -9, 4], 2, 0.99, window =>
        {
            windows.Add([.. window]);
            return -5;
        });

        Assert.Equal([[1, 2], [2, -9]], windows);
        Assert.Equal([-9, 4], backtest.Profits);
        Assert.Equal(1, backtest.Counts.Breaches);
    }

    [Fact]
    public void Run_NoDayBeyondTheWindow_IsRefused() =>
        Assert.Equal(
            ErrorCode.RowCountOutOfRange,
            Assert.Throws<MarginException>(() => RollingBacktest.Run([1, 2], 2, 0.99, static _ => 0)).Code);

    // By hand: peak 8 over trough 1 is 8, but the rise lived through is 2 to 8; over two days at most 8 / 2 - 1.
    // Log2 changes -1 1 1 -2 -1: mean -0.4, variance 1.44.
    [Fact]
    public void Procyclicality_SmallSeries_IsThatByHand()
    {
        double[] margins = [4, 2, 4, 8, 2, 1];

        Procyclicality measures = Procyclicality.Of(margins);

        Assert.Equal(8, measures.PeakToTrough);
        Assert.Equal(4, measures.LargestRise);
        Assert.Equal(Math.Log(2) * 1.2, measures.Deviation, 14);
        Assert.Equal(1, Procyclicality.LargestIncrease(margins, 1));
        Assert.Equal(3, Procyclicality.LargestIncrease(margins, 2));
    }

    [Fact]
    public void Procyclicality_OutsideDomain_IsRefused()
    {
        Assert.Equal(
            ErrorCode.RowCountOutOfRange, Assert.Throws<MarginException>(() => Procyclicality.Of([1])).Code);
        Assert.Equal(
            ErrorCode.ParameterOutOfRange, Assert.Throws<MarginException>(() => Procyclicality.Of([1, 0])).Code);
        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(() => Procyclicality.LargestIncrease([1, 2], 0)).Code);
    }
}
