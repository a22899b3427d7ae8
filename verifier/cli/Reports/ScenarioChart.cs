using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>Profit and loss of every scenario as horizontal bars, in SVG that needs nothing else.</summary>
internal static class ScenarioChart
{
    private const int RowHeight = 18;
    private const int LabelWidth = 150;
    private const int AmountWidth = 130;
    private const int BarsWidth = 520;
    private const int Width = LabelWidth + BarsWidth + AmountWidth;
    private const int Top = 34;

    /// <summary>The picture.</summary>
    /// <param name="result">Totals of every scenario.</param>
    /// <param name="scenarios">Their labels.</param>
    /// <param name="settlement">The currency of the amounts.</param>
    internal static string ToSvg(MarginResult result, ScenarioSet scenarios, AssetId settlement)
    {
        ImmutableArray<Money> totals = result.Totals;
        int height = Top + (totals.Length * RowHeight) + 10;
        long lowest = 0;
        long highest = 0;
        foreach (Money total in totals)
        {
            lowest = Math.Min(lowest, total.Raw);
            highest = Math.Max(highest, total.Raw);
        }

        double span = Math.Max(1, (double)highest - lowest);
        double zero = LabelWidth + (BarsWidth * (-(double)lowest / span));
        StringBuilder svg = new();
        string worst = result.WorstLoss.Raw == 0
            ? "none loses anything"
            : $"the worst loses {Amount(result.WorstLoss.Raw, settlement)}";
        SvgFrame.Open(
            svg,
            Width,
            height,
            Text($"Profit and loss of {totals.Length} scenarios in {settlement}; {worst}"),
            $"Scenario profit and loss, {settlement}");
        for (int scenario = 0; scenario < totals.Length; scenario++)
        {
            AppendBar(svg, scenario, result, scenarios.Scenarios[scenario].Label, settlement, zero, span);
        }

        svg.Append(Text($"<line class=\"axis\" x1=\"{zero:0.0}\" y1=\"{Top - 6}\" x2=\"{zero:0.0}\" "));
        svg.Append(Text($"y2=\"{height - 6}\"/>\n"));
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    /// <summary>An amount with its currency's places, grouped by thousands.</summary>
    internal static string Amount(Int128 raw, AssetId settlement)
    {
        string plain = DecimalText.Format(raw, Money.DecimalsOf(settlement));
        int point = plain.IndexOf('.', StringComparison.Ordinal);
        string whole = point < 0 ? plain : plain[..point];
        string fraction = point < 0 ? string.Empty : plain[point..];
        return Int128.Parse(whole, CultureInfo.InvariantCulture) == 0
            ? plain
            : Int128.Parse(whole, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture) + fraction;
    }

    private static void AppendBar(
        StringBuilder svg,
        int scenario,
        MarginResult result,
        string label,
        AssetId settlement,
        double zero,
        double span)
    {
        long total = result.Totals[scenario].Raw;
        double length = BarsWidth * Math.Abs((double)total) / span;
        double left = total < 0 ? zero - length : zero;
        int y = Top + (scenario * RowHeight);
        bool isWorst = scenario == result.WorstScenario && total < 0;
        string kind = isWorst ? "worst" : total < 0 ? "loss" : "gain";
        string name = WebUtility.HtmlEncode(label.Length > 0 ? label : $"scenario {scenario}");
        svg.Append(Text($"<g><title>{name}: {Amount(total, settlement)}</title>"));
        svg.Append(Text($"<text x=\"0\" y=\"{y + 11}\">{name}</text>"));
        svg.Append(Text($"<rect class=\"{kind}\" x=\"{left:0.0}\" y=\"{y}\" width=\"{Math.Max(length, 0.5):0.0}\" "));
        svg.Append(Text($"height=\"{RowHeight - 5}\" rx=\"1\"/>"));
        svg.Append(Text($"<text x=\"{Width}\" y=\"{y + 11}\" text-anchor=\"end\">"));
        svg.Append(Text($"{Amount(total, settlement)}</text></g>\n"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
