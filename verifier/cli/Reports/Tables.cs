using Spectre.Console;

namespace Verifiable.Cli.Reports;

/// <summary>Tables of names and amounts, as every answer of margin prints them.</summary>
internal static class Tables
{
    /// <summary>What stands where there is no number.</summary>
    internal const string Absent = "-";

    /// <summary>A table whose first column holds names and whose others hold numbers.</summary>
    internal static Table Columns(string first, params string[] others)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(new Text(first)));
        foreach (string name in others)
        {
            table.AddColumn(new TableColumn(new Text(name)) { Alignment = Justify.Right });
        }

        return table;
    }

    /// <summary>A row as it is written: brackets are no markup.</summary>
    internal static void Add(this Table table, params string[] cells)
    {
        Text[] texts = new Text[cells.Length];
        for (int at = 0; at < cells.Length; at++)
        {
            texts[at] = new Text(cells[at]);
        }

        table.AddRow(texts);
    }
}
