using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>margin --add: trades at the mark, and every figure before and after.</summary>
public sealed class TradeTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    private const string Call = "ETH/USD:USD-240126-2400-C";

    [Fact]
    public async Task Add_Json_IsTheVerifiedDocument()
    {
        Outcome outcome = await RunAsync("--add", $"{Call}=-10", "--add", "ETH/USD:USD-240126-2000-P=20", "--json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(TradeTests));
    }

    [Fact]
    public async Task Add_ForPeople_IsTheVerifiedTable()
    {
        Outcome outcome = await RunAsync("--add", $"{Call}=40", "--fail-under", "1");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(TradeTests), extension: "txt");
    }

    /// <summary>The document's sides are those that margin prints of the book as it is and as it becomes.</summary>
    [Fact]
    public async Task Add_BothSides_AreTheMarginsOfBothBooks()
    {
        Outcome outcome = await RunAsync("--add", $"{Call}=40", "--json");

        using JsonDocument document = JsonDocument.Parse(outcome.Out);
        JsonElement root = document.RootElement;
        JsonElement after = root.GetProperty("after");
        string positions = root.GetProperty("positions").GetRawText();
        await File.WriteAllTextAsync(
            folder.File("after.json"),
            $$"""
            { "schema": "verifiable/book/1", "account": "{{Text(root, "account")}}", "sequence": 17,
              "cash": "{{Text(after, "cash")}}", "collateral": [ { "asset": "USDC", "amount": "10000" } ],
              "positions": {{positions}} }
            """);
        Outcome alone = await CommandLine.RunAsync(
            folder.Path, "margin", "-m", "market.json", "-b", "after.json", "--json");
        Outcome before = await RunAsync("--json");
        Assert.DoesNotContain(Call, positions, StringComparison.Ordinal);
        AssertSide(after, alone);
        AssertSide(root.GetProperty("before"), before);
        Assert.Equal("0", Text(root.GetProperty("difference"), "equity"));
        Assert.Equal(
            Number(after, "initialMargin") - Number(root.GetProperty("before"), "initialMargin"),
            Number(root.GetProperty("difference"), "initialMargin"));
    }

    /// <summary>The map that users of a venue have: names to sizes, in the argument, in a file, numbers or text.</summary>
    [Theory]
    [InlineData("""{ "ETH/USD:USD-240126-2400-C": -10, "ETH/USD:USD-240126-2000-P": "20.0" }""")]
    [InlineData("positions.json")]
    public async Task Add_AMap_IsItsTrades(string value)
    {
        await File.WriteAllTextAsync(
            folder.File("positions.json"),
            """{ "ETH/USD:USD-240126-2400-C": -10.0, "ETH/USD:USD-240126-2000-P": 20 }""");

        Outcome map = await RunAsync("--add", value, "--json");
        Outcome apart = await RunAsync("--add", $"{Call}=-10", "--add", "ETH/USD:USD-240126-2000-P=20", "--json");

        Assert.Equal((0, apart.Out), (map.Code, map.Out));
    }

    /// <summary>
    /// A coin book: a venue's perpetual counts dollars. 1,000 dollars at 2,000 are half a coin, and all that was sold
    /// at 2,500 is bought back.
    /// </summary>
    [Theory]
    [InlineData("ETH-PERPETUAL=-1000", "-2.5")]
    [InlineData("ETH-PERPETUAL=2500", "-1")]
    [InlineData("ETH-PERPETUAL=5000", null)]
    [InlineData("ETH-PERPETUAL=6000", "0.5")]
    [InlineData("ETH/USD:ETH=1", "-1")]
    public async Task Add_AVenuesPerpetual_CountsItsQuoteCurrency(string trade, string? quantity)
    {
        await WriteCoinBookAsync();

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path,
            "margin", "-m", "coin-market.json", "-b", "coin-book.json", "-p", "coin.json", "--add", trade, "--json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        using JsonDocument document = JsonDocument.Parse(outcome.Out);
        Assert.Equal(
            quantity,
            document.RootElement.GetProperty("positions").EnumerateArray()
                .Select(static row => row.GetProperty("quantity").GetString()).SingleOrDefault());
    }

    [Theory]
    [InlineData("ETH/USD:USD-240126-2401-C=1", 3, ErrorCode.VolatilityMissing, "nearest: 2350, 2400, 2450, 2500")]
    [InlineData("ETH/USD:USD-240127-2400-C=1", 3, ErrorCode.InstrumentMissing, "nearest: ETH/USD:USD-240126")]
    [InlineData("ETH-26JAN24-2400-C=1", 3, ErrorCode.SettlementMixed, "settled in USD")]
    [InlineData(Call + "=0", 3, ErrorCode.QuantityZero, "other than zero")]
    [InlineData(Call + "=1e3", 3, ErrorCode.DecimalMalformed, "plain decimal")]
    [InlineData(Call, 2, ErrorCode.CommandLineMalformed, "INSTRUMENT=QUANTITY")]
    [InlineData("nonsense=1", 3, ErrorCode.IdentifierMalformed, "BTC-PERPETUAL")]
    [InlineData("{ \"a\": }", 3, ErrorCode.JsonMalformed, "JSON object")]
    [InlineData("{ \"\\ud800\": 1 }", 3, ErrorCode.JsonMalformed, "surrogates")]
    [InlineData("{ \"" + Call + "\": \"\\udc00\" }", 3, ErrorCode.JsonMalformed, "surrogates")]
    [InlineData("{ }", 3, ErrorCode.RowCountOutOfRange, "at least one")]
    [InlineData("{ \"" + Call + "\": 1, \"" + Call + "\": 2 }", 3, ErrorCode.MemberDuplicate, "once")]
    [InlineData("{ \"" + Call + "\": [1] }", 3, ErrorCode.TypeMismatch, "number")]
    [InlineData("absent.json", 8, ErrorCode.FileUnreadable, "")]
    public async Task Add_WhatCannotBeTraded_IsRefusedByName(string trade, int code, ErrorCode named, string accepted)
    {
        Outcome outcome = await RunAsync("--add", trade, "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((code, named), (outcome.Code, refusal.Code));
        Assert.Contains(accepted, refusal.Accepted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--explain")]
    [InlineData("--compare")]
    [InlineData("--greeks")]
    [InlineData("--svg x.svg")]
    [InlineData("--html x.html")]
    public async Task Add_WithAnotherAnswer_IsRefused(string options)
    {
        Outcome outcome = await RunAsync(["--add", $"{Call}=1", .. options.Split(' ')]);

        Assert.Equal(2, outcome.Code);
        Assert.Contains("one run gives one answer", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>--fail-under judges the book after: a gate before a trade.</summary>
    [Theory]
    [InlineData("-1", 0)]
    [InlineData("-4000", 1)]
    public async Task Add_FailUnder_JudgesTheBookAfter(string quantity, int code)
    {
        Outcome outcome = await RunAsync("--add", $"{Call}={quantity}", "--fail-under", "1", "--json");

        Assert.Equal(code, outcome.Code);
    }

    private static void AssertSide(JsonElement side, Outcome alone)
    {
        using JsonDocument result = JsonDocument.Parse(alone.Out);
        Assert.All(
            new[] { "equity", "initialMargin", "maintenanceMargin", "excess" },
            member => Assert.Equal(Text(result.RootElement, member), Text(side, member)));
        Assert.Equal(Squeezed(result.RootElement), Squeezed(side));
    }

    private static string Squeezed(JsonElement element) =>
        element.GetProperty("components").GetRawText().Replace(" ", string.Empty, StringComparison.Ordinal);

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private static decimal Number(JsonElement element, string member) =>
        decimal.Parse(Text(element, member), CultureInfo.InvariantCulture);

    /// <summary>Two coins of perpetuals sold at 2,500 dollars that mark at 2,000, settled in the coin.</summary>
    private async Task WriteCoinBookAsync()
    {
        string market = Encoding.UTF8.GetString(MarketDocument.Write(SampleBundle.Inputs.Market with
        {
            Underlyings =
            [
                SampleBundle.Inputs.Market.Underlyings[0] with
                {
                    Perpetual = new(
                        new(200_000_000_000), default, new(1_000_000_000_000), SampleBundle.Inputs.Market.ObservedAt),
                },
            ],
        }));
        string model = Encoding.UTF8.GetString(Profiles.ReadModel(Profiles.Default));
        int haircuts = model.IndexOf("\"haircuts\"", StringComparison.Ordinal);
        model = model[..haircuts]
            .Replace("\"settlement\": \"USD\"", "\"settlement\": \"ETH\"", StringComparison.Ordinal)
            + """
              "haircuts": [ { "asset": "ETH", "initial": "0", "maintenance": "0", "confidenceFactor": "0" } ] }
              """;
        await File.WriteAllTextAsync(folder.File("coin-market.json"), market);
        await File.WriteAllTextAsync(folder.File("coin.json"), model);
        await File.WriteAllTextAsync(
            folder.File("coin-book.json"),
            $$"""
            { "schema": "verifiable/book/1", "account": "0x{{new string('a', 64)}}", "sequence": 0, "cash": "10",
              "collateral": [], "positions": [ { "instrument": "ETH/USD:ETH", "quantity": "-2", "entryPrice": "2500",
              "fundingIndex": "0" } ] }
            """);
    }

    private Task<Outcome> RunAsync(params string[] options) =>
        CommandLine.RunAsync(folder.Path, ["margin", "-m", "market.json", "-b", "book.json", .. options]);
}
