using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Contracts;

/// <summary>One row of a table in a Markdown file of the checkout.</summary>
/// <param name="Heading">The heading above the table.</param>
/// <param name="Cells">The cells, trimmed.</param>
internal sealed record MarkdownRow(string Heading, ImmutableArray<string> Cells)
{
    /// <summary>The row in a failure's text.</summary>
    public override string ToString() => $"{Heading}: {Cells[0]}";

    /// <summary>The words in backticks of a cell.</summary>
    internal IEnumerable<string> Names(int cell) => MarkdownTable.Quoted(Cells[cell]);
}

/// <summary>The tables of a Markdown file.</summary>
internal static partial class MarkdownTable
{
    /// <summary>Every row but the header rows, in order.</summary>
    internal static ImmutableArray<MarkdownRow> Read(params ReadOnlySpan<string> path)
    {
        string heading = string.Empty;
        List<MarkdownRow> rows = [];
        bool inBody = false;
        foreach (string line in File.ReadLines(Path.Combine([ReferenceData.Root, .. path])))
        {
            if (line.StartsWith('#'))
            {
                heading = line.TrimStart('#', ' ');
            }

            bool isRow = line.StartsWith('|');
            bool isRule = isRow && line.All(static letter => letter is '|' or '-');
            if (isRow && inBody)
            {
                rows.Add(new MarkdownRow(heading, Cells(line)));
            }

            inBody = isRow && (inBody || isRule);
        }

        return [.. rows];
    }

    /// <summary>The words in backticks.</summary>
    internal static IEnumerable<string> Quoted(string text) =>
        Backticks().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>A pipe in a cell is written with a backslash.</summary>
    private static ImmutableArray<string> Cells(string line) =>
        [.. Pipe().Split(line.Trim('|')).Select(cell => cell.Trim().Replace(@"\|", "|", StringComparison.Ordinal))];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Pipe();
}
