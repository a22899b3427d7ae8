using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>
/// A cascade by round, in SVG that needs nothing else: spots as shares of those before the shock, accounts liquidated,
/// and bad debt by who paid it.
/// </summary>
internal static class CascadeChart
{
    private const int Width = 800;
    private const int Left = 120;
    private const int Right = 780;
    private const int PanelHeight = 130;
    private const int PanelGap = 44;
    private const int Top = 50;
    private const int MostTicks = 12;
    private const int Height = Top + (3 * (PanelHeight + PanelGap));

    private static readonly string[] Lines = ["#2f6f9f", "#c8553d", "#2f7d5b", "#8a5fbf", "#b08a1e", "#5b6770"];

    /// <summary>The picture.</summary>
    /// <param name="cascade">The cascade, at its end.</param>
    /// <param name="before">The market before the shock.</param>
    /// <param name="settlement">The currency of the amounts.</param>
    internal static string ToSvg(Cascade cascade, MarketSnapshot before, AssetId settlement)
    {
        StringBuilder svg = new();
        int accounts = cascade.Rounds.Sum(static round => round.Liquidated);
        Int128 debt = cascade.Rounds.Aggregate(Int128.Zero, static (sum, round) => sum + round.BadDebt);
        svg.Append(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" "));
        svg.Append("aria-labelledby=\"chart-title\" font-family=\"system-ui,sans-serif\" font-size=\"11\">\n");
        svg.Append("<style>.fund{fill:#2f7d5b}.shared{fill:#c8553d}.open{fill:#8f1d14}.bar{fill:#8a8f98}");
        svg.Append(".axis{stroke:#8a8f98;fill:none}text{fill:#3b4048}");
        svg.Append("@media(prefers-color-scheme:dark){text{fill:#d5d9e0}}</style>\n");
        svg.Append(Text($"<title id=\"chart-title\">A cascade of {cascade.Rounds.Count} rounds over "));
        svg.Append(Text($"{cascade.Accounts.Count} accounts: {accounts} liquidations, bad debt "));
        svg.Append(Text($"{ScenarioChart.Amount(debt, settlement)} {settlement}</title>\n"));
        svg.Append("<text x=\"0\" y=\"16\" font-size=\"13\">Liquidation cascade by round</text>\n");
        AppendSpots(svg, cascade, before);
        AppendAccounts(svg, cascade);
        AppendDebt(svg, cascade, settlement);
        AppendTicks(svg, cascade.Rounds.Count);
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static void AppendSpots(StringBuilder svg, Cascade cascade, MarketSnapshot before)
    {
        UnderlyingId[] underlyings = [.. cascade.Rounds[0].Underlyings.Select(static one => one.Underlying)];
        double[][] shares = [.. underlyings.Select((_, at) => SharesOf(cascade, before, at))];
        double lowest = shares.SelectMany(static line => line).Append(1).Min();
        double highest = shares.SelectMany(static line => line).Append(1).Max();
        double span = Math.Max(1e-6, highest - lowest);
        AppendPanel(svg, 0, "spot, share of before", Percent(highest), Percent(lowest));
        foreach ((int at, double[] line) in shares.Index())
        {
            IEnumerable<string> points = line.Select((share, step) => Text(
                $"{X(step, line.Length):0.0},{PanelTop(0) + (PanelHeight * (highest - share) / span):0.0}"));
            string colour = Lines[at % Lines.Length];
            svg.Append(Text($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" "));
            svg.Append(Text($"points=\"{string.Join(' ', points)}\"><title>{underlyings[at]}</title></polyline>\n"));
            svg.Append(Text($"<text x=\"{Left + 10 + (at * 70)}\" y=\"{PanelTop(0) - 6}\" style=\"fill:{colour}\">"));
            svg.Append(Text($"{underlyings[at]} {Percent(line[^1])}</text>\n"));
        }
    }

    /// <summary>Before the shock, on which each round valued, and at the end.</summary>
    private static double[] SharesOf(Cascade cascade, MarketSnapshot before, int underlying)
    {
        UnderlyingId id = cascade.Rounds[0].Underlyings[underlying].Underlying;
        double start = Math.Max(1, SpotOf(before, id));
        IEnumerable<double> rounds = cascade.Rounds.Select(
            round => round.Underlyings[underlying].Spot.Raw / start);
        return [1, .. rounds, SpotOf(cascade.Market, id) / start];
    }

    private static double SpotOf(MarketSnapshot market, UnderlyingId underlying) =>
        market.Underlyings.FirstOrDefault(listed => listed.Underlying == underlying)?.Spot.Raw ?? 0;

    private static void AppendAccounts(StringBuilder svg, Cascade cascade)
    {
        int most = Math.Max(1, cascade.Rounds.Max(static round => round.Liquidated));
        AppendPanel(svg, 1, "accounts liquidated", Number(most), "0");
        foreach ((int index, CascadeRound round) in cascade.Rounds.Index())
        {
            AppendBar(svg, cascade, 1, index, 0, (double)round.Liquidated / most, "bar", Number(round.Liquidated));
        }
    }

    private static void AppendDebt(StringBuilder svg, Cascade cascade, AssetId settlement)
    {
        double most = Math.Max(1, cascade.Rounds.Max(static round => (double)round.BadDebt));
        AppendPanel(svg, 2, $"bad debt, {settlement}", Amount((Int128)most), "0");
        svg.Append(Text($"<text x=\"{Left + 10}\" y=\"{PanelTop(2) - 6}\">paid by the fund (green), "));
        svg.Append("by all equity (orange), by nobody (dark)</text>\n");
        foreach ((int index, CascadeRound round) in cascade.Rounds.Index())
        {
            double fund = (double)round.FundPaid / most;
            double shared = (double)round.Socialised / most;
            AppendBar(svg, cascade, 2, index, 0, fund, "fund", Amount(round.FundPaid));
            AppendBar(svg, cascade, 2, index, fund, shared, "shared", Amount(round.Socialised));
            double open = (double)round.Uncovered / most;
            AppendBar(svg, cascade, 2, index, fund + shared, open, "open", Amount(round.Uncovered));
        }

        string Amount(Int128 raw) => ScenarioChart.Amount(raw, settlement);
    }

    private static void AppendBar(
        StringBuilder svg,
        Cascade cascade,
        int panel,
        int round,
        double from,
        double size,
        string kind,
        string label)
    {
        if (size <= 0)
        {
            return;
        }

        int steps = cascade.Rounds.Count + 2;
        double width = Math.Min(40, 0.7 * (Right - Left) / (steps - 1));
        double y = PanelTop(panel) + (PanelHeight * (1 - from - size));
        svg.Append(Text($"<rect class=\"{kind}\" x=\"{X(round + 1, steps) - (width / 2):0.0}\" y=\"{y:0.0}\" "));
        svg.Append(Text($"width=\"{width:0.0}\" height=\"{PanelHeight * size:0.0}\">"));
        svg.Append(Text($"<title>round {round + 1}: {label}</title></rect>\n"));
    }

    private static void AppendPanel(StringBuilder svg, int panel, string name, string highest, string lowest)
    {
        int top = PanelTop(panel);
        svg.Append(Text($"<text x=\"0\" y=\"{top - 6}\">{name}</text>\n"));
        svg.Append(Text($"<text x=\"{Left - 8}\" y=\"{top + 10}\" text-anchor=\"end\">{highest}</text>\n"));
        svg.Append(Text($"<text x=\"{Left - 8}\" y=\"{top + PanelHeight}\" text-anchor=\"end\">{lowest}</text>\n"));
        svg.Append(Text($"<path class=\"axis\" d=\"M{Left} {top}V{top + PanelHeight}H{Right}\"/>\n"));
    }

    /// <summary>Names of the steps below the last panel, no more than fit.</summary>
    private static void AppendTicks(StringBuilder svg, int rounds)
    {
        int every = 1 + (rounds / MostTicks);
        for (int step = 0; step <= rounds + 1; step++)
        {
            string? name = step == 0 ? "before" : step > rounds ? "end" : step % every == 0 ? Number(step) : null;
            if (name is not null)
            {
                svg.Append(Text($"<text x=\"{X(step, rounds + 2):0.0}\" y=\"{PanelTop(2) + PanelHeight + 16}\" "));
                svg.Append(Text($"text-anchor=\"middle\">{name}</text>\n"));
            }
        }
    }

    private static int PanelTop(int panel) => Top + (panel * (PanelHeight + PanelGap));

    private static double X(int step, int steps) => Left + 10 + ((Right - Left - 20) * (double)step / (steps - 1));

    private static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
