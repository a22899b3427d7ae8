using System;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Margin;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>How numbers, moments and words are written among the arguments, in every verb alike.</summary>
public sealed class ArgumentFormTests : IClassFixture<RealHistoryFolder>
{
    private readonly RealHistoryFolder _folder;

    public ArgumentFormTests(RealHistoryFolder folder)
    {
        _folder = folder;
        File.WriteAllBytes(folder.File("chain.json"), MarketDocument.Write(ChainMarket.Committed));
    }

    // The same move in other words: the same answer, to the last character.
    [Theory]
    [InlineData("ETH=+80%", "ETH=0.8")]
    [InlineData("ETH=80%", "ETH=0.8")]
    [InlineData("ETH=+0.8", "ETH=0.8")]
    [InlineData("ETH=-20 %", "ETH=-0.2")]
    [InlineData("ETH=+12.3456789012%", "ETH=0.123456789012")]
    public async Task Shock_OtherSpelling_IsTheSameMove(string text, string plain)
    {
        Outcome spelled = await LiquidateAsync(text);
        Outcome expected = await LiquidateAsync(plain);

        Assert.Equal(string.Empty, spelled.Error);
        Assert.Equal(expected.Out, spelled.Out);
        string move = JsonNode.Parse(spelled.Out)!["shocks"]![0]!["move"]!.GetValue<string>();
        Assert.Equal(plain["ETH=".Length..], move);
    }

    [Theory]
    [InlineData("ETH=", ErrorCode.DecimalMalformed)]
    [InlineData("ETH=%", ErrorCode.DecimalMalformed)]
    [InlineData("ETH=++8%", ErrorCode.DecimalMalformed)]
    [InlineData("ETH=+-8%", ErrorCode.DecimalMalformed)]
    [InlineData("ETH=+", ErrorCode.DecimalMalformed)]
    [InlineData("ETH=8%%", ErrorCode.DecimalMalformed)]
    [InlineData("ETH=1e2%", ErrorCode.DecimalMalformed)]
    [InlineData("ETH=NaN", ErrorCode.DecimalMalformed)]
    [InlineData("ETH=12.34567890123%", ErrorCode.PrecisionLost)]
    [InlineData("ETH=-100%", ErrorCode.NumberOutOfRange)]
    [InlineData("ETH=10000.1%", ErrorCode.NumberOutOfRange)]
    [InlineData("=8%", ErrorCode.IdentifierMalformed)]
    [InlineData("DOGE=8%", ErrorCode.IdentifierMalformed)]
    public async Task Shock_NoMove_IsRefusedWithTheWholeArgument(string text, ErrorCode code)
    {
        Outcome outcome = await LiquidateAsync(text);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((3, code, "--shock", text), (outcome.Code, refusal.Code, refusal.Path, refusal.Value));
    }

    // Only a move may have a plus or be a percentage: a price and a volatility have one spelling.
    [Theory]
    [InlineData("--asset", "USDC=+1")]
    [InlineData("--asset", "USDC=100%")]
    [InlineData("--volatility", "ETH=+0.4")]
    [InlineData("--volatility", "ETH=48.9%")]
    public async Task Import_PercentOrPlus_IsRefused(string option, string text)
    {
        string chain = Path.Combine(
            Tests.Support.ReferenceData.Root,
            "tests", "data", "option-chains", "deribit_eth_2024-01-08_book_summary.csv.gz");

        Outcome outcome = await CommandLine.RunAsync(
            _folder.Path,
            "import", "deribit", chain, "--round", "floor", option, text, "-o", "none.json", "--json", "--quiet");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (3, ErrorCode.DecimalMalformed, option, text),
            (outcome.Code, refusal.Code, refusal.Path, refusal.Value));
        Assert.False(File.Exists(_folder.File("none.json")));
    }

    [Theory]
    [InlineData("2020-03-13", "2020-03-13T00:00:00Z")]
    public async Task Moment_PlainDate_IsItsMidnight(string date, string moment)
    {
        string[] options =
        [
            "calibrate", "stress.json", "--covariance", "-", "--bar", "1h", "--seed-bars", "20", "--days", "20",
            "--as-of",
        ];

        Outcome plain = await CommandLine.RunAsync(_folder.Path, [.. options, date]);
        Outcome whole = await CommandLine.RunAsync(_folder.Path, [.. options, moment]);

        Assert.Equal((0, string.Empty), (plain.Code, plain.Error));
        Assert.Equal(whole.Out, plain.Out);
    }

    [Theory]
    [InlineData("2020-02-30")]
    [InlineData("2020-3-01")]
    [InlineData("10.03.2020")]
    [InlineData("2020-03-10 00:00:00")]
    [InlineData("0020-03-10")]
    public async Task Moment_NoDate_IsRefusedByName(string text)
    {
        Outcome outcome = await CommandLine.RunAsync(
            _folder.Path, "calibrate", "stress.json", "--covariance", "-", "--as-of", text, "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (3, ErrorCode.InstantMalformed, "--as-of", text),
            (outcome.Code, refusal.Code, refusal.Path, refusal.Value));
        Assert.Contains("YYYY-MM-DD", refusal.Accepted, StringComparison.Ordinal);
    }

    // A value that cannot be is refused as input, whether it is a number or a word; what is not there is usage.
    [Theory]
    [InlineData("var -m market.json -b short-strangle.json --method guess", "--method")]
    [InlineData("liquidate -m chain.json -b short-strangle.json --target most", "--target")]
    [InlineData("margin -m market.json -b short-strangle.json -p portfolio-9.0", "--model")]
    [InlineData("margin -m market.json -b short-strangle.json --explain --scenario nope", "--scenario")]
    [InlineData("margin -m market.json -b short-strangle.json --fail-under x", "--fail-under")]
    [InlineData("stress -m market.json -b short-strangle.json --scenario nope", "--scenario")]
    [InlineData("import deribit x.csv --round up", "--round")]
    [InlineData("import prices x.csv --round up", "--round")]
    [InlineData("backtest stress.json -b short.json --confidence 2", "--confidence")]
    [InlineData("schema nope", "NAME")]
    public async Task Value_ThatCannotBe_Is3AndNamesTheOption(string line, string option)
    {
        Outcome outcome = await CommandLine.RunAsync(_folder.Path, [.. line.Split(' '), "--json", "--quiet"]);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((3, option), (outcome.Code, refusal.Path));
        Assert.NotEqual(ErrorCode.CommandLineMalformed, refusal.Code);
        Assert.NotEmpty(refusal.Accepted);
    }

    // What comes back out of a trade that is too large is what was typed, not a raw number at /trades/0.
    [Fact]
    public async Task Add_MoreThanMayBeHeld_NamesTheTradeAndWhatItLeaves()
    {
        const string trade = "ETH/USD:USD-240126-2400-C=-46116860184";

        Outcome outcome = await CommandLine.RunAsync(
            _folder.Path, "margin", "-m", "market.json", "-b", "short-strangle.json", "--add", trade, "--json", "-q");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (3, ErrorCode.QuantityTooLarge, "--add"), (outcome.Code, refusal.Code, refusal.Path));
        Assert.Equal($"{trade}, which leaves -46116860224", refusal.Value);
        Assert.Contains("46116860184.27387904", refusal.Accepted, StringComparison.Ordinal);
    }

    // Who holds a coin that the market has no price of learns which option writes one.
    [Fact]
    public async Task Margin_CollateralWithoutAPrice_NamesTheOptionThatWritesIt()
    {
        string book = await File.ReadAllTextAsync(_folder.File("short-strangle.json"));
        await File.WriteAllTextAsync(_folder.File("coins.json"), book.Replace(
            "\"collateral\": []",
            "\"collateral\": [ { \"asset\": \"WBTC\", \"amount\": \"1\" } ]",
            StringComparison.Ordinal));

        Outcome outcome = await CommandLine.RunAsync(
            _folder.Path, "margin", "-m", "market.json", "-b", "coins.json", "--json", "--quiet");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (3, ErrorCode.CollateralUnknown, "coins.json", "/collateral/0"),
            (outcome.Code, refusal.Code, refusal.File, refusal.Path));
        Assert.Contains("import deribit --asset WBTC=PRICE", refusal.Accepted, StringComparison.Ordinal);
    }

    private Task<Outcome> LiquidateAsync(string shock) => CommandLine.RunAsync(
        _folder.Path,
        "liquidate", "-m", "chain.json", "-b", "short-strangle.json", "--shock", shock, "--json", "--quiet");
}
