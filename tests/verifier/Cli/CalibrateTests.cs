using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

public sealed class CalibrateTests(RealHistoryFolder folder) : IClassFixture<RealHistoryFolder>
{
    // The shipped residuals are another program's, in decimal arithmetic of 40 digits, from a filter that begins with
    // one return in the place of sixty. The set is the same to the last bit; the document has its own name and source.
    [DataFact("prices")]
    public async Task Calibrate_TheShippedProfilesHistory_IsTheShippedScenarioSet()
    {
        Profile shipped = Profiles.Open("portfolio-1.0");

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "calibrate", "four.json", "-o", "shipped.json", "--model-output", "shipped.model.json");

        Assert.Equal(0, outcome.Code);
        byte[] written = await File.ReadAllBytesAsync(folder.File("shipped.json"));
        ScenariosDocument document = ScenariosDocument.Read(written, "shipped.json");
        Assert.Equal(ScenarioRows.Hash(shipped.Scenarios.Set), ScenarioRows.Hash(document.Set));
        Assert.Equal("portfolio-2023-12-31", document.Name);
        Assert.NotNull(document.History);
        Assert.Equal(
            ScenariosDocument.Write(shipped.Scenarios),
            ScenariosDocument.Write(document with { Name = shipped.Scenarios.Name, History = null }));
        Assert.Equal(
            Profiles.ReadModel("portfolio-1.0"), await File.ReadAllBytesAsync(folder.File("shipped.model.json")));
    }

    [DataFact("prices")]
    public async Task Calibrate_FiveCoins_IsTheVerifiedTableAndTheSameBytesAgain()
    {
        string[] options = ["calibrate", "daily.json", .. Five];

        Outcome first = await CommandLine.RunAsync(folder.Path, [.. options, "-o", "first.json"]);
        Outcome second = await CommandLine.RunAsync(folder.Path, [.. options, "-o", "second.json"]);

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Equal(
            await File.ReadAllBytesAsync(folder.File("first.json")),
            await File.ReadAllBytesAsync(folder.File("second.json")));
        Snapshot.Match(first.Out, typeof(CalibrateTests), extension: "txt");
    }

    // As of a moment: the bar that closes at it counts, the next does not, whatever the history goes on to hold.
    [DataFact("prices")]
    public async Task Calibrate_AsOf_IsWhatAShorterHistoryGives()
    {
        HistoryDocument whole = HistoryDocument.Read(
            await File.ReadAllBytesAsync(folder.File("four.json")), "four.json");
        int rows = whole.Times.Length - 184;
        HistoryDocument shorter = whole with
        {
            Times = whole.Times[..rows],
            Closes = whole.Closes[..(rows * whole.Assets.Length)],
        };
        await File.WriteAllBytesAsync(folder.File("shorter.json"), HistoryDocument.Write(shorter));

        Outcome asOf = await CommandLine.RunAsync(
            folder.Path, "calibrate", "four.json", "--as-of", "2023-07-01T00:00:00Z", "-o", "as-of.json", "--json");
        Outcome cut = await CommandLine.RunAsync(
            folder.Path, "calibrate", "shorter.json", "-o", "cut.json", "--json");

        Assert.Equal(ScenarioLine(cut.Out), ScenarioLine(asOf.Out));
        Assert.Contains("\"to\": \"2023-06-30T00:00:00Z\"", asOf.Out, StringComparison.Ordinal);
    }

    // What was calibrated is a model and its scenarios: a book is margined with both, and with no other set.
    [DataFact("prices")]
    public async Task Calibrate_ModelAndScenarios_BelongTogether()
    {
        await CommandLine.RunAsync(
            folder.Path, ["calibrate", "daily.json", .. Five, "-o", "own.json", "--model-output", "own.model.json"]);

        Outcome own = await CommandLine.RunAsync(
            folder.Path, "backtest", "daily.json", "-p", "own.model.json", "-s", "own.json", "-b", "five.json",
            "--from", "2022-01-01T00:00:00Z", "--quiet");
        Outcome other = await CommandLine.RunAsync(
            folder.Path, "backtest", "daily.json", "-p", "own.model.json", "-s", "portfolio-1.0", "-b", "five.json");

        Assert.Equal((0, 3), (own.Code, other.Code));
        Assert.StartsWith("DocumentInconsistent", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--days 10", 3, ErrorCode.RowCountOutOfRange, "returns")]
    [InlineData("--days 0", 3, ErrorCode.NumberOutOfRange, "--days")]
    [InlineData("-p span-1.0", 3, ErrorCode.ParameterOutOfRange, "/rule")]
    [InlineData("--underlying BTC --underlying BTC", 3, ErrorCode.RowDuplicate, "--underlying")]
    [InlineData("--underlying btc", 3, ErrorCode.IdentifierMalformed, "--underlying")]
    [InlineData("--underlying SOL", 3, ErrorCode.MemberMissing, "series")]
    [InlineData("--as-of yesterday", 3, ErrorCode.InstantMalformed, "--as-of")]
    [InlineData("--as-of 2019-01-01T00:00:00Z", 3, ErrorCode.RowCountOutOfRange, "returns")]
    [InlineData("-o stress.json", 8, ErrorCode.FileUnwritable, "--output")]
    [InlineData("--model-output scenarios.json", 8, ErrorCode.FileUnwritable, "--model-output")]
    public async Task Calibrate_WrongInput_IsRefusedByName(string options, int exit, ErrorCode code, string path)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["calibrate", "stress.json", "--json", "--quiet", .. options.Split(' ')]);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((exit, code, path), (outcome.Code, refusal.Code, refusal.Path));
        Assert.False(File.Exists(folder.File("scenarios.json")));
    }

    private static string[] Five =>
    [
        "--underlying", "BTC", "--underlying", "ETH", "--underlying", "LTC", "--underlying", "XRP",
        "--underlying", "BCH",
    ];

    private static string ScenarioLine(string json) =>
        Array.Find(json.Split('\n'), static line => line.Contains("scenarioHash", StringComparison.Ordinal))!;
}
