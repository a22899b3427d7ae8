using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Verifiable.Tests.Verifier.Documents.Support;
using Verifiable.Tests.Verifier.Margin;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>stress on the command line: the document, the picture, the tables, and what is refused.</summary>
public sealed class StressTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    /// <summary>A short straddle with a coin beside its stable coin, over the committed chain.</summary>
    [Fact]
    public async Task Stress_OfAStraddle_IsTheVerifiedDocumentAndPicture()
    {
        await WriteStraddleAsync();

        Outcome outcome = await StressAsync("--json", "--svg", "stress.svg");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(StressTests));
        Snapshot.Match(
            await File.ReadAllTextAsync(folder.File("stress.svg")), typeof(StressTests), extension: "svg");
    }

    [Fact]
    public async Task Stress_ForPeople_PrintsTheFiguresOfTheDocumentAndItsAssumptions()
    {
        await WriteStraddleAsync();

        Outcome text = await StressAsync();
        Outcome json = await StressAsync("--json");

        Assert.Equal((0, string.Empty), (text.Code, text.Error));
        using JsonDocument document = JsonDocument.Parse(json.Out);
        Assert.All(document.RootElement.GetProperty("outcomes").EnumerateArray(), outcome =>
        {
            string label = outcome.GetProperty("label").GetString()!;
            string row = text.Out.Split('\n').First(line => line.TrimStart().StartsWith(label, StringComparison.Ordinal));
            Assert.Contains(outcome.GetProperty("loss").GetString()!, row.Replace(",", string.Empty, StringComparison.Ordinal));
            bool isBelow = outcome.GetProperty("belowMaintenance").GetBoolean();
            Assert.Equal(isBelow, row.Contains("below maintenance", StringComparison.Ordinal));
            Assert.Contains(outcome.GetProperty("assumption").GetString()!, text.Out, StringComparison.Ordinal);
        });
    }

    /// <summary>In the set's order, and each once, however they are asked for.</summary>
    [Fact]
    public async Task Stress_ByLabels_RunsThoseAlone()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "stress", "-m", "market.json", "-b", "book.json", "--json", "--scenario", "halt:6h",
            "--scenario", "day:2020-03-12", "--scenario", "halt:6h");

        using JsonDocument document = JsonDocument.Parse(outcome.Out);
        Assert.Equal(
            ["day:2020-03-12", "halt:6h"],
            document.RootElement.GetProperty("outcomes").EnumerateArray()
                .Select(static one => one.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task Stress_OfOnesOwn_TakesADocument()
    {
        await File.WriteAllBytesAsync(folder.File("stresses.json"), Samples.Json("stresses.json"));

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "stress", "-m", "market.json", "-b", "book.json", "--stresses", "stresses.json", "--json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        using JsonDocument document = JsonDocument.Parse(outcome.Out);
        Assert.Equal("sample", document.RootElement.GetProperty("stresses").GetString());
        Assert.Equal(2, document.RootElement.GetProperty("outcomes").GetArrayLength());
    }

    [Theory]
    [InlineData("--scenario nope", 3, ErrorCode.ParameterOutOfRange, "--scenario", "one of day:2020-03-12, ")]
    [InlineData("--stresses book.json", 3, ErrorCode.DocumentKindMismatch, "/schema", "--book takes verifiable/book/1")]
    [InlineData("--stresses absent.json", 8, ErrorCode.FileUnreadable, "file", "readable")]
    [InlineData("--svg market.json", 8, ErrorCode.FileUnwritable, "--svg", "a file that nothing else uses")]
    [InlineData("-s span-1.0", 3, ErrorCode.ParameterOutOfRange, "--scenarios", "one of derive-pmrm1-1.0")]
    public async Task Stress_Refused_NamesThePlaceAndWhatIsAccepted(
        string options, int code, ErrorCode error, string path, string accepted)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["stress", "-m", "market.json", "-b", "book.json", "--json", .. options.Split(' ')]);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((code, error, path), (outcome.Code, refusal.Code, refusal.Path));
        Assert.Contains(accepted, refusal.Accepted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stress_BookThatIsNotListed_IsRefusedLikeItsMargin()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "stress", "-m", "market.json", "-b", "unlisted.json", "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((3, ErrorCode.VolatilityMissing), (outcome.Code, refusal.Code));
    }

    [Fact]
    public async Task Stress_PictureToStandardOutput_IsThePictureAlone()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "stress", "-m", "market.json", "-b", "book.json", "--svg", "-");

        Assert.StartsWith("<svg ", outcome.Out, StringComparison.Ordinal);
        Assert.EndsWith("</svg>\n", outcome.Out, StringComparison.Ordinal);
    }

    private async Task WriteStraddleAsync()
    {
        byte[] market = MarketDocument.Write(ChainMarket.WithAsset(
            SampleBundle.Inputs.Market, ChainMarket.Asset("ETH"), 2_222 * Ratio.One, Ratio.One));
        Book book = ChainMarket.Book(30_000_000_000, "240126-2250-C -40", "240126-2250-P -40") with
        {
            Collateral =
            [
                new CollateralBalance(ChainMarket.Asset("ETH"), new Quantity(500_000_000)),
                new CollateralBalance(ChainMarket.Usdc, new Quantity(1_500_000_000_000)),
            ],
        };
        await File.WriteAllBytesAsync(folder.File("coin-market.json"), market);
        await File.WriteAllBytesAsync(
            folder.File("straddle.json"), BookDocument.Write(new BookDocument(book, ChainMarket.Asset("USD"), [])));
    }

    private Task<Outcome> StressAsync(params string[] options) => CommandLine.RunAsync(
        folder.Path, ["stress", "-m", "coin-market.json", "-b", "straddle.json", .. options]);
}
