using System;
using System.Linq;
using System.Net;
using System.Text;
using Verifiable.Documents;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>
/// Equity after every stress as bars in SVG, each with a mark at the maintenance margin that it has to reach.
/// </summary>
internal static class StressChart
{
    private const int RowHeight = 20;
    private const int LabelWidth = 160;
    private const int BarsWidth = 500;
    private const int AmountWidth = 140;
    private const int Width = LabelWidth + BarsWidth + AmountWidth;
    private const int Top = 34;

    /// <summary>The picture.</summary>
    internal static string ToSvg(StressReport report)
    {
        AssetId settlement = report.Head.Settlement;
        (string Label, MarginResult Result)[] rows =
        [
            ("now", report.Before),
            .. report.Outcomes.Select(static outcome => (outcome.Stress.Label, outcome.After)),
        ];
        long lowest = Math.Min(0, rows.Min(static row => row.Result.Equity.Raw));
        long highest = Math.Max(0, rows.Max(static row =>
            Math.Max(row.Result.Equity.Raw, row.Result.MaintenanceMargin.Raw)));
        double span = Math.Max(1, (double)highest - lowest);
        int height = Top + (rows.Length * RowHeight) + 10;
        int below = report.Outcomes.Count(static outcome => outcome.IsBelowMaintenance);
        StringBuilder svg = new();
        SvgFrame.Open(
            svg,
            Width,
            height,
            Text($"Equity after {report.Outcomes.Length} stresses in {settlement}; {below} below maintenance"),
            $"Equity after each stress, and maintenance margin as a line, {settlement}");
        for (int at = 0; at < rows.Length; at++)
        {
            AppendRow(svg, rows[at].Label, rows[at].Result, Top + (at * RowHeight), lowest, span, settlement);
        }

        double zero = PlaceOf(0, lowest, span);
        svg.Append(Text($"<line class=\"axis\" x1=\"{zero:0.0}\" y1=\"{Top - 6}\" x2=\"{zero:0.0}\" "));
        svg.Append(Text($"y2=\"{height - 6}\"/>\n"));
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static void AppendRow(
        StringBuilder svg, string label, MarginResult result, int y, long lowest, double span, AssetId settlement)
    {
        long equity = result.Equity.Raw;
        bool isBelow = equity < result.MaintenanceMargin.Raw;
        string kind = equity < 0 ? "worst" : isBelow ? "loss" : "gain";
        double zero = PlaceOf(0, lowest, span);
        double end = PlaceOf(equity, lowest, span);
        double mark = PlaceOf(result.MaintenanceMargin.Raw, lowest, span);
        string name = WebUtility.HtmlEncode(label);
        string amount = ScenarioChart.Amount(equity, settlement);
        string needed = ScenarioChart.Amount(result.MaintenanceMargin.Raw, settlement);
        svg.Append(Text($"<g><title>{name}: equity {amount}, maintenance margin {needed}</title>"));
        svg.Append(Text($"<text x=\"0\" y=\"{y + 12}\">{name}</text>"));
        svg.Append(Text($"<rect class=\"{kind}\" x=\"{Math.Min(zero, end):0.0}\" y=\"{y}\" "));
        svg.Append(Text($"width=\"{Math.Max(Math.Abs(end - zero), 0.5):0.0}\" height=\"{RowHeight - 6}\" rx=\"1\"/>"));
        svg.Append(Text($"<line class=\"axis\" x1=\"{mark:0.0}\" y1=\"{y - 2}\" x2=\"{mark:0.0}\" "));
        svg.Append(Text($"y2=\"{y + RowHeight - 4}\" stroke-width=\"2\"/>"));
        svg.Append(Text($"<text x=\"{Width}\" y=\"{y + 12}\" text-anchor=\"end\">{amount}</text></g>\n"));
    }

    private static double PlaceOf(long amount, long lowest, double span) =>
        LabelWidth + (BarsWidth * (((double)amount - lowest) / span));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
