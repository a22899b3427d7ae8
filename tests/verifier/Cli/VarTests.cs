using System;
using System.Collections.Generic;
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

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>Value at risk of a real option chain, from a real history.</summary>
public sealed class VarTests(RealHistoryFolder folder) : IClassFixture<RealHistoryFolder>
{
    [DataTheory("prices")]
    [InlineData("filtered")]
    [InlineData("historical")]
    [InlineData("parametric")]
    public async Task Var_ShortStrangle_IsTheVerifiedAnswer(string method)
    {
        string[] options = [.. Options("short-strangle.json"), "--method", method, "--quiet"];

        Outcome text = await CommandLine.RunAsync(folder.Path, [.. options, "--svg", $"{method}.svg"]);
        Outcome json = await CommandLine.RunAsync(folder.Path, [.. options, "--json"]);
        Outcome again = await CommandLine.RunAsync(folder.Path, [.. options, "--json"]);

        Assert.Equal((0, 0, json.Out), (text.Code, json.Code, again.Out));
        Snapshot.Match(text.Out, typeof(VarTests), method, "txt");
        Snapshot.Match(
            await File.ReadAllTextAsync(folder.File($"{method}.svg")), typeof(VarTests), method, "svg");
        JsonNode document = JsonNode.Parse(json.Out)!;
        Snapshot.Match(WithoutDays(document), typeof(VarTests), method);
        string line = JsonSerializer.Serialize(new { schema = "var", document = json.Out }) + "\n";
        Assert.Equal((0, "valid\n"), await NodeScript.Run("scripts/validate-documents.mjs", line));
    }

    // One ether held outright loses 1 - exp(r) of its price: the fifth largest of 500 losses at 99 %, the mean of five;
    // over ten days r is the sum of ten returns. In doubles, from the closes, with no engine.
    [DataTheory("prices")]
    [InlineData("1d", 1)]
    [InlineData("10d", 10)]
    public async Task Var_HistoricalOfOneCoin_IsTheOrderStatisticByHand(string horizon, int days)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, [.. Options("one.json"), "--method", "historical", "--horizon", horizon, "--json", "--quiet"]);

        JsonNode measure = JsonNode.Parse(outcome.Out)!["measures"]![0]!;
        HistoryDocument history = HistoryDocument.Read(
            await File.ReadAllBytesAsync(folder.File("four.json")), "four.json");
        int column = history.Assets.Select(static asset => asset.ToString()).ToList().IndexOf("ETH");
        double[] closes = [.. Enumerable.Range(0, history.Times.Length)
            .Select(row => history.CloseOf(row, column).Raw / 1e8)];
        double spot = SpotOf("market.json");
        double[] losses = [.. closes.Skip(days).Zip(closes, (close, before) => spot * (1 - (close / before)))
            .TakeLast(500).OrderDescending()];
        Assert.Equal(losses[4], Number(measure["valueAtRisk"]!), 1e-4);
        Assert.Equal(losses.Take(5).Average(), Number(measure["expectedShortfall"]!), 1e-4);
    }

    // Without a history the scenarios' own days and the market's volatilities: a market that has none is refused.
    [Fact]
    public async Task Var_ShippedDays_TakeTheMarketsVolatility()
    {
        JsonNode market = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("market.json")))!;
        market["underlyings"]![0]!["todayVolatility"] = "0.489039";
        await File.WriteAllTextAsync(folder.File("volatile.json"), market.ToJsonString());
        string[] options = ["-b", "short-strangle.json", "-p", "portfolio-1.0", "--json", "--quiet"];

        Outcome without = await CommandLine.RunAsync(folder.Path, ["var", "-m", "market.json", .. options]);
        Outcome filtered = await CommandLine.RunAsync(folder.Path, ["var", "-m", "volatile.json", .. options]);
        Outcome parametric = await CommandLine.RunAsync(
            folder.Path, ["var", "-m", "volatile.json", .. options, "--method", "parametric"]);

        Assert.Equal(
            ErrorCode.VolatilityMissing, ErrorDocument.Read(Encoding.UTF8.GetBytes(without.Out), "stdout").Code);
        Assert.Equal((0, 0), (filtered.Code, parametric.Code));
        Assert.Equal(500, JsonNode.Parse(filtered.Out)!["totals"]!.AsArray().Count);
        JsonNode sensitivity = JsonNode.Parse(parametric.Out)!["sensitivities"]![0]!;
        Assert.Equal("0.489039", sensitivity["volatility"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", 3, ErrorCode.ParameterOutOfRange, "/scenarios")]
    [InlineData("--method historical", 3, ErrorCode.ParameterOutOfRange, "/scenarios")]
    [InlineData("--method historical --horizon 2d", 3, ErrorCode.ParameterOutOfRange, "--horizon")]
    [InlineData("--method guess", 3, ErrorCode.ParameterOutOfRange, "--method")]
    [InlineData("--confidence 0.9999999", 3, ErrorCode.ConfidenceNotRepresentable, "--confidence")]
    [InlineData("--confidence 1", 3, ErrorCode.NumberOutOfRange, "--confidence")]
    [InlineData("--confidence 0", 3, ErrorCode.NumberOutOfRange, "--confidence")]
    [InlineData("--horizon 0d", 3, ErrorCode.ParameterOutOfRange, "--horizon")]
    [InlineData("--days 100", 2, ErrorCode.CommandLineMalformed, "verifiable var")]
    [InlineData("-p cross-1.0 --history stress.json", 3, ErrorCode.RowCountOutOfRange, "returns")]
    [InlineData("--history stress.json", 3, ErrorCode.RowCountOutOfRange, "returns")]
    [InlineData("--svg market.json", 8, ErrorCode.FileUnwritable, "--svg")]
    public async Task Var_WrongInput_IsRefusedByName(string options, int exit, ErrorCode code, string path)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["var", "-m", "market.json", "-b", "short-strangle.json", "--json", "--quiet", .. words]);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((exit, code, path), (outcome.Code, refusal.Code, refusal.Path));
    }

    private static string[] Options(string book) => ["var", "-m", "market.json", "-b", book, "--history", "four.json"];

    private double SpotOf(string market) => JsonNode.Parse(File.ReadAllText(folder.File(market)))!["underlyings"]!
        .AsArray().Where(static row => row!["underlying"]!.GetValue<string>() == "ETH")
        .Select(static row => Number(row!["spot"]!)).Single();

    private static double Number(JsonNode node) =>
        double.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);

    /// <summary>The document without 500 days, but for their number, the first and the last; nor the engine.</summary>
    private static string WithoutDays(JsonNode document)
    {
        document.AsObject().Remove("engineId");
        JsonArray days = document["totals"]!.AsArray();
        List<JsonNode?> kept = days.Count == 0 ? [] : [days[0]!.DeepClone(), days.Count, days[^1]!.DeepClone()];
        document["totals"] = new JsonArray([.. kept]);
        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
