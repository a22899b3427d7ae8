using System;
using System.Linq;
using System.Net;
using System.Text;
using Verifiable.Documents;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>Initial and maintenance margin of one book under several models, as bars in SVG.</summary>
internal static class ComparisonChart
{
    private const int ModeHeight = 52;
    private const int BarHeight = 14;
    private const int LabelWidth = 170;
    private const int BarsWidth = 450;
    private const int AmountWidth = 190;
    private const int Width = LabelWidth + BarsWidth + AmountWidth;
    private const int Top = 34;

    /// <summary>The picture.</summary>
    internal static string ToSvg(ComparisonDocument document)
    {
        int height = Top + (document.Modes.Length * ModeHeight);
        long largest = document.Modes.Max(static mode => Math.Max(
            mode.Result?.InitialMargin.Raw ?? 0, mode.Result?.MaintenanceMargin.Raw ?? 0));
        StringBuilder svg = new();
        string against = document.Baseline is null
            ? "no isolated one applies"
            : $"capital saved against {WebUtility.HtmlEncode(document.Baseline.Name)}";
        SvgFrame.Open(
            svg,
            Width,
            height,
            Text($"Margin of one book under {document.Modes.Length} models in {document.Settlement}; {against}"),
            $"Initial and maintenance margin, {document.Settlement}");
        for (int at = 0; at < document.Modes.Length; at++)
        {
            AppendMode(svg, document, document.Modes[at], Top + (at * ModeHeight), Math.Max(largest, 1));
        }

        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static void AppendMode(
        StringBuilder svg, ComparisonDocument document, ComparedMode mode, int y, double largest)
    {
        svg.Append(Text($"<text x=\"0\" y=\"{y + 11}\">{WebUtility.HtmlEncode(mode.Name)}</text>"));
        if (mode.Result is not MarginResult result)
        {
            svg.Append(Text($"<text x=\"{LabelWidth}\" y=\"{y + 11}\">does not apply: {mode.Refusal!.Code}</text>\n"));
            return;
        }

        AppendBar(svg, "loss", result.InitialMargin, y, largest, document.Settlement);
        AppendBar(svg, "gain", result.MaintenanceMargin, y + BarHeight + 2, largest, document.Settlement);
        string? percent = document.Baseline is ComparedMode baseline && baseline != mode
            ? document.SavedBy(mode)?.InitialPercent(baseline.Result!)
            : null;
        if (percent is not null)
        {
            svg.Append(Text($"<text x=\"0\" y=\"{y + 27}\">saves {percent} %</text>\n"));
        }
    }

    private static void AppendBar(
        StringBuilder svg, string kind, Money margin, int y, double largest, AssetId settlement)
    {
        double length = BarsWidth * Math.Max(margin.Raw, 0) / largest;
        svg.Append(Text($"<rect class=\"{kind}\" x=\"{LabelWidth}\" y=\"{y}\" width=\"{Math.Max(length, 0.5):0.0}\" "));
        svg.Append(Text($"height=\"{BarHeight}\" rx=\"1\"/>"));
        svg.Append(Text($"<text x=\"{Width}\" y=\"{y + 11}\" text-anchor=\"end\">"));
        svg.Append(Text($"{ScenarioChart.Amount(margin.Raw, settlement)}</text>\n"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
