using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Returns;
using Verifiable.Documents.Importers;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Calibration.Support;

/// <summary>The price files at hand.</summary>
internal static class PriceData
{
    /// <summary>Every file, read, by its name without its folder.</summary>
    internal static PriceHistory[] Histories() => [.. ReferenceData.Files("prices", "*.csv*")
        .Select(static file => PriceHistoryReader.Read(VenueFile.Read(file) with { Name = Path.GetFileName(file) }))];

    /// <summary>The log returns of every series of daily closes with enough of them, with file and name.</summary>
    internal static IEnumerable<(string Name, double[] Returns)> Daily(int fewest) =>
        from history in Histories()
        where history.Layout == PriceLayout.DailyCloses
        from series in history.Series
        let returns = LogReturns.Of(history, [series.Name]).Values.Column(0).ToArray()
        where returns.Length >= fewest
        select ($"{history.File} {series.Name}", returns);
}
