using System;

namespace Verifiable.Benchmarks.Report;

/// <summary>The part of a document that is written by a run, between two comments.</summary>
internal static class FiguresSection
{
    /// <summary>The line that it begins with.</summary>
    internal const string Begin = "<!-- figures: written by scripts/bench.sh --update -->";

    /// <summary>The line that it ends with.</summary>
    internal const string End = "<!-- end of figures -->";

    /// <summary>The document with these figures in the place of those that it had.</summary>
    internal static string Replace(string document, string figures)
    {
        int begin = document.IndexOf(Begin, StringComparison.Ordinal);
        int end = document.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin
            ? throw new InvalidOperationException($"The document has no lines '{Begin}' and '{End}'.")
            : $"{document[..begin]}{Begin}\n\n{figures.TrimEnd()}\n\n{document[end..]}";
    }
}
