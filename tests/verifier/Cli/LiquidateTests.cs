using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using System.Xml.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Verifiable.Tests.Verifier.Margin;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>liquidate: slices and cascades as users ask for them.</summary>
public sealed class LiquidateTests : IClassFixture<WorkFolder>
{
    private const string Cascade = "liquidate -m chain.json --cascade ";
    private const string Made = Cascade + "--accounts 300 --positions 8 --shock ETH=-25% --impact 0.05 --fund 500 ";
    private readonly WorkFolder _folder;

    /// <summary>Writes the whole chain, and two accounts that a fall liquidates, into the folder.</summary>
    public LiquidateTests(WorkFolder folder)
    {
        _folder = folder;
        File.WriteAllBytes(folder.File("chain.json"), MarketDocument.Write(ChainMarket.Committed));
        Directory.CreateDirectory(folder.File("accounts"));
        WriteBook("accounts/one.json", 1, 25_000);
        WriteBook("accounts/two.json", 2, 12_000);
        WriteBook("weak.json", 3, 25_000);
        Book ordered = Weak(4, 25_000);
        OpenOrder order = new(ordered.Positions[0].Instrument, new Quantity(1), new Price(1));
        File.WriteAllBytes(
            folder.File("ordered.json"),
            BookDocument.Write(new BookDocument(ordered, ChainMarket.Asset("USD"), [order])));
    }

    /// <summary>The slice is the engine's, and what the answer says is left is what the vault would leave.</summary>
    [Fact]
    public async Task Liquidate_WeakAccount_AnswersTheEnginesSlice()
    {
        Outcome outcome = await RunAsync("liquidate -m chain.json -b weak.json --shock ETH=-20% --json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        UnderlyingMove fall = new(ChainMarket.Committed.Underlyings[0].Underlying, new Ratio(-Ratio.One / 5));
        Book book = Weak(3, 25_000);
        SliceSolution expected = SliceSolver.Solve(
            MarketMove.Apply(ChainMarket.Committed, [fall]),
            new MarginModel(ChainMarket.Profile.Model.Parameters, ChainMarket.Profile.Scenarios.Set),
            LiquidationRule.Vault,
            book);
        using JsonDocument answer = JsonDocument.Parse(outcome.Out);
        JsonElement root = answer.RootElement;
        Assert.Equal("restored", root.GetProperty("outcome").GetString());
        Assert.Equal(DecimalText.Format(expected.FractionPpm, 6), root.GetProperty("fraction").GetString());
        Assert.Equal(DecimalText.Format(expected.Price.Raw, 6), root.GetProperty("price").GetString());
        Assert.Equal(
            DecimalText.Format(expected.After.Equity, 6),
            root.GetProperty("after").GetProperty("equity").GetString());
        Book left = Slice.Remaining(book, expected.FractionPpm, expected.Price);
        Assert.Equal(
            left.Positions.Select(static row => DecimalText.Format(row.Quantity.Raw, 8)),
            root.GetProperty("positions").EnumerateArray().Select(
                static row => row.GetProperty("quantity").GetString()));
        JsonElement last = root.GetProperty("auction").EnumerateArray().Last();
        Assert.Equal((43_200, "0"), (
            last.GetProperty("seconds").GetInt64(), last.GetProperty("wholePrice").GetString()));
    }

    [Theory]
    [InlineData("slice", "liquidate -m chain.json -b weak.json --json")]
    [InlineData("slice", "liquidate -m chain.json -b weak.json --shock ETH=-20% --json")]
    [InlineData("slice", "liquidate -m chain.json -b weak.json --shock ETH=-60% --json")]
    [InlineData("cascade", Made + "--json")]
    [InlineData("cascade", Cascade + "-b accounts --shock ETH=-60% --json")]
    public async Task Liquidate_Json_IsOfItsSchema(string schema, string arguments)
    {
        Outcome outcome = await RunAsync(arguments);

        string line = JsonSerializer.Serialize(new { schema, document = outcome.Out }) + "\n";
        Assert.Equal((0, "valid\n"), await NodeScript.Run("scripts/validate-documents.mjs", line));
    }

    [Theory]
    [InlineData("liquidate -m chain.json -b weak.json", 0, "healthy: nothing may be taken")]
    [InlineData("liquidate -m chain.json -b weak.json --shock ETH=-20%", 0, "restored: 0.561549")]
    [InlineData("liquidate -m chain.json -b weak.json --shock ETH=-0.2", 0, "restored: 0.561549")]
    [InlineData("liquidate -m chain.json -b weak.json --shock ETH=-20% --target initial", 0, "restored: 0.60")]
    [InlineData("liquidate -m chain.json -b weak.json --shock ETH=-20% --after 12h", 0, "restored: 1 of everything for 0")]
    [InlineData("liquidate -m chain.json -b weak.json --shock ETH=-30%", 1, "insolvent: 1 of everything for -1,445.28")]
    [InlineData(Cascade + "-b accounts --shock ETH=-20%", 0, "fixed point: no account of 2 is below maintenance")]
    [InlineData(Cascade + "-b accounts/one.json -b weak.json", 0, "fixed point")]
    [InlineData(Cascade + "-b accounts --shock ETH=-20% --impact 5 --max-rounds 1", 1, "stopped after 1 rounds")]
    [InlineData(Cascade + "-b accounts --shock ETH=-60%", 1, "uncovered")]
    public async Task Liquidate_ForPeople_SaysTheOutcome(string line, int code, string said)
    {
        Outcome outcome = await RunAsync($"{line} --quiet");

        Assert.Equal((code, string.Empty), (outcome.Code, outcome.Error));
        Assert.Contains(said, outcome.Out, StringComparison.Ordinal);
    }

    // To initial margin takes more than the vault lets be taken, which leaves 115 % of maintenance.
    [Theory]
    [InlineData("initial", true)]
    [InlineData("buffer", false)]
    public async Task Liquidate_SliceBeyondTheVaults_SaysSo(string target, bool isBeyond)
    {
        Outcome outcome = await RunAsync($"liquidate -m chain.json -b weak.json --shock ETH=-20% --target {target}");

        Assert.Equal(0, outcome.Code);
        Assert.Equal(isBeyond, outcome.Out.Contains("it would not sell this slice", StringComparison.Ordinal));
    }

    // An answer says what it is from: enough to compute it again, and to see that it was not another book.
    [Fact]
    public async Task Liquidate_Json_HasTheHashesOfItsInputs()
    {
        Outcome slice = await RunAsync("liquidate -m chain.json -b weak.json --shock ETH=-20% --json");
        Outcome cascade = await RunAsync(Made + "--seed 18446744073709551615 --json --quiet");

        using JsonDocument one = JsonDocument.Parse(slice.Out);
        using JsonDocument many = JsonDocument.Parse(cascade.Out);
        string market = MarketRows.Hash(ChainMarket.Committed, 0).ToString();
        Assert.Equal(market, one.RootElement.GetProperty("inputs").GetProperty("marketHash").GetString());
        Assert.Equal(market, many.RootElement.GetProperty("inputs").GetProperty("marketHash").GetString());
        Assert.Equal(
            BookRows.Hash(Weak(3, 25_000), default).ToString(),
            one.RootElement.GetProperty("inputs").GetProperty("bookHash").GetString());
        Assert.Equal(
            "18446744073709551615", many.RootElement.GetProperty("made").GetProperty("seed").GetString());
        Assert.Equal("500", many.RootElement.GetProperty("rule").GetProperty("fund").GetString());
    }

    [Fact]
    public async Task Cascade_ForPeople_HasCurrenciesAndDefinitions()
    {
        Outcome outcome = await RunAsync($"{Cascade}-b accounts --shock ETH=-60%");

        Assert.Contains("round, USD", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("spot, USD", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("traded: delta of what was taken", outcome.Out, StringComparison.Ordinal);
    }

    /// <summary>A whole cascade over the real chain: no number is a judgement, but none may change unnoticed.</summary>
    [Fact]
    public async Task Cascade_OverTheRealChain_IsTheVerifiedOne()
    {
        Outcome outcome = await RunAsync(Made + "--seed 7 --json --quiet");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(LiquidateTests));
    }

    [Fact]
    public async Task Cascade_OtherSeed_IsAnotherAndSaysTheSeed()
    {
        Outcome first = await RunAsync(Made + "--seed 8 --json");
        Outcome again = await RunAsync(Made + "--seed 8 --json");
        Outcome other = await RunAsync(Made + "--seed 9 --json");

        Assert.Equal(first.Out, again.Out);
        Assert.NotEqual(first.Out, other.Out);
        Assert.StartsWith(
            "300 accounts of 8 rows, seed 9\nround 1: 300 of 300\n", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cascade_Svg_IsAPictureWithEveryRound()
    {
        Outcome outcome = await RunAsync(Made + "--svg cascade.svg --json --quiet");

        Assert.Equal(0, outcome.Code);
        using JsonDocument answer = JsonDocument.Parse(outcome.Out);
        int rounds = answer.RootElement.GetProperty("rounds").GetArrayLength();
        XElement svg = XDocument.Parse(await File.ReadAllTextAsync(_folder.File("cascade.svg"))).Root!;
        XElement line = svg.Elements().Single(static element => element.Name.LocalName == "polyline");
        Assert.Equal(rounds + 2, line.Attribute("points")!.Value.Split(' ').Length);
        Assert.Equal(
            rounds - 1,
            svg.Elements().Count(static element => element.Attribute("class")?.Value == "bar"));
    }

    [Theory]
    [InlineData("liquidate -m chain.json", "--book")]
    [InlineData("liquidate -m chain.json -b weak.json -b poor.json", "--book")]
    [InlineData("liquidate -m chain.json -b weak.json --accounts 5", "--accounts")]
    [InlineData("liquidate -m chain.json -b weak.json --svg x.svg", "--svg")]
    [InlineData("liquidate -m chain.json -b weak.json --fund 5", "--fund")]
    [InlineData("liquidate -m chain.json -b weak.json --seed 5", "--seed")]
    [InlineData("liquidate -m chain.json --cascade -b accounts --positions 5", "--positions")]
    [InlineData("liquidate -m chain.json --cascade", "--accounts")]
    [InlineData("liquidate -m chain.json --cascade -b accounts --accounts 5", "--accounts")]
    public async Task Liquidate_Slip_Is2AndNamesIt(string line, string named)
    {
        Outcome outcome = await RunAsync(line);

        Assert.Equal(2, outcome.Code);
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
        Assert.Contains("verifiable liquidate --help", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-b weak.json --shock BTC=-20%", ErrorCode.IdentifierMalformed)]
    [InlineData("-b weak.json --shock ETH", ErrorCode.IdentifierMalformed)]
    [InlineData("-b weak.json --shock =-20%", ErrorCode.IdentifierMalformed)]
    [InlineData("-b weak.json --shock ETH=-100%", ErrorCode.NumberOutOfRange)]
    [InlineData("-b weak.json --shock ETH=-1", ErrorCode.NumberOutOfRange)]
    [InlineData("-b weak.json --shock ETH=%", ErrorCode.DecimalMalformed)]
    [InlineData("-b weak.json --shock ETH=1% --shock ETH=2%", ErrorCode.RowDuplicate)]
    [InlineData("-b weak.json --after soon", ErrorCode.NumberOutOfRange)]
    [InlineData("-b unlisted.json", ErrorCode.VolatilityMissing)]
    [InlineData("-b ordered.json", ErrorCode.ParameterOutOfRange)]
    [InlineData("--cascade -b accounts -b weak.json -b accounts/one.json", ErrorCode.RowDuplicate)]
    [InlineData("--cascade --accounts 0", ErrorCode.NumberOutOfRange)]
    [InlineData("--cascade --accounts 10 -p portfolio-1.0", ErrorCode.VolatilityMissing)]
    [InlineData("--cascade --accounts 10 --positions 2000", ErrorCode.ParameterOutOfRange)]
    [InlineData("--cascade --accounts 10 --impact -1", ErrorCode.NumberOutOfRange)]
    [InlineData("--cascade --accounts 10 --impact-cap 1", ErrorCode.NumberOutOfRange)]
    [InlineData("--cascade --accounts 10 --fund -1", ErrorCode.NumberOutOfRange)]
    public async Task Liquidate_BadInput_IsRefusedByName(string line, ErrorCode code)
    {
        Outcome outcome = await RunAsync($"liquidate -m chain.json {line} --json --quiet");

        Assert.Equal((3, string.Empty), (outcome.Code, outcome.Error));
        Assert.Equal(code, ErrorDocument.Read(System.Text.Encoding.UTF8.GetBytes(outcome.Out), "stdout").Code);
    }

    [Theory]
    [InlineData("-b accounts/one.json --svg chain.json")]
    [InlineData("-b accounts/one.json --svg accounts/one.json")]
    [InlineData("-b accounts --svg accounts/one.json")]
    public async Task Cascade_PictureOverAnInput_IsRefused(string files)
    {
        Outcome outcome = await RunAsync($"{Cascade}{files}");

        Assert.Equal(8, outcome.Code);
        Assert.Contains("a file that nothing else uses", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Minutes of computing are not lost over a folder that is not there.</summary>
    [Fact]
    public async Task Cascade_PictureThatCannotBeWritten_IsToldBesideTheAnswer()
    {
        Outcome outcome = await RunAsync($"{Cascade}-b accounts --json --svg nowhere/cascade.svg");

        Assert.Equal(8, outcome.Code);
        Assert.Contains("FileUnwritable", outcome.Error, StringComparison.Ordinal);
        using JsonDocument answer = JsonDocument.Parse(outcome.Out);
        Assert.Equal("fixedPoint", answer.RootElement.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Cascade_PictureOnStandardOutput_IsTheAnswer()
    {
        Outcome outcome = await RunAsync($"{Cascade}-b accounts --svg - --quiet");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Assert.Equal("svg", XDocument.Parse(outcome.Out).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Cascade_FolderWithoutBooks_IsRefused()
    {
        Directory.CreateDirectory(_folder.File("empty"));

        Outcome outcome = await RunAsync($"{Cascade}-b empty");

        Assert.Equal(8, outcome.Code);
        Assert.Contains("a folder of book documents", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Short strangles that a fifth off the price brings below maintenance.</summary>
    private static Book Weak(ulong account, long dollars) =>
        ChainMarket.Book(dollars * 1_000_000, "240126-2400-C -40", "240126-2000-P -60") with
        {
            Account = new Bytes32(0, 0, 0, account),
        };

    private void WriteBook(string name, ulong account, long dollars) => File.WriteAllBytes(
        _folder.File(name),
        BookDocument.Write(new BookDocument(Weak(account, dollars), ChainMarket.Asset("USD"), [])));

    private Task<Outcome> RunAsync(string line) => CommandLine.RunAsync(_folder.Path, line.Trim().Split(' '));
}
