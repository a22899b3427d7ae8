using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>A venue's file as rows of text.</summary>
/// <param name="Layout">Its kind.</param>
/// <param name="Records">Its rows, in order.</param>
/// <param name="UnusedColumns">Columns or members that the importer does not take.</param>
/// <param name="SharedSpot">The spot that stands outside the rows, for kinds that have it there.</param>
internal sealed record VenueTable(
    VenueLayout Layout,
    IReadOnlyList<VenueRecord> Records,
    ImmutableArray<string> UnusedColumns,
    SharedSpot? SharedSpot = null)
{
    /// <summary>Most rows of a file: a hundred snapshots of every option that the venue lists.</summary>
    public const int MaxRows = 1 << 19;

    /// <summary>The refusal of a file with more rows.</summary>
    public static MarginException TooManyRows(string file) =>
        new(ErrorCode.DocumentTooLarge, file, "rows", string.Empty, $"at most {MaxRows} rows");

    /// <summary>The rows in the project's units.</summary>
    /// <param name="rounding">What to do with numbers finer than their unit.</param>
    /// <param name="rounded">Receives what was rounded.</param>
    /// <exception cref="MarginException">Names the file, the row and the field.</exception>
    public IReadOnlyList<VenueQuote> ReadQuotes(ImportRounding rounding, ICollection<RoundedValue> rounded)
    {
        List<VenueQuote> quotes = [.. Records.Select(record => VenueQuote.Read(record, rounding, rounded))];
        int printedPlaces = quotes.Where(quote => quote.Instrument.IsOption)
            .Select(quote => quote.Mark.Places)
            .DefaultIfEmpty()
            .Max();
        IEnumerable<VenueQuote> complete = quotes.Select(quote => quote with { PrintedPlaces = printedPlaces });
        return [.. SharedSpot is null ? complete : SharedSpot.GiveTo(complete, Records, rounding, rounded)];
    }
}
