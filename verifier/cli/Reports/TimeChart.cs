using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Net;
using System.Text;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>A line of a chart over time.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its colour: initial, maintenance or measure.</param>
/// <param name="Values">One a moment.</param>
internal sealed record TimeLine(string Name, string Kind, IReadOnlyList<double> Values);

/// <summary>A moment of a chart that is marked.</summary>
/// <param name="At">The index of the moment.</param>
/// <param name="Value">How high the mark stands.</param>
/// <param name="Kind">Its colour and size: initial, maintenance or measure.</param>
/// <param name="Text">What it is, for who points at it.</param>
internal readonly record struct TimeMark(int At, double Value, string Kind, string Text);

/// <summary>Lines, bars and marks over time, in SVG that needs nothing else.</summary>
/// <param name="times">The moments, ascending.</param>
/// <param name="format">How a number of the vertical axis is written.</param>
internal sealed class TimeChart(ImmutableArray<Instant> times, Func<double, string> format)
{
    private const int Width = 860;
    private const int Height = 340;
    private const int Left = 96;
    private const int Right = 848;
    private const int Top = 48;
    private const int Bottom = 312;
    private const int MostTicks = 6;
    private const int GapFactor = 5;
    private const int YearsForYearTicks = 2;

    private const string Style =
        "<style>.line{fill:none;stroke-width:1.3}.initial{stroke:#2b5c8a}.maintenance{stroke:#b7791f}"
        + ".measure{stroke:#7a5ea8}.bar{stroke:#a9afb8;stroke-width:.7}.grid{stroke:#8a8f98;stroke-opacity:.25}"
        + "circle{stroke:none}circle.initial{fill:#c0392b}circle.maintenance{fill:#e08e0b}"
        + "circle.measure{fill:#7a5ea8}@media(prefers-color-scheme:dark){.initial{stroke:#7fb2e5}"
        + ".maintenance{stroke:#e6b35a}.measure{stroke:#b9a3e3}.bar{stroke:#6c737d}circle.initial{fill:#ff7a66}"
        + "circle.maintenance{fill:#ffc04d}circle.measure{fill:#cdbcf0}}</style>\n";

    /// <summary>The picture.</summary>
    /// <param name="title">What it shows, in a sentence.</param>
    /// <param name="heading">What it says above itself.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="bars">Bars from zero, one a moment; a bar below zero is not drawn. May be empty.</param>
    /// <param name="marks">The marks.</param>
    internal string ToSvg(
        string title,
        string heading,
        IReadOnlyList<TimeLine> lines,
        IReadOnlyList<double> bars,
        IReadOnlyList<TimeMark> marks)
    {
        double highest = lines.SelectMany(static line => line.Values).Concat(bars).Append(0).Max();
        double top = highest > 0 ? highest * 1.04 : 1;
        StringBuilder svg = new();
        SvgFrame.Open(svg, Width, Height, WebUtility.HtmlEncode(title), WebUtility.HtmlEncode(heading));
        svg.Append(Style);
        AppendGrid(svg, top);
        AppendBars(svg, bars, top);
        foreach (TimeLine line in lines)
        {
            AppendLine(svg, line, top);
        }

        foreach (TimeMark mark in marks)
        {
            string text = WebUtility.HtmlEncode(mark.Text);
            svg.Append(Text($"<circle class=\"{mark.Kind}\" cx=\"{X(mark.At):0.0}\" cy=\"{Y(mark.Value, top):0.0}\" "));
            svg.Append(Text($"r=\"{RadiusOf(mark.Kind)}\"><title>{text}</title></circle>\n"));
        }

        AppendLegend(svg, lines, bars.Count > 0, [.. marks.Select(static mark => mark.Kind).Distinct()]);
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private void AppendGrid(StringBuilder svg, double top)
    {
        foreach (double value in AxisTicks.Between(0, top, MostTicks))
        {
            double y = Y(value, top);
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left}\" y1=\"{y:0.0}\" x2=\"{Right}\" y2=\"{y:0.0}\"/>"));
            svg.Append(Text($"<text x=\"{Left - 6}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">{format(value)}</text>\n"));
        }

        foreach ((Instant time, string label) in TimeTicks())
        {
            double x = X(time);
            svg.Append(Text($"<line class=\"grid\" x1=\"{x:0.0}\" y1=\"{Top}\" x2=\"{x:0.0}\" y2=\"{Bottom}\"/>"));
            svg.Append(Text($"<text x=\"{x:0.0}\" y=\"{Bottom + 16}\" text-anchor=\"middle\">{label}</text>\n"));
        }
    }

    private void AppendBars(StringBuilder svg, IReadOnlyList<double> bars, double top)
    {
        StringBuilder path = new();
        for (int at = 0; at < bars.Count; at++)
        {
            if (bars[at] > 0)
            {
                path.Append(Text($"M{X(at):0.0} {Bottom}V{Y(bars[at], top):0.0}"));
            }
        }

        if (path.Length > 0)
        {
            svg.Append(Text($"<path class=\"bar\" d=\"{path}\"/>\n"));
        }
    }

    /// <summary>A line that breaks off where moments are missing.</summary>
    private void AppendLine(StringBuilder svg, TimeLine line, double top)
    {
        long usual = times.Length < 2 ? 1 : times[1].Seconds - times[0].Seconds;
        svg.Append(Text($"<path class=\"line {line.Kind}\" d=\""));
        for (int at = 0; at < times.Length; at++)
        {
            bool begins = at == 0 || times[at].Seconds - times[at - 1].Seconds > GapFactor * usual;
            svg.Append(Text($"{(begins ? 'M' : 'L')}{X(at):0.0} {Y(line.Values[at], top):0.0}"));
        }

        svg.Append("\"/>\n");
    }

    private static void AppendLegend(
        StringBuilder svg, IReadOnlyList<TimeLine> lines, bool hasBars, ReadOnlySpan<string> marks)
    {
        int x = Left;
        foreach (TimeLine line in lines)
        {
            svg.Append(Text($"<path class=\"line {line.Kind}\" d=\"M{x} 32h18\"/>"));
            Label(line.Name);
        }

        if (hasBars)
        {
            svg.Append(Text($"<path class=\"bar\" d=\"M{x + 4} 37v-9M{x + 9} 37v-6M{x + 14} 37v-10\"/>"));
            Label("loss of the day");
        }

        foreach (string kind in marks)
        {
            string name = lines.First(line => line.Kind == kind).Name;
            svg.Append(Text($"<circle class=\"{kind}\" cx=\"{x + 14}\" cy=\"32\" r=\"{RadiusOf(kind)}\"/>"));
            Label($"beyond {name}");
        }

        void Label(string name)
        {
            svg.Append(Text($"<text x=\"{x + 24}\" y=\"36\">{WebUtility.HtmlEncode(name)}</text>\n"));
            x += 36 + (6 * name.Length);
        }
    }

    private IEnumerable<(Instant Time, string Label)> TimeTicks()
    {
        DateTime first = DateTime.UnixEpoch.AddSeconds(times[0].Seconds);
        DateTime last = DateTime.UnixEpoch.AddSeconds(times[^1].Seconds);
        int months = ((last.Year - first.Year) * 12) + last.Month - first.Month;
        int step = months > 12 * YearsForYearTicks ? 12 : months > 12 ? 3 : 1;
        DateTime tick = step == 12 ? new DateTime(first.Year, 1, 1) : new DateTime(first.Year, first.Month, 1);
        for (; tick <= last; tick = tick.AddMonths(step))
        {
            if (tick >= first)
            {
                Instant time = new((long)(tick - DateTime.UnixEpoch).TotalSeconds);
                yield return (time, InstantText.Format(time)[..(step == 12 ? 4 : 7)]);
            }
        }
    }

    /// <summary>The rarer a breach, the larger its mark: marks of one day lie inside each other.</summary>
    private static string RadiusOf(string kind) => kind switch
    {
        "initial" => "6",
        "maintenance" => "4.5",
        _ => "3",
    };

    private double X(int at) => X(times[at]);

    private double X(Instant time)
    {
        double span = Math.Max(1, times[^1].Seconds - times[0].Seconds);
        return Left + ((Right - Left) * (time.Seconds - times[0].Seconds) / span);
    }

    private static double Y(double value, double top) => Bottom - ((Bottom - Top) * Math.Max(0, value) / top);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
