using System;
using System.Linq;
using Spectre.Console;
using Verifiable.Calibration.Backtests;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>A backtest as tables for people.</summary>
internal static class BacktestTables
{
    private const int MostBreaches = 20;

    internal static void Print(IAnsiConsole console, BacktestSummary summary)
    {
        MarginBacktest backtest = summary.Backtest;
        console.WriteLine($"{summary.Model.Name} {summary.Model.Version} over {backtest.Days.Length} days, "
            + $"{DayOf(backtest.Days[0])} to {DayOf(backtest.Days[^1])}, of {string.Join(", ", backtest.Underlyings)}; "
            + $"{backtest.LeftOut} days left out; {Window(backtest)}");
        PrintTests(console, summary);
        PrintBreaches(console, summary);
        PrintSwings(console, summary);
        console.WriteLine(summary.IsRejected
            ? $"rejected at significance {BacktestSummary.Number(summary.Significance, 2)}"
            : $"not rejected at significance {BacktestSummary.Number(summary.Significance, 2)}");
    }

    /// <summary>What the model saw on each day.</summary>
    internal static string Window(MarginBacktest backtest) => backtest.WindowDays == 0
        ? "the model's scenarios have no days of history"
        : $"each day the model saw the {backtest.WindowDays} residuals before it";

    /// <summary>A day as its date, or as its moment where it does not begin at midnight.</summary>
    internal static string DayOf(MarginDay day)
    {
        string text = InstantText.Format(day.Time);
        return text.EndsWith("T00:00:00Z", StringComparison.Ordinal) ? text[..10] : text;
    }

    private static void PrintTests(IAnsiConsole console, BacktestSummary summary)
    {
        Table tests = Tables.Columns(
            "promise", "level", "breaches", "expected", "Kupiec p", "Christoffersen p", "joint p", "zone",
            "worst 250 days", "verdict");
        foreach (CoverageTest test in summary.Tests)
        {
            tests.Add(
                BacktestSummary.Words(test.Name),
                BacktestSummary.Number(test.Backtest.Confidence, 3),
                $"{test.Breaches.Length}",
                BacktestSummary.Number(test.Expected, 1),
                BacktestSummary.Number(test.Backtest.Frequency.PValue, 4),
                BacktestSummary.Number(test.Backtest.Independence.PValue, 4),
                BacktestSummary.Number(test.Backtest.Joint.PValue, 4),
                BacktestSummary.Word(test.Backtest.Zone),
                $"{test.WorstYear}, {BacktestSummary.Word(test.WorstYearZone)}",
                summary.VerdictOf(test));
        }

        console.Write(tests);
    }

    private static void PrintBreaches(IAnsiConsole console, BacktestSummary summary)
    {
        AssetId settlement = summary.Model.Settlement;
        Table breaches = Tables.Columns("breach of", "day", $"loss, {settlement}", $"promised, {settlement}");
        (CoverageTest Test, int Day)[] all =
            [.. summary.Tests.SelectMany(static test => test.Breaches.Select(day => (test, day)))];
        foreach ((CoverageTest test, int at) in all.Take(MostBreaches))
        {
            MarginDay day = summary.Backtest.Days[at];
            breaches.Add(
                BacktestSummary.Words(test.Name),
                DayOf(day),
                ScenarioChart.Amount(-(Int128)day.Profit.Raw, settlement),
                ScenarioChart.Amount(BacktestSummary.AmountOf(test, day).Raw, settlement));
        }

        if (all.Length > 0)
        {
            console.Write(breaches);
        }

        if (all.Length > MostBreaches)
        {
            console.WriteLine($"and {all.Length - MostBreaches} more, in --json and --html");
        }
    }

    private static void PrintSwings(IAnsiConsole console, BacktestSummary summary)
    {
        Table swings = Tables.Columns(
            "procyclicality of", "peak / trough", "largest rise", "1 day", "5 days", "30 days");
        foreach (Swing swing in summary.Swings.Where(static swing => swing.Measures is not null))
        {
            string[] increases =
                [.. swing.Increases.Select(one => $"+{BacktestSummary.Number(100 * one.Increase, 1)} %")];
            swings.Add(
                [
                    BacktestSummary.Words(swing.Name),
                    BacktestSummary.Number(swing.Measures!.Value.PeakToTrough, 2),
                    BacktestSummary.Number(swing.Measures!.Value.LargestRise, 2),
                    .. increases,
                    .. Enumerable.Repeat(Tables.Absent, 3 - increases.Length),
                ]);
        }

        console.Write(swings);
    }
}
