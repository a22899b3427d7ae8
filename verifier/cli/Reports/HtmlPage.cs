using System;
using System.Net;
using System.Text;

namespace Verifiable.Cli.Reports;

/// <summary>What every page begins with and is made of: one self-contained file, light and dark.</summary>
internal static class HtmlPage
{
    private const string Style =
        """
        :root{color-scheme:light dark;--line:#d9dce1;--soft:#f4f5f7;--bad:#8f1d14;--good:#2f7d5b}
        @media(prefers-color-scheme:dark){:root{--line:#3a3f47;--soft:#23262b;--bad:#ff8f7d;--good:#7fd0a8}}
        body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
        table{border-collapse:collapse;width:100%}
        th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem}
        .card{background:var(--soft);border-radius:.5rem;padding:.7rem 1rem}.card b{display:block;font-size:1.15rem}
        .bad{color:var(--bad)}.good{color:var(--good)}svg{width:100%;height:auto}
        """;

    /// <summary>Opens the page; the caller fills and closes it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="title">What it is about, as plain text.</param>
    internal static void Open(StringBuilder page, string title)
    {
        string heading = WebUtility.HtmlEncode(title);
        page.Append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
        page.Append(Text($"<title>{heading}</title>\n<style>\n{Style}</style>\n<h1>{heading}</h1>\n"));
    }

    /// <summary>One figure.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">Its name.</param>
    /// <param name="amount">Its amount.</param>
    /// <param name="kind">good, bad or nothing.</param>
    internal static void AppendCard(StringBuilder page, string name, string amount, string kind) =>
        page.Append(Text($"<div class=\"card\">{name}<b class=\"{kind}\">{amount}</b></div>\n"));

    /// <summary>A table's head: the first column holds names, the others numbers.</summary>
    internal static void AppendHead(StringBuilder page, string first, params ReadOnlySpan<string> others)
    {
        page.Append(Text($"<table>\n<tr><th>{first}"));
        foreach (string name in others)
        {
            page.Append(Text($"<th class=\"n\">{name}"));
        }

        page.Append('\n');
    }

    /// <summary>A row of a table; cells are plain text.</summary>
    internal static void AppendRow(StringBuilder page, string first, params ReadOnlySpan<string> others)
    {
        page.Append(Text($"<tr><td>{WebUtility.HtmlEncode(first)}"));
        foreach (string cell in others)
        {
            page.Append(Text($"<td class=\"n\">{WebUtility.HtmlEncode(cell)}"));
        }

        page.Append('\n');
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
