using System.IO;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Importers;

/// <summary>The option chains that the repository holds: for demonstrations, and without reference data.</summary>
public sealed class CommittedChainTests
{
    private static readonly string Folder = Path.Combine(ReferenceData.Root, "tests", "data", "option-chains");

    [Fact]
    public void Import_CommittedChains_ReportIsTheVerifiedOne()
    {
        VenueFile[] files = [.. Directory.GetFiles(Folder, "*.gz").Order()
            .Select(static path => VenueFile.Read(path) with { Name = Path.GetFileName(path) })];

        ImportResult result = DeribitImporter.Import(files, new ImportOptions(Rounding: ImportRounding.Floor));

        byte[] document = MarketDocument.Write(result.Market);
        Assert.Equal(document, MarketDocument.Write(MarketDocument.Read(document, "market.json")));
        string report = string.Join('\n', ImportReportText.Lines(result.Report));
        Snapshot.Match(report, typeof(CommittedChainTests), extension: "txt");
    }
}
