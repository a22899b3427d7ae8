using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>Backtests of the shipped models over every day of the longest price table at hand.</summary>
public sealed class BacktestTests(RealHistoryFolder folder, ITestOutputHelper output)
    : IClassFixture<RealHistoryFolder>
{
    private static readonly string[] Portfolio =
        ["backtest", "daily.json", "-p", "portfolio-1.0", "-b", "five.json"];

    // Five coins from 2019 to 2022, with March 2020 and May 2021 among the days: the figures of the README.
    [DataFact("prices")]
    public async Task Backtest_FiveCoins_IsTheVerifiedTable()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path,
            [.. Portfolio, "--window", "365", "--html", "five.html", "-o", "five-out.json"]);

        output.WriteLine(outcome.Error);
        Assert.Equal(0, outcome.Code);
        Snapshot.Match(outcome.Out, typeof(BacktestTests), extension: "txt");
        JsonNode document = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("five-out.json")))!;
        Snapshot.Match(WithoutDays(document), typeof(BacktestTests));
        string page = await File.ReadAllTextAsync(folder.File("five.html"));
        Assert.Equal(2, page.Split("<svg ").Length - 1);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
    }

    [DataFact("prices")]
    public async Task Backtest_EveryDocument_FitsTheSchemaAndRunsTheSameAgain()
    {
        string[] options = ["backtest", "daily.json", "-b", "five.json", "--from", "2021-01-01T00:00:00Z", "--json"];

        Outcome first = await CommandLine.RunAsync(folder.Path, options);
        Outcome second = await CommandLine.RunAsync(folder.Path, options);

        Assert.Equal((0, first.Out), (first.Code, second.Out));
        string line = JsonSerializer.Serialize(new { schema = "backtest", document = first.Out }) + "\n";
        (int exit, string verdict) = await NodeScript.Run("scripts/validate-documents.mjs", line);
        Assert.Equal((0, "valid\n"), (exit, verdict));
    }

    // Hours make days: the hourly table says of a day what the daily one says, but for its source and its midnight.
    [DataFact("prices")]
    public async Task Backtest_HourlyHistory_IsWalkedByTheDay()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path,
            ["backtest", "hourly.json", .. Portfolio[2..], "--window", "250", "--json", "--quiet"]);

        Assert.Equal(string.Empty, outcome.Error);
        JsonNode document = JsonNode.Parse(outcome.Out)!;
        string[] days = [.. document["days"]!.AsArray().Select(static day => day!["time"]!.GetValue<string>())];
        Snapshot.Match(WithoutDays(document), typeof(BacktestTests));
        Assert.Contains("2020-03-12T00:00:00Z", days);
        Assert.Contains("2021-05-19T00:00:00Z", days);
    }

    [DataTheory("prices")]
    [InlineData("2021-04-26", true)] // 249 days to the last of 2021
    [InlineData("2021-04-25", false)]
    public async Task Backtest_FewerDaysThanAYearsTest_Warns(string from, bool isWarned)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path,
            "backtest", "daily.json", "-p", "portfolio-scan-1.0", "-b", "short.json", "--from", from,
            "--to", "2021-12-30");

        output.WriteLine(outcome.Error);
        Assert.Equal(
            isWarned, outcome.Error.Contains("warning: 249 days are fewer than the 250", StringComparison.Ordinal));
        Assert.Contains(isWarned ? "over 249 days" : "over 250 days", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_EmptyBook_IsRefusedWithItsFile()
    {
        string book = await File.ReadAllTextAsync(folder.File("short.json"));
        int rows = book.IndexOf("[ {", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("nothing.json"), book[..rows] + "[] }");

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "backtest", "stress.json", "-b", "nothing.json", "--json", "--quiet");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (ErrorCode.RowCountOutOfRange, "nothing.json", "/positions"), (refusal.Code, refusal.File, refusal.Path));
    }

    [Fact]
    public async Task Backtest_ToBeforeFrom_NamesBoth()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "backtest", "stress.json", "-b", "five.json", "--from", "2022-01-01", "--to", "2021-01-01");

        Assert.Contains(
            "--from 2022-01-01T00:00:00Z --to 2021-01-01T00:00:00Z", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--from before --to", outcome.Error, StringComparison.Ordinal);
    }

    // A margin of a hundredth of what a scan asks is broken through too often, and the exit code says so.
    [DataFact("prices")]
    public async Task Backtest_MarginThatIsTooSmall_Is1()
    {
        string model = Encoding.UTF8.GetString(Profiles.ReadModel("portfolio-scan-1.0"))
            .Replace("\"initial\": \"1.25\"", "\"initial\": \"0.02\"", StringComparison.Ordinal)
            .Replace("\"maintenance\": \"1\"", "\"maintenance\": \"0.01\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("small.json"), model);

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "backtest", "daily.json", "-p", "small.json", "-b", "short.json");

        Assert.Equal(1, outcome.Code);
        Assert.EndsWith("rejected at significance 0.05\n", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("red", outcome.Out, StringComparison.Ordinal);
    }

    [DataFact("prices")]
    public async Task Backtest_Interrupted_Is130AndLeavesNothing()
    {
        using Process process = CommandLine.Start(
            folder.Path, [.. Portfolio, "--html", "cut.html", "-o", "cut.json"]);
        while (await process.StandardError.ReadLineAsync() is string said
            && !said.StartsWith("backtest: ", StringComparison.Ordinal))
        {
            output.WriteLine(said);
        }

        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        Outcome outcome = await CommandLine.EndAsync(process);

        Assert.Equal((130, string.Empty), (outcome.Code, outcome.Out));
        Assert.Contains("RunInterrupted", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "cut.*"));
    }

    [Theory]
    [InlineData("-b five.json --window 10", 3, ErrorCode.ParameterOutOfRange, "window")]
    [InlineData("-b five.json --window 0", 3, ErrorCode.NumberOutOfRange, "--window")]
    [InlineData("-b five.json --from 2020-13-01", 3, ErrorCode.InstantMalformed, "--from")]
    [InlineData("-b five.json --from 2022-01-01 --to 2021-01-01", 3, ErrorCode.ParameterOutOfRange, "--from, --to")]
    [InlineData("-b five.json --from 2023-01-01T00:00:00Z", 3, ErrorCode.RowCountOutOfRange, "returns")]
    [InlineData("-b five.json --confidence 1", 3, ErrorCode.NumberOutOfRange, "--confidence")]
    [InlineData("-b stress.json", 3, ErrorCode.DocumentKindMismatch, "/schema")]
    [InlineData("-b five.json --html five.json", 8, ErrorCode.FileUnwritable, "--html")]
    [InlineData("-b unlisted.json", 3, ErrorCode.MemberMissing, "series")]
    public async Task Backtest_WrongInput_IsRefusedByName(string options, int exit, ErrorCode code, string path)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["backtest", "stress.json", "--json", "--quiet", .. options.Split(' ')]);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((exit, code, path), (outcome.Code, refusal.Code, refusal.Path));
    }

    /// <summary>
    /// The document without the days, which are a megabyte, but for their number, the first and the last; and without
    /// the engine, which another test locks.
    /// </summary>
    private static string WithoutDays(JsonNode document)
    {
        document.AsObject().Remove("engineId");
        JsonArray days = document["days"]!.AsArray();
        List<JsonNode> kept = [days[0]!.DeepClone(), days.Count, days[^1]!.DeepClone()];
        document["days"] = new JsonArray([.. kept]);
        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
