using System;
using System.Linq;
using System.Text;
using Verifiable.Cli.Reports;

namespace Verifiable.Benchmarks.Growth;

/// <summary>Growth lines on logarithmic axes, in SVG that needs nothing else.</summary>
internal static class GrowthChart
{
    private const int Width = 860;
    private const int Height = 420;
    private const int Left = 70;
    private const int Right = 620;
    private const int Top = 40;
    private const int Bottom = 380;
    private const int LastSize = 6;
    private const int FirstTime = 1;
    private const int LastTime = 9;

    private static readonly string[] Colours = ["#2b5c8a", "#b7791f", "#7a5ea8", "#2f7d5b", "#c8553d"];

    internal static string ToSvg(GrowthLine[] lines)
    {
        StringBuilder svg = new();
        SvgFrame.Open(
            svg,
            Width,
            Height,
            "Time against size on logarithmic axes; a line as steep as the dashed one is linear",
            "Time against size, both logarithmic; dashed: linear");
        AppendGrid(svg);
        for (int at = 0; at < lines.Length; at++)
        {
            AppendLine(svg, lines[at], Colours[at % Colours.Length], Top + 20 + (at * 34));
        }

        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static void AppendGrid(StringBuilder svg)
    {
        for (int size = 0; size <= LastSize; size++)
        {
            double x = X(Math.Pow(10, size));
            svg.Append(Text($"<path class=\"axis\" stroke-opacity=\".3\" d=\"M{x:0.0} {Top}V{Bottom}\"/>"));
            svg.Append(Text($"<text x=\"{x:0.0}\" y=\"{Bottom + 16}\" text-anchor=\"middle\">10^{size}</text>\n"));
        }

        string[] names = ["10 ns", "100 ns", "1 us", "10 us", "100 us", "1 ms", "10 ms", "100 ms", "1 s"];
        for (int time = FirstTime; time <= LastTime; time++)
        {
            double y = Y(Math.Pow(10, time));
            svg.Append(Text($"<path class=\"axis\" stroke-opacity=\".3\" d=\"M{Left} {y:0.0}H{Right}\"/>"));
            svg.Append(Text($"<text x=\"{Left - 6}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">"));
            svg.Append(Text($"{names[time - 1]}</text>\n"));
        }

        svg.Append(Text($"<path class=\"axis\" stroke-dasharray=\"4 4\" d=\"M{X(1):0.0} {Y(100):0.0}"));
        svg.Append(Text($"L{X(1e6):0.0} {Y(1e8):0.0}\"/>\n"));
    }

    private static void AppendLine(StringBuilder svg, GrowthLine line, string colour, int legend)
    {
        string path = string.Concat(line.Points.Select((point, at) =>
            Text($"{(at == 0 ? 'M' : 'L')}{X(point.Size):0.0} {Y(point.Nanoseconds):0.0}")));
        svg.Append(Text($"<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" d=\"{path}\"/>\n"));
        svg.Append(Text($"<path stroke=\"{colour}\" stroke-width=\"3\" d=\"M{Right + 14} {legend}h18\"/>"));
        svg.Append(Text($"<text x=\"{Right + 38}\" y=\"{legend + 4}\">{line.Name}</text>"));
        svg.Append(Text($"<text x=\"{Right + 38}\" y=\"{legend + 17}\">{line.Unit}, slope {line.Slope:0.00}</text>\n"));
    }

    private static double X(double size) => Left + ((Right - Left) * Math.Log10(size) / LastSize);

    private static double Y(double nanoseconds)
    {
        double power = Math.Clamp(Math.Log10(nanoseconds), FirstTime, LastTime);
        return Bottom - ((Bottom - Top) * (power - FirstTime) / (LastTime - FirstTime));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
