using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Verifiable.Tests.Verifier.Margin;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>
/// A folder with the daily and the hourly tables as history documents, which need the reference data, with a short
/// history and a market that do not, and books on them.
/// </summary>
public sealed class RealHistoryFolder : IDisposable
{
    private static readonly ImmutableArray<string> Coins = ["BTC", "ETH", "LTC", "XRP", "BCH"];

    /// <summary>Writes the files.</summary>
    public RealHistoryFolder()
    {
        Path = Directory.CreateTempSubdirectory("verifiable-history-").FullName;
        WriteHistory("daily.json", "daily_close_usd_25*", Coins);
        WriteHistory("four.json", "daily_close_usd_4*", []);
        WriteHistory("hourly.json", "hourly_close*", Coins);

        string committed = System.IO.Path.Combine(
            ReferenceData.Root, "tests", "data", "prices", "hourly_ohlc_stress_2020-03.csv.gz");
        System.IO.File.WriteAllBytes(File("stress.json"), HistoryDocument.Write(Import(committed, Coins)));
        System.IO.File.WriteAllBytes(File("market.json"), MarketDocument.Write(ChainMarket.Committed));
        Write("five.json", "BCH 30 300", "BTC 2 9000", "ETH -25 200", "LTC 60 60", "XRP 12000 0.25");
        Write("unlisted.json", "SOL 1 20");
        Write("short.json", "BTC -1 9000");
        WriteText("one.json", """{ "instrument": "ETH/USD", "quantity": "1" }""");
        WriteText(
            "short-strangle.json",
            """
            { "instrument": "ETH/USD:USD-240126-2400-C", "quantity": "-40" },
            { "instrument": "ETH/USD:USD-240126-2000-P", "quantity": "-60" }
            """);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>A file's full name.</summary>
    internal string File(string name) => System.IO.Path.Combine(Path, name);

    private void WriteHistory(string name, string pattern, ImmutableArray<string> coins)
    {
        foreach (string table in ReferenceData.Files("prices", pattern))
        {
            System.IO.File.WriteAllBytes(File(name), HistoryDocument.Write(Import(table, coins)));
        }
    }

    private static HistoryDocument Import(string table, ImmutableArray<string> coins)
    {
        PriceFindings findings = PriceImporter.Examine(
            VenueFile.Read(table),
            new PriceImportOptions(Samples.Usd) { Underlyings = coins, Rounding = ImportRounding.Floor });
        return PriceImporter.Import(
            findings, [.. findings.Problems.Select(static problem => problem.SeriesWideName).Distinct()]);
    }

    private void Write(string name, params string[] rows)
    {
        string[] positions = [.. rows.Select(static row => row.Split(' ')).Select(static row =>
            $$"""
            { "instrument": "{{row[0]}}/USD:USD", "quantity": "{{row[1]}}", "entryPrice": "{{row[2]}}",
              "fundingIndex": "0" }
            """)];
        WriteText(name, string.Join(", ", positions));
    }

    private void WriteText(string name, string positions) =>
        System.IO.File.WriteAllText(File(name), Book(positions));

    private static string Book(string positions) =>
        $$"""
        { "schema": "verifiable/book/1", "account": "0x{{new string('0', 62)}}a1", "sequence": 0, "cash": "100000",
          "collateral": [], "positions": [ {{positions}} ] }
        """;
}
