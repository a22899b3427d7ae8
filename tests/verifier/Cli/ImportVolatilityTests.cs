using System.IO;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>A venue's files do not tell today's volatility: who imports them may.</summary>
public sealed class ImportVolatilityTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    private static readonly string Chain = Path.Combine(
        ReferenceData.Root, "tests", "data", "option-chains", "deribit_eth_2024-01-08_book_summary.csv.gz");

    [Fact]
    public async Task Import_Volatility_IsTodaysOfTheUnderlying()
    {
        Outcome outcome = await RunAsync("ETH=0.489039");

        Assert.Equal(0, outcome.Code);
        MarketSnapshot market =
            MarketDocument.Read(await File.ReadAllBytesAsync(folder.File("market.json")), "market.json");
        Assert.Equal(new Volatility(489_039_000_000), Assert.Single(market.Underlyings).TodayVolatility);
    }

    [Theory]
    [InlineData("BTC=0.5", ErrorCode.InstrumentMissing, "ETH")]
    [InlineData("ETH", ErrorCode.IdentifierMalformed, "UNDERLYING=VOLATILITY")]
    [InlineData("ETH=0", ErrorCode.NumberOutOfRange, "64")]
    [InlineData("ETH=half", ErrorCode.DecimalMalformed, "decimal")]
    public async Task Import_OtherVolatility_IsRefused(string text, ErrorCode code, string accepted)
    {
        Outcome outcome = await RunAsync(text);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((3, code, "--volatility", text.Split('=')[^1]), (
            outcome.Code, refusal.Code, refusal.Path, refusal.Value.Split('=')[^1]));
        Assert.Contains(accepted, refusal.Accepted, System.StringComparison.Ordinal);
    }

    private Task<Outcome> RunAsync(string volatility) => CommandLine.RunAsync(
        folder.Path,
        "import",
        "deribit",
        Chain,
        "--round",
        "floor",
        "--volatility",
        volatility,
        "-o",
        "market.json",
        "--json");
}
