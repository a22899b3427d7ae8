using System.Collections.Generic;
using System.Collections.Immutable;
using Verifiable.Engine.Market;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>
/// A market from Deribit's files: ticker dumps, book-summary dumps (a mark without a volatility is inverted) and
/// recorded option summaries, plain or gzip, recognised by their content.
/// </summary>
public static class DeribitImporter
{
    /// <summary>Imports the files as one snapshot.</summary>
    /// <param name="files">The files, at least one.</param>
    /// <param name="options">What to take.</param>
    /// <exception cref="MarginException">Names the file, the row and the field that is not understood.</exception>
    public static ImportResult Import(IReadOnlyList<VenueFile> files, ImportOptions options)
    {
        ImportFindings findings = new();
        List<RoundedValue> rounded = [];
        List<VenueQuote> quotes = [];
        ImmutableArray<ImportedFile>.Builder imported = ImmutableArray.CreateBuilder<ImportedFile>();
        foreach (VenueFile file in files)
        {
            VenueTable table = VenueReader.Read(file);
            quotes.AddRange(table.ReadQuotes(options.Rounding, rounded));
            imported.Add(new ImportedFile(file.Name, table.Layout.Name, table.Records.Count));
            foreach (string column in table.UnusedColumns)
            {
                findings.Add(ImportSubject.ColumnUnused, $"{file.Name} {Excerpt.Of(column)}");
            }
        }

        List<VenueQuote> kept = QuoteSelection.Select(quotes, options, findings);
        OptionVolatilities volatilities = OptionVolatilities.Of(kept, findings);
        List<ForwardSpread> spreads = [];
        MarketSnapshot market = SnapshotBuilder.Build(kept, volatilities.ByInstrument, findings, spreads);
        ImportReport report = new(
            imported.ToImmutable(),
            kept.Count,
            findings.ToImmutable(),
            [.. rounded],
            volatilities.FromFile,
            volatilities.Solved,
            volatilities.LargestFileError,
            volatilities.LargestSolvedError,
            [.. spreads]);
        return new ImportResult(market, report);
    }
}
