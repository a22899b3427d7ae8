using System;
using System.Text;

namespace Verifiable.Cli.Reports;

/// <summary>What every picture begins with: its size, its colours in light and dark, its title.</summary>
internal static class SvgFrame
{
    /// <summary>Opens the picture; the caller draws and closes it.</summary>
    /// <param name="svg">The picture.</param>
    /// <param name="width">Its width, in its own units.</param>
    /// <param name="height">Its height.</param>
    /// <param name="title">What it shows, in a sentence, for those who do not see it.</param>
    /// <param name="heading">What it says above itself.</param>
    internal static void Open(StringBuilder svg, int width, int height, string title, string heading)
    {
        svg.Append(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" "));
        svg.Append("aria-labelledby=\"chart-title\" font-family=\"system-ui,sans-serif\" font-size=\"11\">\n");
        svg.Append("<style>.gain{fill:#2f7d5b}.loss{fill:#c8553d}.worst{fill:#8f1d14}.axis{stroke:#8a8f98}");
        svg.Append("text{fill:#3b4048}@media(prefers-color-scheme:dark){text{fill:#d5d9e0}}</style>\n");
        svg.Append(Text($"<title id=\"chart-title\">{title}</title>\n"));
        svg.Append(Text($"<text x=\"0\" y=\"16\" font-size=\"13\">{heading}</text>\n"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
