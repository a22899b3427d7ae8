using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Verifiable.Calibration.History;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Text;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>Price tables through the program: all that are at hand, and what it says of their problems.</summary>
public sealed class ImportPricesTests(WorkFolder folder, ITestOutputHelper output) : IClassFixture<WorkFolder>
{
    private const string TwoFaults = "date,BTC\n2021-01-01,10\n2021-01-02,11\n2021-01-03,25\n2021-01-06,24\n";

    // Every file is refused until each kind of problem of each series is accepted, then imported; what is printed of
    // each is reviewed against the provenance of the files.
    [DataFact("prices")]
    public async Task Import_EveryPriceFile_IsImportedWithTheAcceptancesItNeeds()
    {
        string[] files = ReferenceData.Files("prices", "*.csv*");
        StringBuilder session = new();
        int bars = 0;
        foreach (string file in files)
        {
            string[] needed = [.. Problems(file).Select(static problem => problem.SeriesWideName).Distinct()];
            string[] given = [.. Basics(file), .. needed.SelectMany(static name => new[] { "--accept", name })];
            Outcome refused = await CommandLine.RunAsync(folder.Path, Basics(file));
            Outcome imported = await CommandLine.RunAsync(folder.Path, [.. given, "-o", "real.json", "--json"]);

            Assert.Equal((needed.Length == 0 ? 0 : 3, 0), (refused.Code, imported.Code));
            byte[] json = await File.ReadAllBytesAsync(folder.File("real.json"));
            HistoryDocument document = HistoryDocument.Read(json, "real.json");
            Assert.Equal(json, HistoryDocument.Write(document));
            DocumentHistory.Require(document, "real.json");
            bars += JsonDocument.Parse(imported.Out).RootElement.GetProperty("bars").GetInt32();
            session.Append(Path.GetFileName(file)).Append('\n').Append(WithoutExamples(imported.Error)).Append('\n');
        }

        output.WriteLine($"{files.Length} files, {bars} bars");
        Assert.True(files.Length > 0);
        Snapshot.Match(session.ToString(), typeof(ImportPricesTests), extension: "txt");
    }

    [Fact]
    public async Task Import_CommittedFile_IsImported()
    {
        string file = Path.Combine(
            ReferenceData.Root, "tests", "data", "prices", "hourly_ohlc_stress_2020-03.csv.gz");

        Outcome outcome = await CommandLine.RunAsync(folder.Path, "import", "prices", file, "-o", "stress.json");

        Assert.Equal(0, outcome.Code);
        Assert.Equal(
            "rows: 1920, assets: 5, days: 16, bars: 1920 every 1h\n"
            + "from 2020-03-05T00:00:00Z to 2020-03-20T23:00:00Z\n",
            outcome.Error);
    }

    [Fact]
    public async Task Import_Problems_AreListedWithTheNamesThatAcceptThem()
    {
        await File.WriteAllTextAsync(folder.File("faults.csv"), TwoFaults);

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "import", "prices", "faults.csv", "-o", "faults.json");

        Assert.Equal((3, string.Empty), (outcome.Code, outcome.Out));
        Assert.Equal(
            """
            jump:BTC: 1, first at line 4 BTC 2021-01-03: 11 to 25, times 2.272727272727273; accept: --accept jump:BTC
            gap:BTC: 1, first at line 5 BTC 2021-01-06: 2 missing after 2021-01-03T00:00:00Z; accept: --accept gap:BTC
            DocumentInconsistent
              file      faults.csv
              at        line 4 BTC 2021-01-03
              found     jump: 11 to 25, times 2.272727272727273; 1 more
              accepted  a series without it, or acceptance by its name jump:BTC:2021-01-03

            """,
            outcome.Error);
        Assert.False(File.Exists(folder.File("faults.json")));
    }

    [Fact]
    public async Task Import_Accepted_AreToldAndWritten()
    {
        await File.WriteAllTextAsync(folder.File("faults.csv"), TwoFaults);

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path,
            "import", "prices", "faults.csv", "--accept", "jump:BTC:2021-01-03", "--accept", "gap:BTC", "-o", "-");

        Assert.Equal(0, outcome.Code);
        HistoryDocument document = HistoryDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(["gap:BTC", "jump:BTC:2021-01-03"], document.Accepted.AsEnumerable());
        Assert.Contains("accepted gap:BTC: 1, first at line 5", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--accept gap:ETH --accept jump:BTC --accept gap:BTC", 3, ErrorCode.MemberUnknown)]
    [InlineData("--underlying ETH", 3, ErrorCode.MemberMissing)]
    [InlineData("--quote dollars", 3, ErrorCode.IdentifierMalformed)]
    [InlineData("-o faults.csv", 8, ErrorCode.FileUnwritable)]
    [InlineData("--round up", 3, ErrorCode.ParameterOutOfRange)]
    public async Task Import_WrongOption_IsRefusedByName(string options, int exit, ErrorCode code)
    {
        await File.WriteAllTextAsync(folder.File("faults.csv"), TwoFaults);

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["import", "prices", "faults.csv", "--json", .. options.Split(' ')]);

        Assert.Equal(exit, outcome.Code);
        Assert.Equal(code, ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout").Code);
    }

    // What is left out is counted: a close of nothing, and of two rows of one day the earlier.
    [Fact]
    public async Task Import_BarsLeftOut_AreCounted()
    {
        await File.WriteAllTextAsync(
            folder.File("holes.csv"),
            "date,BTC\n2021-01-01,10\n2021-01-02,0\n2021-01-03,11\n2021-01-04,11\n2021-01-04,12\n2021-01-05,12.5\n");
        string[] arguments =
        [
            "import", "prices", "holes.csv", "-o", "holes.json", "--accept", "priceNotPositive:BTC", "--accept",
            "timeDuplicate:BTC", "--accept", "gap:BTC",
        ];

        Outcome text = await CommandLine.RunAsync(folder.Path, arguments);
        Outcome json = await CommandLine.RunAsync(folder.Path, [.. arguments, "--json", "--quiet"]);

        Assert.Equal((0, 0), (text.Code, json.Code));
        Assert.Contains("bars without a positive price, dropped: 1\n", text.Error, StringComparison.Ordinal);
        Assert.Contains(
            "bars of a moment that a later bar has too, dropped: 1\n", text.Error, StringComparison.Ordinal);
        JsonNode answer = JsonNode.Parse(json.Out)!;
        Assert.Equal(
            (1, 1, 4),
            (
                answer["withoutPrice"]!.GetValue<int>(),
                answer["replaced"]!.GetValue<int>(),
                answer["bars"]!.GetValue<int>()));
        Assert.Equal(
            HistoryDocument.Read(await File.ReadAllBytesAsync(folder.File("holes.json")), "holes.json").Source.Hash,
            HexText.Parse(answer["inputs"]!["textHash"]!.GetValue<string>(), "answer", "textHash"));
    }

    private static string WithoutExamples(string report) =>
        string.Join('\n', report.Split('\n').Where(static line => !line.StartsWith("  ", StringComparison.Ordinal)));

    private static string[] Basics(string file) =>
        ["import", "prices", file, "--round", "floor", .. IsNameless(file) ? new[] { "--underlying", "USDC" } : []];

    private static bool IsNameless(string file) =>
        Path.GetFileName(file).StartsWith("usdc_usd", StringComparison.Ordinal);

    private static ImmutableArray<HistoryProblem> Problems(string file) => PriceImporter.Examine(
        VenueFile.Read(file),
        new PriceImportOptions(Samples.Usd)
        {
            Rounding = ImportRounding.Floor,
            Underlyings = IsNameless(file) ? ["USDC"] : [],
        }).Problems;
}
