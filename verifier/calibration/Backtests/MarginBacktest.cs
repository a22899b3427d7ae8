using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Quantised;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Risk;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Backtests;

/// <summary>
/// A margin model walked through history: each day the engine margins one unchanged book at the close, from prices,
/// volatilities and residuals known then, and the next day says whether it was enough.
/// </summary>
/// <param name="HistoryHash">The hash of the history, before it was resampled.</param>
/// <param name="BarSeconds">The length of a day.</param>
/// <param name="Underlyings">What the book depends on.</param>
/// <param name="WindowDays">How many residual days the model saw on each day; 0 of a model without any.</param>
/// <param name="LeftOut">Days between the first and the last that lack a close, or follow a break or a gap.</param>
/// <param name="Days">The days.</param>
public sealed record MarginBacktest(
    Bytes32 HistoryHash,
    long BarSeconds,
    ImmutableArray<UnderlyingId> Underlyings,
    int WindowDays,
    int LeftOut,
    ImmutableArray<MarginDay> Days)
{
    private const string ScenariosName = "backtest";

    /// <summary>Walks a model through history.</summary>
    /// <param name="history">The history; it is examined, and resampled to the model's horizon.</param>
    /// <param name="file">The history's file, for refusals.</param>
    /// <param name="model">The model.</param>
    /// <param name="scenarios">Its scenarios, whose filtered days are replaced by those known on each day.</param>
    /// <param name="book">The book.</param>
    /// <param name="options">Which days, and how.</param>
    /// <param name="progress">Told after each day how many are done, and of how many.</param>
    /// <param name="cancellation">Ends the walk between two days.</param>
    /// <exception cref="MarginException">
    /// A history or a book that does not fit, by name; <see cref="ErrorCode.RowCountOutOfRange"/> without a day.
    /// </exception>
    public static MarginBacktest Run(
        HistoryDocument history,
        string file,
        MarginParameters model,
        ScenariosDocument scenarios,
        Book book,
        MarginBacktestOptions options,
        Action<int, int> progress,
        CancellationToken cancellation)
    {
        int window = WindowOf(scenarios, options);
        DocumentHistory.Require(history, file);
        HistoryDocument daily = HistoryResampling.To(history, ScenarioDays.BarSecondsOf(model), file);
        BacktestMarket market = new(daily, file, model, book);
        if (market.Underlyings.IsEmpty)
        {
            throw new MarginException(
                ErrorCode.RowCountOutOfRange, string.Empty, "/positions", "0", "a book with a position");
        }

        string[] names = [.. market.Underlyings.Select(static underlying => underlying.ToString())];
        PriceHistory prices = DocumentHistory.Of(daily, file);
        FilteredReturns filtered =
            FilteredReturns.Of(LogReturns.Of(prices, names), options.Lambda, options.SeedBars);
        int[] rows = [.. Enumerable.Range(window, Math.Max(0, filtered.Times.Length - window))
            .Where(row => filtered.Times[row] >= (options.From ?? default)
                && (options.To is not { } last || filtered.Times[row] <= last))];
        if (rows.Length == 0)
        {
            throw new MarginException(
                ErrorCode.RowCountOutOfRange,
                file,
                "days",
                "0",
                $"at least one day after {options.SeedBars.ToString(CultureInfo.InvariantCulture)} returns and "
                    + $"{window.ToString(CultureInfo.InvariantCulture)} residuals of {string.Join(", ", names)}");
        }

        MarginWalk walk = new(daily, market, filtered, model, scenarios, book, window);
        ImmutableArray<MarginDay>.Builder days = ImmutableArray.CreateBuilder<MarginDay>(rows.Length);
        foreach (int row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            days.Add(walk.DayOf(row));
            progress(days.Count, rows.Length);
        }

        long span = (days[^1].Time.Seconds - days[0].Time.Seconds) / daily.IntervalSeconds;
        return new MarginBacktest(
            HistoryRows.Hash(history),
            daily.IntervalSeconds,
            market.Underlyings,
            window,
            (int)span + 1 - days.Count,
            days.MoveToImmutable());
    }

    /// <summary>What the model promises: its margins, and its value at risk where it measures one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="confidence">The share of days on which a margin is promised to be enough.</param>
    public ImmutableArray<CoverageTest> Tests(MarginParameters model, double confidence)
    {
        List<CoverageTest> tests =
        [
            CoverageTest.Of("initialMargin", confidence, Days, static day => day.InitialMargin),
            CoverageTest.Of("maintenanceMargin", confidence, Days, static day => day.MaintenanceMargin),
        ];
        if (model is ModelParameters { MeasuresTail: true } measured)
        {
            double level = measured.Measure.ConfidencePpm / 1e6;
            tests.Add(CoverageTest.Of("valueAtRisk", level, Days, static day => day.ValueAtRisk));
        }

        return [.. tests];
    }

    private static int WindowOf(ScenariosDocument scenarios, MarginBacktestOptions options)
    {
        int own = ScenarioDays.CountOf(scenarios.Set);
        if (own == 0 && options.WindowDays is { } asked)
        {
            throw Refusal.Parameter("window", asked, "none: the model's scenarios have no filtered days");
        }

        return options.WindowDays is { } days && days < 1
            ? throw Refusal.Parameter("window", days, "at least 1")
            : options.WindowDays ?? own;
    }

    /// <summary>One day after the other; what a day leaves for the next is its equity.</summary>
    private sealed class MarginWalk(
        HistoryDocument history,
        BacktestMarket market,
        FilteredReturns filtered,
        MarginParameters model,
        ScenariosDocument scenarios,
        Book book,
        int window)
    {
        private readonly ScenarioSet _static = window == 0 && model.ReadsScenarios
            ? ScenarioDays.Replace(ScenariosName, null, scenarios, market.Underlyings, []).Set
            : scenarios.Set;

        private int _closedRow = -1;
        private long _closedEquity;

        /// <summary>Margin at the close before a row of returns, and the row's profit.</summary>
        internal MarginDay DayOf(int row)
        {
            int closed = history.Times.BinarySearch(filtered.Times[row]);
            MarginModel today = new(model, ScenariosAt(row));
            MarketSnapshot before = market.At(closed - 1, [.. filtered.Forecasts.Row(row)]);
            Listing.Check(before, today, book);
            MarginResult result = MarginRules.Compute(before, today, book);
            long equity = _closedRow == closed - 1 ? _closedEquity : result.Equity.Raw;

            // Equity depends on tomorrow's closes and volatilities alone, not on any scenario.
            IEnumerable<double> next = row + 1 < filtered.Forecasts.RowCount
                ? filtered.Forecasts.Row(row + 1)
                : filtered.Volatilities;
            _closedEquity = MarginRules.Compute(market.At(closed, [.. next]), today, book).Equity.Raw;
            _closedRow = closed;
            return new MarginDay(
                filtered.Times[row],
                result.InitialMargin,
                result.MaintenanceMargin,
                result.ValueAtRisk,
                result.ExpectedShortfall,
                market.ExposureAt(closed - 1),
                new Money(_closedEquity - equity));
        }

        private ScenarioSet ScenariosAt(int row) => window == 0
            ? _static
            : ScenarioDays.Replace(
                ScenariosName,
                null,
                scenarios,
                market.Underlyings,
                ScenarioDays.Of(filtered, row - window, window)).Set;
    }
}
