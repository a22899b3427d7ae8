using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace Verifiable.Cli.Reports;

/// <summary>Tables as every verb prints them: names at the left, numbers at the right.</summary>
internal static class Tables
{
    /// <summary>A table's head.</summary>
    internal static Table Of(string first, params IEnumerable<string> others)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (string name in others)
        {
            table.AddColumn(new TableColumn(new Text(name)) { Alignment = Justify.Right });
        }

        return table;
    }

    /// <summary>A line; its texts are printed as they are.</summary>
    internal static void Row(Table table, params IEnumerable<string> cells) =>
        table.AddRow(cells.Select(static cell => new Text(cell)));
}
