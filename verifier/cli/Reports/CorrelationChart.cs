using System;
using System.Text;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>Correlations as a heat map in SVG: the stronger the colour, the further from zero.</summary>
internal static class CorrelationChart
{
    private const int Cell = 44;
    private const int Left = 76;
    private const int Top = 56;
    private const int Bottom = 26;
    private const int LeastWidth = 620;
    private const int ShownPlaces = 2;

    private const string Style =
        "<style>.up{fill:#2b5c8a}.down{fill:#c8553d}.on text{fill:#fff}@media(prefers-color-scheme:dark){"
        + ".up{fill:#5f9bd6}.down{fill:#ff9d87}}</style>\n";

    // From here on a cell is too dark for the text of the page.
    private const long DarkRaw = Ratio.One * 55 / 100;

    /// <summary>The picture.</summary>
    internal static string ToSvg(CovarianceDocument document)
    {
        int size = document.Underlyings.Length;
        StringBuilder svg = new();
        SvgFrame.Open(
            svg,
            Math.Max(LeastWidth, Left + (size * Cell)),
            Top + (size * Cell) + Bottom,
            Text($"Correlations of {size} underlyings by {CovarianceNames.Of(document.Estimator.Method)}"),
            Text($"Correlations, {CovarianceNames.Of(document.Estimator.Method)}, ")
                + $"{InstantText.Format(document.From)[..10]} to {InstantText.Format(document.To)[..10]}");
        svg.Append(Style);
        for (int row = 0; row < size; row++)
        {
            AppendRow(svg, document, row);
        }

        svg.Append(Text($"<text x=\"0\" y=\"{Top + (size * Cell) + 18}\">{CovarianceRows.Hash(document)}</text>\n"));
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static void AppendRow(StringBuilder svg, CovarianceDocument document, int row)
    {
        int y = Top + (row * Cell);
        UnderlyingId name = document.Underlyings[row];
        svg.Append(Text($"<text x=\"{Left - 8}\" y=\"{y + 26}\" text-anchor=\"end\">{name}</text>"));
        svg.Append(Text($"<text x=\"{Left + (row * Cell) + (Cell / 2)}\" y=\"{Top - 8}\" text-anchor=\"middle\">"));
        svg.Append(Text($"{name}</text>\n"));
        for (int column = 0; column < document.Underlyings.Length; column++)
        {
            AppendCell(svg, document.CorrelationOf(row, column), Left + (column * Cell), y);
        }
    }

    private static void AppendCell(StringBuilder svg, Ratio correlation, int x, int y)
    {
        string opacity = CovarianceTables.Rounded(Math.Abs(correlation.Raw), ShownPlaces);
        string shown = CovarianceTables.Rounded(correlation.Raw, ShownPlaces);
        svg.Append(Text($"<rect class=\"{(correlation.Raw < 0 ? "down" : "up")}\" fill-opacity=\"{opacity}\" "));
        svg.Append(Text($"x=\"{x}\" y=\"{y}\" width=\"{Cell - 2}\" height=\"{Cell - 2}\"/>"));
        svg.Append(Math.Abs(correlation.Raw) > DarkRaw ? "<g class=\"on\">" : "<g>");
        svg.Append(Text($"<text x=\"{x + (Cell / 2) - 1}\" y=\"{y + 25}\" text-anchor=\"middle\">"));
        svg.Append(Text($"{shown}</text></g>\n"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
