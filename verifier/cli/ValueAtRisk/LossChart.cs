using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MathNet.Numerics.Distributions;
using Verifiable.Cli.Reports;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.ValueAtRisk;

/// <summary>The distribution of profit and loss, with value at risk and expected shortfall, as a picture.</summary>
internal static class LossChart
{
    private const int Width = 860;
    private const int Height = 356;
    private const int Left = 20;
    private const int Right = 840;
    private const int Top = 92;
    private const int Bottom = 316;
    private const int Bins = 60;
    private const double LeastHeight = 1.5;
    private const int CurvePoints = 120;
    private const double CurveDeviations = 4;
    private const int MostTicks = 8;

    private const string Style =
        "<style>.curve{fill:none;stroke:#2b5c8a;stroke-width:1.5}.var{stroke:#c8553d;stroke-width:1.5}"
        + ".es{stroke:#8f1d14;stroke-width:1.5;stroke-dasharray:4 3}@media(prefers-color-scheme:dark){"
        + ".curve{stroke:#7fb2e5}.var{stroke:#ff9d87}.es{stroke:#ff7a66}}</style>\n";

    /// <summary>The picture: a histogram of the revalued days, or the density of the normal profit.</summary>
    internal static string ToSvg(VarResult result)
    {
        AssetId settlement = result.Inputs.Model.Parameters.Settlement;
        double unit = Math.Pow(10, Money.DecimalsOf(settlement));
        double[] profits = [.. VarAnswer.TotalsOf(result).Select(row => row.Profit.Raw / unit)];
        double deviation = result.Parametric?.Deviation ?? 0;
        double[] marks = [.. result.Measures.SelectMany(measure =>
            new[] { -measure.ValueAtRisk.Raw / unit, -measure.ExpectedShortfall.Raw / unit })];
        double low = profits.Concat(marks).Append(-CurveDeviations * deviation).Min();
        double high = profits.Concat(marks).Append(CurveDeviations * deviation).Max();
        Scale scale = new(low, high > low ? high : low + 1);
        StringBuilder svg = new();
        SvgFrame.Open(
            svg,
            Width,
            Height,
            Text($"Distribution of profit and loss in {settlement}: value at risk ")
                + ScenarioChart.Amount(result.Measures[0].ValueAtRisk.Raw, settlement),
            $"Profit and loss, {settlement}");
        svg.Append(Style);
        if (profits.Length > 0)
        {
            AppendHistogram(svg, profits, scale);
        }
        else
        {
            AppendDensity(svg, deviation, scale);
        }

        AppendAxis(svg, scale);
        AppendMeasures(svg, result, settlement, unit, scale);
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static void AppendHistogram(StringBuilder svg, double[] profits, Scale scale)
    {
        int[] counts = new int[Bins];
        double width = (scale.High - scale.Low) / Bins;
        foreach (double profit in profits)
        {
            counts[Math.Min(Bins - 1, (int)((profit - scale.Low) / width))]++;
        }

        double most = counts.Max();
        for (int bin = 0; bin < Bins; bin++)
        {
            double from = scale.Low + (bin * width);
            double height = counts[bin] == 0 ? 0 : Math.Max(LeastHeight, (Bottom - Top) * counts[bin] / most);
            double x = scale.X(from);
            svg.Append(Text($"<rect class=\"{(from + (width / 2) < 0 ? "loss" : "gain")}\" x=\"{x:0.0}\" "));
            svg.Append(Text($"y=\"{Bottom - height:0.0}\" width=\"{scale.X(from + width) - x - 1:0.0}\" "));
            svg.Append(Text($"height=\"{height:0.0}\"><title>{counts[bin]} days</title></rect>\n"));
        }
    }

    private static void AppendDensity(StringBuilder svg, double deviation, Scale scale)
    {
        double most = Normal.PDF(0, 1, 0);
        svg.Append("<path class=\"curve\" d=\"");
        for (int point = 0; point <= CurvePoints; point++)
        {
            double profit = scale.Low + ((scale.High - scale.Low) * point / CurvePoints);
            double height = (Bottom - Top) * Normal.PDF(0, 1, profit / deviation) / most;
            svg.Append(Text($"{(point == 0 ? 'M' : 'L')}{scale.X(profit):0.0} {Bottom - height:0.0}"));
        }

        svg.Append("\"/>\n");
    }

    private static void AppendAxis(StringBuilder svg, Scale scale)
    {
        svg.Append(Text($"<line class=\"axis\" x1=\"{Left}\" y1=\"{Bottom}\" x2=\"{Right}\" y2=\"{Bottom}\"/>\n"));
        foreach (double value in AxisTicks.Between(scale.Low, scale.High, MostTicks))
        {
            svg.Append(Text($"<text x=\"{scale.X(value):0.0}\" y=\"{Bottom + 16}\" text-anchor=\"middle\">"));
            svg.Append(Text($"{value:#,0.####}</text>\n"));
        }
    }

    private static void AppendMeasures(
        StringBuilder svg, VarResult result, AssetId settlement, double unit, Scale scale)
    {
        List<(string Kind, string Name, Money Amount)> lines = [];
        foreach (VarMeasure measure in result.Measures)
        {
            string words = VarAnswer.Words(measure.Name);
            lines.Add(("var", $"value at risk, {words}", measure.ValueAtRisk));
            lines.Add(("es", $"expected shortfall, {words}", measure.ExpectedShortfall));
        }

        for (int at = 0; at < lines.Count; at++)
        {
            (string kind, string name, Money amount) = lines[at];
            double x = scale.X(-amount.Raw / unit);
            int y = 32 + (13 * at);
            string text = $"{name}: {ScenarioChart.Amount(amount.Raw, settlement)}";
            svg.Append(Text($"<path class=\"{kind}\" d=\"M{x:0.0} {Top}V{Bottom}M{Left} {y - 4}h24\"/>"));
            svg.Append(Text($"<text x=\"{Left + 30}\" y=\"{y}\">{text}</text>\n"));
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>The horizontal axis.</summary>
    private readonly record struct Scale(double Low, double High)
    {
        internal double X(double value) => Left + ((Right - Left) * (value - Low) / (High - Low));
    }
}
