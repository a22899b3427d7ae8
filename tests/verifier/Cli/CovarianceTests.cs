using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

public sealed class CovarianceTests(RealHistoryFolder folder) : IClassFixture<RealHistoryFolder>
{
    private static readonly string[] Var =
        ["var", "-m", "market.json", "-b", "short-strangle.json", "--method", "parametric"];

    [DataTheory("prices")]
    [InlineData("sample")]
    [InlineData("ewma")]
    [InlineData("dcc")]
    [InlineData("shrinkage")]
    public async Task Covariance_FiveCoins_IsTheVerifiedTableAndPicture(string method)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "calibrate", "daily.json", "--covariance", $"{method}.json", "--method", method,
            "--svg", $"{method}.svg");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(CovarianceTests), method, "txt");
        Snapshot.Match(
            await File.ReadAllTextAsync(folder.File($"{method}.svg")), typeof(CovarianceTests), method, "svg");
    }

    [DataFact("prices")]
    public async Task Covariance_Json_IsTheFileAndOfItsSchema()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "calibrate", "daily.json", "--covariance", "opinion.json", "--correlation", "ETH,BTC=-0.9",
            "--long-run-floor", "--json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        byte[] written = await File.ReadAllBytesAsync(folder.File("opinion.json"));
        Assert.Equal(Encoding.UTF8.GetString(written), outcome.Out);
        CovarianceDocument document = CovarianceDocument.Read(written, "opinion.json");
        Assert.Equal(CorrelationRepairMethod.Clip, document.Repair.Method);
        Assert.Contains(CovarianceRows.Hash(document).ToString(), outcome.Out, StringComparison.Ordinal);
        string line = JsonSerializer.Serialize(new { schema = "covariance", document = outcome.Out }) + "\n";
        Assert.Equal((0, "valid\n"), await NodeScript.Run("scripts/validate-documents.mjs", line));
    }

    // The file says what var would estimate itself: the whole answer is the same, to the last character.
    [DataFact("prices")]
    public async Task Var_Covariance_IsVarFromItsHistory()
    {
        await CommandLine.RunAsync(
            folder.Path, "calibrate", "four.json", "--covariance", "eth.json", "--underlying", "ETH",
            "--as-of", "2024-01-08");

        Outcome history = await CommandLine.RunAsync(
            folder.Path, [.. Var, "--history", "four.json", "--json", "--quiet"]);
        Outcome covariance = await CommandLine.RunAsync(
            folder.Path, [.. Var, "--covariance", "eth.json", "--json", "--quiet"]);

        Assert.Equal((0, 0), (history.Code, covariance.Code));
        Assert.Equal(history.Out, covariance.Out);
        CovarianceDocument document = CovarianceDocument.Read(
            await File.ReadAllBytesAsync(folder.File("eth.json")), "eth.json");
        Assert.Equal(
            CovarianceRows.Hash(document).ToString(),
            JsonNode.Parse(covariance.Out)!["inputs"]!["covarianceHash"]!.GetValue<string>());
    }

    [DataFact("prices")]
    public async Task Var_CorruptCovariance_IsRefusedByName()
    {
        await CommandLine.RunAsync(
            folder.Path, "calibrate", "four.json", "--covariance", "whole.json", "--underlying", "ETH");
        string text = await File.ReadAllTextAsync(folder.File("whole.json"));
        await File.WriteAllTextAsync(
            folder.File("corrupt.json"), text.Replace("\"0.489039", "\"0.389039", StringComparison.Ordinal));

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, [.. Var, "--covariance", "corrupt.json", "--json", "--quiet"]);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (3, ErrorCode.DocumentInconsistent, "corrupt.json", "/covarianceHash"),
            (outcome.Code, refusal.Code, refusal.File, refusal.Path));
    }

    // The option that writes such a document does not take one.
    [Fact]
    public async Task Covariance_OfACovariance_IsRefusedWithoutAWrongHint()
    {
        await File.WriteAllBytesAsync(folder.File("sample.json"), Samples.Json("covariance.json"));

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "calibrate", "sample.json", "--covariance", "other.json");

        Assert.Equal(3, outcome.Code);
        Assert.Contains("DocumentKindMismatch", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--covariance takes", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--method garch", 3, ErrorCode.ParameterOutOfRange, "--method")]
    [InlineData("--lambda 1", 3, ErrorCode.NumberOutOfRange, "--lambda")]
    [InlineData("--lambda 0", 3, ErrorCode.NumberOutOfRange, "--lambda")]
    [InlineData("--lambda NaN", 3, ErrorCode.DecimalMalformed, "--lambda")]
    [InlineData("--seed-bars 0", 3, ErrorCode.NumberOutOfRange, "--seed-bars")]
    [InlineData("--days 1", 3, ErrorCode.NumberOutOfRange, "--days")]
    [InlineData("--bar 0s", 3, ErrorCode.ParameterOutOfRange, "--bar")]
    [InlineData("--repair none", 3, ErrorCode.ParameterOutOfRange, "--repair")]
    [InlineData("--correlation BTC,BTC=0.5", 3, ErrorCode.IdentifierMalformed, "--correlation")]
    [InlineData("--correlation BTC,DOGE=0.5", 3, ErrorCode.IdentifierMalformed, "--correlation")]
    [InlineData("--correlation BTC,ETH=1.5", 3, ErrorCode.NumberOutOfRange, "--correlation")]
    [InlineData("--correlation BTC,ETH=0.5 --correlation ETH,BTC=0.4", 3, ErrorCode.RowDuplicate, "--correlation")]
    [InlineData(
        "--method dcc --dcc-shock 0.5 --dcc-memory 0.5", 3, ErrorCode.ParameterOutOfRange, "--dcc-shock, --dcc-memory")]
    [InlineData("--method dcc --dcc-shock 0.5", 2, ErrorCode.CommandLineMalformed, "verifiable calibrate")]
    [InlineData("--dcc-shock 0.02 --dcc-memory 0.9", 2, ErrorCode.CommandLineMalformed, "verifiable calibrate")]
    [InlineData("--method sample --lambda 0.9", 2, ErrorCode.CommandLineMalformed, "verifiable calibrate")]
    [InlineData("--method ewma --days 100", 2, ErrorCode.CommandLineMalformed, "verifiable calibrate")]
    [InlineData("--model-output model.json", 2, ErrorCode.CommandLineMalformed, "verifiable calibrate")]
    [InlineData("--underlying DOGE", 3, ErrorCode.MemberMissing, "series")]
    [InlineData("--bar 1h --underlying BTC --method dcc --days 100", 3, ErrorCode.RowCountOutOfRange, "underlyings")]
    [InlineData("--bar 1h --days 5000", 3, ErrorCode.RowCountOutOfRange, "residuals")]
    [InlineData("--svg covariance.json", 8, ErrorCode.FileUnwritable, "--svg")]
    public async Task Covariance_WrongOption_IsRefusedByName(string options, int exit, ErrorCode code, string path)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path,
            ["calibrate", "stress.json", "--covariance", "covariance.json", .. options.Split(' '), "--json", "-q"]);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((exit, code, path), (outcome.Code, refusal.Code, refusal.Path));
        Assert.False(File.Exists(folder.File("covariance.json")));
    }

    [Theory]
    [InlineData("calibrate stress.json --method dcc", "--method is for --covariance.")]
    [InlineData("calibrate stress.json --svg x.svg", "--svg is for --covariance.")]
    [InlineData("var -m market.json -b short.json --covariance c.json", "--covariance is for --method parametric.")]
    [InlineData(
        "var -m market.json -b short.json --method parametric --covariance c.json --history stress.json",
        "--covariance goes without --history")]
    public async Task Covariance_OptionWithoutItsAnswer_Is2(string line, string said)
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, line.Split(' '));

        Assert.Equal(2, outcome.Code);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
    }
}
