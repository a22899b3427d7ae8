using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>Turns a venue's file into rows of text: its kind is told by its content, never by its name.</summary>
internal static class VenueReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="MarginException">Names the file and the place.</exception>
    public static VenueTable Read(VenueFile file)
    {
        string text = file.ToText();
        return text.AsSpan().TrimStart().StartsWith("{") ? VenueJson.Read(file.Name, text) : ReadTable(file.Name, text);
    }

    private static VenueTable ReadTable(string file, string text)
    {
        using CsvReader reader = new(file, text);
        List<string> fields = [];
        reader.TryRead(fields);
        ImmutableArray<string> header = [.. fields];
        VenueLayout layout = Recognise(file, header);
        int[] positions = [.. layout.Columns.Select(column => column is null ? -1 : header.IndexOf(column))];
        List<VenueRecord> records = [];
        while (reader.TryRead(fields))
        {
            string place = $"line {reader.Line.ToString(CultureInfo.InvariantCulture)}";
            string[] texts = [.. positions.Select(position => position < 0 ? string.Empty : fields[position])];
            records.Add(new VenueRecord(file, layout, place, IsTable: true, texts));
            if (records.Count > VenueTable.MaxRows)
            {
                throw VenueTable.TooManyRows(file);
            }
        }

        return new VenueTable(layout, records, [.. header.Where(column => !layout.Columns.Contains(column))]);
    }

    private static VenueLayout Recognise(string file, ImmutableArray<string> header)
    {
        ImmutableHashSet<string> names = [.. header];
        VenueLayout[] kinds = [VenueLayout.Ticker, VenueLayout.BookSummary];
        VenueLayout? layout = kinds.FirstOrDefault(kind => kind.Matches(names));
        bool unique = names.Count == header.Length;
        return layout is not null && unique
            ? layout
            : throw new MarginException(
                ErrorCode.TableMalformed,
                file,
                "line 1",
                Excerpt.Of(string.Join(',', header)),
                unique ? VenueLayout.Accepted : "a header without repeated columns");
    }
}
