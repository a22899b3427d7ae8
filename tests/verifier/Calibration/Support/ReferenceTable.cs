using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Verifiable.Documents.Importers;

namespace Verifiable.Tests.Verifier.Calibration.Support;

/// <summary>A published table, plain or gzip, by column names.</summary>
internal sealed class ReferenceTable
{
    private readonly string[] _header;
    private readonly List<string[]> _rows = [];

    private ReferenceTable(string text)
    {
        using CsvReader reader = new("reference", text);
        List<string> fields = [];
        reader.TryRead(fields);
        _header = [.. fields.Select(static name => name.TrimStart('#'))];
        while (reader.TryRead(fields))
        {
            _rows.Add([.. fields]);
        }
    }

    internal IReadOnlyList<string> Header => _header;

    internal int Count => _rows.Count;

    internal static ReferenceTable Read(string file) => new(VenueFile.Read(file).ToText());

    internal string Text(int row, string column) => _rows[row][System.Array.IndexOf(_header, column)];

    internal double Number(int row, string column) => double.Parse(Text(row, column), CultureInfo.InvariantCulture);

    internal double[] Column(string column) => [.. Enumerable.Range(0, Count).Select(row => Number(row, column))];

    internal IEnumerable<int> RowsWhere(string column, string text) =>
        Enumerable.Range(0, Count).Where(row => Text(row, column) == text);
}
