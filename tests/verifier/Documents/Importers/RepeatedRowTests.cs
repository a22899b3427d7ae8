using System;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Market;
using Verifiable.Kernel;
using Xunit;
using static Verifiable.Tests.Verifier.Documents.Importers.VenueText;

namespace Verifiable.Tests.Verifier.Documents.Importers;

/// <summary>
/// Rows that repeat an instrument. Real dumps repeat one only at another moment; at one moment two rows either say the
/// same or nobody knows which holds, whatever their order.
/// </summary>
public sealed class RepeatedRowTests
{
    private const string Row = "BTC-13FEB21-100-C,1613068625266,100,100,0.1,100,0";

    /// <summary>Each differs from <see cref="Row"/> in one number of the same millisecond.</summary>
    public static TheoryData<string> Contradictions =>
    [
        "BTC-13FEB21-100-C,1613068625266,101,100,0.1,100,0",
        "BTC-13FEB21-100-C,1613068625266,100,101,0.1,100,0",
        "BTC-13FEB21-100-C,1613068625266,100,100,0.2,100,0",
        "BTC-13FEB21-100-C,1613068625266,100,100,0.1,200,0",
        "BTC-13FEB21-100-C,1613068625266,100,100,0.1,,0",
        "BTC-13FEB21-100-C,1613068625266,100,100,0.1,100,0.01",
    ];

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Import_SameMomentOtherNumbers_IsRefusedNamingBothRows(string other)
    {
        foreach (string[] rows in new string[][] { [Row, other], [other, Row] })
        {
            MarginException refusal = Refusal(File([TickerHeader, .. rows]));

            Assert.Equal((ErrorCode.RowDuplicate, "chain", "line 3"), (refusal.Code, refusal.File, refusal.Path));
            Assert.Equal("BTC/USD:BTC-210213-100-C", refusal.Value);
            Assert.Contains("chain line 2 gives it other numbers", refusal.Accepted, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Row)]
    [InlineData("BTC-13FEB21-100-C,1613068625266,100.0,100,0.1000,100.00,0.0")]
    public void Import_SameMomentSameNumbers_IsDroppedAndCounted(string same)
    {
        ImportResult once = Import(TickerHeader, Row);

        ImportResult twice = Import(TickerHeader, Row, same);

        Assert.Equal(MarketDocument.Write(once.Market), MarketDocument.Write(twice.Market));
        ImportFinding finding = Assert.Single(twice.Report.Findings);
        Assert.Equal((ImportSubject.Duplicate, 1), (finding.Subject, finding.Count));
        Assert.Equal("chain line 3", Assert.Single(finding.Examples));
        Assert.Equal((2, 1, 1), (twice.Report.RowsRead, twice.Report.RowsKept, twice.Report.RowsDropped));
    }

    /// <summary>What a later row replaces decides nothing, so its contradictions do not matter.</summary>
    [Fact]
    public void Import_ContradictionBeforeALaterRow_TakesTheLaterRowInAnyOrder()
    {
        string[] rows =
        [
            Row,
            "BTC-13FEB21-100-C,1613068625266,100,100,0.2,200,0",
            "BTC-13FEB21-100-C,1613068625267,100,100,0.3,300,0",
        ];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

        Assert.All(orders, order =>
        {
            ImportResult result = Import([TickerHeader, .. order.Select(at => rows[at])]);
            VolatilityPoint point = Assert.Single(result.Market.Underlyings[0].Expiries[0].Surface.Strikes);
            Assert.Equal(3_000_000_000_000, point.Volatility.Raw);
            Assert.Equal(2, result.Report.CountOf(ImportSubject.EarlierSnapshot));
        });
    }

    [Fact]
    public void Import_ContradictionAcrossFiles_IsRefusedNamingBothFiles()
    {
        VenueFile[] files =
        [
            File(TickerHeader, Row) with { Name = "first.csv" },
            File(TickerHeader, Row.Replace("0.1", "0.2", StringComparison.Ordinal)) with { Name = "second.csv" },
        ];

        MarginException refusal =
            Assert.Throws<MarginException>(() => DeribitImporter.Import(files, new ImportOptions()));

        Assert.Equal((ErrorCode.RowDuplicate, "second.csv", "line 2"), (refusal.Code, refusal.File, refusal.Path));
        Assert.Contains("first.csv line 2", refusal.Accepted, StringComparison.Ordinal);
    }

    /// <summary>A recorder repeats a quiet instrument's row beside a newer spot: the newer recording holds.</summary>
    [Fact]
    public void Import_SameRowBesideANewerSpot_TakesTheNewerSpot()
    {
        VenueFile older = Recorded("2022-01-27T01:00:00.011Z", "2482.93");
        VenueFile newer = Recorded("2022-01-27T01:01:00.011Z", "2490");

        Assert.All(new VenueFile[][] { [older, newer], [newer, older] }, static files =>
        {
            ImportResult result = DeribitImporter.Import(files, new ImportOptions());
            Assert.Equal(249_000_000_000, Assert.Single(result.Market.Underlyings).Spot.Raw);
            Assert.Equal(1, result.Report.CountOf(ImportSubject.EarlierSnapshot));
        });
    }

    private static VenueFile Recorded(string at, string spot) => Of($$"""
        { "context": { "currency": "ETH" }, "params": { "at": "{{at}}", "underlyingPrice": {{spot}}, "options": [
          { "symbol": "ETH-4FEB22-2500-C", "markPrice": 0.047, "underlyingPrice": 2481.54,
            "timestamp": "2022-01-27T00:59:55.708Z" } ] } }
        """);
}
