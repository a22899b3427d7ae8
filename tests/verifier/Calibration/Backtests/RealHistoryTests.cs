using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Calibration.Backtests;
using Verifiable.Calibration.Risk;
using Verifiable.Calibration.Volatilities;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Backtests;

/// <summary>
/// Plain and filtered historical value at risk, walked through every daily series that is long enough.
/// </summary>
public sealed class RealHistoryTests(ITestOutputHelper output)
{
    private const int WindowDays = 500;
    private const int FewestReturns = WindowDays + 250;
    private const double Confidence = 0.99;

    // What filtering buys and what it costs: no more series fail the joint test, and every margin swings more.
    [DataFact("prices")]
    public void Run_EveryDailySeries_FilteringCostsSwings()
    {
        int plainRejected = 0;
        int filteredRejected = 0;
        int series = 0;

        foreach ((string name, double[] returns) in PriceData.Daily(FewestReturns))
        {
            RollingBacktest plain = RollingBacktest.Run(returns, WindowDays, Confidence, Historical);
            RollingBacktest filtered = RollingBacktest.Run(returns, WindowDays, Confidence, Filtered);
            output.WriteLine($"{name} plain    {Describe(plain)}");
            output.WriteLine($"{name} filtered {Describe(filtered)}");
            plainRejected += plain.Joint.IsRejected(0.05) ? 1 : 0;
            filteredRejected += filtered.Joint.IsRejected(0.05) ? 1 : 0;
            Assert.True(Swing(filtered).PeakToTrough > Swing(plain).PeakToTrough, name);
            series++;
        }

        output.WriteLine($"{series} series; joint test rejects {plainRejected} plain, {filteredRejected} filtered");
        Assert.True(series > 0 && filteredRejected <= plainRejected);
    }

    private static double Historical(IReadOnlyList<double> window) =>
        OrderStatistic.Of(window, 1 - Confidence).ValueAtRisk;

    private static double Filtered(IReadOnlyList<double> window)
    {
        const int seedBars = 60;
        double[] volatilities = EwmaVolatility.Forecasts(window, 0.97, seedBars);
        double[] residuals = [.. window.Skip(seedBars).Zip(volatilities, static (one, volatility) => one / volatility)];
        return volatilities[^1] * OrderStatistic.Of(residuals, 1 - Confidence).ValueAtRisk;
    }

    private static double[] Margins(RollingBacktest backtest) =>
        [.. backtest.Forecasts.Select(static forecast => -forecast)];

    private static Procyclicality Swing(RollingBacktest backtest) => Procyclicality.Of(Margins(backtest));

    private static string Describe(RollingBacktest backtest)
    {
        BreachCounts counts = backtest.Counts;
        double call = Procyclicality.LargestIncrease(Margins(backtest), 30);
        return FormattableString.Invariant(
            $"{counts.Breaches} of {counts.Observations}, {backtest.Zone}, p {backtest.Joint.PValue:F3}, ")
            + FormattableString.Invariant($"peak/trough {Swing(backtest).PeakToTrough:F1}, 30-day call {call:P0}");
    }
}
