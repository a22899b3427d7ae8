using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Verifiable.Calibration.Backtests;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>A backtest as the document <c>verifiable/backtest/1</c>.</summary>
internal static class BacktestJson
{
    private const int StatisticPlaces = 6;

    internal static JsonObject Of(BacktestSummary summary)
    {
        MarginBacktest backtest = summary.Backtest;
        int places = Money.DecimalsOf(summary.Model.Settlement);
        return new JsonObject
        {
            ["schema"] = "verifiable/backtest/1",
            ["engineId"] = CurrentEngine.Id.ToString(),
            ["inputs"] = new JsonObject
            {
                ["historyHash"] = backtest.HistoryHash.ToString(),
                ["parametersHash"] = summary.ModelHash.ToString(),
                ["bookHash"] = summary.BookHash.ToString(),
            },
            ["model"] = new JsonObject { ["name"] = summary.Model.Name, ["version"] = summary.Model.Version },
            ["settlement"] = summary.Model.Settlement.ToString(),
            ["underlyings"] = Array(backtest.Underlyings.Select(static one => (JsonNode)one.ToString())),
            ["bar"] = DurationText.Format(backtest.BarSeconds),
            ["window"] = backtest.WindowDays,
            ["leftOut"] = backtest.LeftOut,
            ["significance"] = Number(summary.Significance),
            ["rejected"] = summary.IsRejected,
            ["tests"] = Array(summary.Tests.Select(test => TestOf(summary, test))),
            ["procyclicality"] = Array(
                summary.Swings.Where(static swing => swing.Measures is not null).Select(SwingOf)),
            ["breaches"] = Array(summary.Tests.SelectMany(
                test => test.Breaches.Select(day => BreachOf(test, backtest.Days[day], places)))),
            ["days"] = Array(backtest.Days.Select(day => DayOf(day, places))),
        };
    }

    private static JsonObject TestOf(BacktestSummary summary, CoverageTest test) => new()
    {
        ["name"] = test.Name,
        ["confidence"] = Number(test.Backtest.Confidence),
        ["observations"] = test.Backtest.Counts.Observations,
        ["breaches"] = test.Breaches.Length,
        ["expected"] = Number(test.Expected),
        ["kupiec"] = RatioOf(test.Backtest.Frequency),
        ["independence"] = RatioOf(test.Backtest.Independence),
        ["joint"] = RatioOf(test.Backtest.Joint),
        ["zone"] = BacktestSummary.Word(test.Backtest.Zone),
        ["worstYear"] = new JsonObject
        {
            ["breaches"] = test.WorstYear,
            ["zone"] = BacktestSummary.Word(test.WorstYearZone),
        },
        ["verdict"] = summary.VerdictOf(test),
    };

    private static JsonObject RatioOf(LikelihoodRatio ratio) => new()
    {
        ["statistic"] = Number(ratio.Statistic),
        ["pValue"] = Number(ratio.PValue),
    };

    private static JsonObject SwingOf(Swing swing) => new()
    {
        ["of"] = swing.Name,
        ["peakToTrough"] = Number(swing.Measures!.Value.PeakToTrough),
        ["largestRise"] = Number(swing.Measures!.Value.LargestRise),
        ["deviation"] = Number(swing.Measures!.Value.Deviation),
        ["increases"] = Array(swing.Increases.Select(static one => new JsonObject
        {
            ["days"] = one.Days,
            ["increase"] = Number(one.Increase),
        })),
    };

    private static JsonObject BreachOf(CoverageTest test, MarginDay day, int places) => new()
    {
        ["of"] = test.Name,
        ["time"] = InstantText.Format(day.Time),
        ["loss"] = DecimalText.Format(-(Int128)day.Profit.Raw, places),
        ["promised"] = Text(BacktestSummary.AmountOf(test, day), places),
    };

    private static JsonObject DayOf(MarginDay day, int places) => new()
    {
        ["time"] = InstantText.Format(day.Time),
        ["initialMargin"] = Text(day.InitialMargin, places),
        ["maintenanceMargin"] = Text(day.MaintenanceMargin, places),
        ["valueAtRisk"] = Text(day.ValueAtRisk, places),
        ["expectedShortfall"] = Text(day.ExpectedShortfall, places),
        ["exposure"] = Text(day.Exposure, places),
        ["profit"] = Text(day.Profit, places),
    };

    private static string Text(Money money, int places) => DecimalText.Format(money.Raw, places);

    /// <summary>A statistic with at most six places; one that rounds to nothing has no sign.</summary>
    private static string Number(double number)
    {
        string text = Math.Round(number, StatisticPlaces).ToString("0.######", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);
}
