using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using Verifiable.Calibration.Backtests;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>
/// A backtest as one self-contained HTML page: verdict, margin against loss, tests, breaches, swings.
/// </summary>
internal static class BacktestReport
{
    internal static string ToHtml(BacktestSummary summary)
    {
        MarginBacktest backtest = summary.Backtest;
        StringBuilder page = new();
        HtmlPage.Open(page, $"Backtest of {summary.Model.Name} {summary.Model.Version}");
        string first = BacktestTables.DayOf(backtest.Days[0]);
        string last = BacktestTables.DayOf(backtest.Days[^1]);
        string coins = string.Join(", ", backtest.Underlyings);
        page.Append(Text($"<p>{coins}, {backtest.Days.Length} days from {first} to {last}, {backtest.LeftOut} left "));
        page.Append("out. Each day the engine margins one unchanged book at the close, from what was known then; ");
        page.Append(Text($"{BacktestTables.Window(backtest)}.</p>\n"));
        AppendCards(page, summary);
        page.Append("<h2>Margin against the loss of the next day</h2>\n").Append(MarginChart(summary));
        page.Append("<h2>Were the promises kept?</h2>\n");
        AppendTests(page, summary);
        page.Append("<h2>Initial margin as a share of the book's size</h2>\n").Append(ShareChart(summary));
        AppendSwings(page, summary);
        AppendBreaches(page, summary);
        page.Append("<p>Spot, perpetual and forwards are the close; rates, basis and funding are nil; an option has ");
        page.Append("the volatility that was forecast for its underlying. History ");
        page.Append(Text($"<code>{backtest.HistoryHash}</code>.</p>\n</html>\n"));
        return page.ToString();
    }

    /// <summary>Margin and losses over time, every breach marked.</summary>
    internal static string MarginChart(BacktestSummary summary)
    {
        MarginBacktest backtest = summary.Backtest;
        AssetId settlement = summary.Model.Settlement;
        double unit = Math.Pow(10, Money.DecimalsOf(settlement));
        List<TimeLine> lines = [.. summary.Tests.Select(test => new TimeLine(
            BacktestSummary.Words(test.Name),
            KindOf(test),
            [.. backtest.Days.Select(day => BacktestSummary.AmountOf(test, day).Raw / unit)]))];
        TimeMark[] marks = [.. summary.Tests.SelectMany(test => test.Breaches.Select(at => MarkOf(test, at)))];
        return new TimeChart(TimesOf(backtest), static value => value.ToString("#,0.####", Invariant)).ToSvg(
            $"Margin of one book over {backtest.Days.Length} days in {settlement}, its losses, {marks.Length} breaches",
            $"Margin and the loss of the next day, {settlement}",
            lines,
            [.. backtest.Days.Select(day => -day.Profit.Raw / unit)],
            marks);

        TimeMark MarkOf(CoverageTest test, int at)
        {
            MarginDay day = backtest.Days[at];
            string loss = ScenarioChart.Amount(-(Int128)day.Profit.Raw, settlement);
            string promised = ScenarioChart.Amount(BacktestSummary.AmountOf(test, day).Raw, settlement);
            string text = $"{BacktestTables.DayOf(day)}: loss {loss}, {BacktestSummary.Words(test.Name)} {promised}";
            return new TimeMark(at, -day.Profit.Raw / unit, KindOf(test), text);
        }
    }

    private static string ShareChart(BacktestSummary summary)
    {
        MarginBacktest backtest = summary.Backtest;
        string svg = new TimeChart(TimesOf(backtest), static value => (100 * value).ToString("0.##", Invariant) + " %")
            .ToSvg(
                $"Initial margin over the size of all positions, {backtest.Days.Length} days",
                "Initial margin / size",
                [new TimeLine("initial margin / size", "initial", [.. backtest.Days.Select(BacktestSummary.ShareOf)])],
                [],
                []);

        // Two pictures on one page: each title has a name of its own.
        return svg.Replace("chart-title", "share-title", StringComparison.Ordinal);
    }

    private static void AppendCards(StringBuilder page, BacktestSummary summary)
    {
        page.Append("<div class=\"cards\">\n");
        HtmlPage.AppendCard(
            page,
            Text($"at significance {summary.Significance:0.###}"),
            summary.IsRejected ? "rejected" : "not rejected",
            summary.IsRejected ? "bad" : "good");
        foreach (CoverageTest test in summary.Tests)
        {
            HtmlPage.AppendCard(
                page,
                $"breaches of {BacktestSummary.Words(test.Name)}",
                Text($"{test.Breaches.Length} of {test.Expected:0.0} expected"),
                test.IsRejected(summary.Significance) ? "bad" : "good");
        }

        foreach (Swing swing in summary.Swings.Where(static swing => swing.Measures is not null).Take(1))
        {
            HtmlPage.AppendCard(
                page, "peak to trough", Text($"{swing.Measures!.Value.PeakToTrough:0.00}"), string.Empty);
        }

        page.Append("</div>\n");
    }

    private static void AppendTests(StringBuilder page, BacktestSummary summary)
    {
        HtmlPage.AppendHead(
            page, "promise", "level", "breaches", "expected", "Kupiec p", "Christoffersen p", "joint p", "zone",
            "worst 250 days", "verdict");
        foreach (CoverageTest test in summary.Tests)
        {
            HtmlPage.AppendRow(
                page,
                BacktestSummary.Words(test.Name),
                Text($"{test.Backtest.Confidence:0.######}"),
                Text($"{test.Breaches.Length} of {test.Backtest.Counts.Observations}"),
                Text($"{test.Expected:0.0}"),
                Text($"{test.Backtest.Frequency.PValue:0.0000}"),
                Text($"{test.Backtest.Independence.PValue:0.0000}"),
                Text($"{test.Backtest.Joint.PValue:0.0000}"),
                BacktestSummary.Word(test.Backtest.Zone),
                Text($"{test.WorstYear}, {BacktestSummary.Word(test.WorstYearZone)}"),
                summary.VerdictOf(test));
        }

        page.Append("</table>\n<p>Kupiec: as many breaches as promised. Christoffersen: breaches come alone. Joint: ");
        page.Append("both. Zone: the Basel Committee's, over all days. What is kept better than promised is careful, ");
        page.Append("and not rejected.</p>\n");
    }

    private static void AppendSwings(StringBuilder page, BacktestSummary summary)
    {
        HtmlPage.AppendHead(page, "procyclicality of", "peak / trough", "largest rise", "1 day", "5 days", "30 days");
        foreach (Swing swing in summary.Swings.Where(static swing => swing.Measures is not null))
        {
            string[] increases = [.. swing.Increases.Select(static one => Text($"+{100 * one.Increase:0.0} %"))];
            HtmlPage.AppendRow(
                page,
                BacktestSummary.Words(swing.Name),
                [
                    Text($"{swing.Measures!.Value.PeakToTrough:0.00}"),
                    Text($"{swing.Measures!.Value.LargestRise:0.00}"),
                    .. increases,
                ]);
        }

        page.Append("</table>\n");
    }

    private static void AppendBreaches(StringBuilder page, BacktestSummary summary)
    {
        AssetId settlement = summary.Model.Settlement;
        page.Append("<h2>Every breach</h2>\n");
        HtmlPage.AppendHead(page, "day", "of", $"loss, {settlement}", $"promised, {settlement}");
        foreach (CoverageTest test in summary.Tests)
        {
            foreach (int at in test.Breaches)
            {
                MarginDay day = summary.Backtest.Days[at];
                HtmlPage.AppendRow(
                    page,
                    BacktestTables.DayOf(day),
                    BacktestSummary.Words(test.Name),
                    ScenarioChart.Amount(-(Int128)day.Profit.Raw, settlement),
                    ScenarioChart.Amount(BacktestSummary.AmountOf(test, day).Raw, settlement));
            }
        }

        page.Append("</table>\n");
    }

    private static IFormatProvider Invariant => CultureInfo.InvariantCulture;

    private static string KindOf(CoverageTest test) => test.Name switch
    {
        "initialMargin" => "initial",
        "maintenanceMargin" => "maintenance",
        _ => "measure",
    };

    private static ImmutableArray<Instant> TimesOf(MarginBacktest backtest) =>
        [.. backtest.Days.Select(static day => day.Time)];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
