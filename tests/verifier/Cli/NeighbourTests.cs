using System.IO;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Margin;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>
/// What a market lacks is refused with the few nearest that it has: those below are read off the committed chain of
/// 2024-01-08, which lists ETH alone.
/// </summary>
public sealed class NeighbourTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    [Theory]
    [InlineData("ETH/USD:USD-240126-2222-C", ErrorCode.VolatilityMissing, "nearest: 2150, 2200, 2250, 2300")]
    [InlineData("ETH/USD:USD-240126-1-C", ErrorCode.VolatilityMissing, "nearest: 600, 700, 800, 900")]
    [InlineData("ETH/USD:USD-240126-9000-P", ErrorCode.VolatilityMissing, "nearest: 4200, 4400, 5000, 6000")]
    [InlineData(
        "ETH/USD:USD-240127-2400-C",
        ErrorCode.InstrumentMissing,
        "nearest: ETH/USD:USD-240111, ETH/USD:USD-240112, ETH/USD:USD-240119, ETH/USD:USD-240126")]
    [InlineData("BTC/USD:USD-240126-40000-C", ErrorCode.InstrumentMissing, "listed: ETH/USD")]
    [InlineData("ETH/USDC", ErrorCode.InstrumentMissing, "listed: ETH/USD")]
    [InlineData("ETH/USD:USD", ErrorCode.InstrumentMissing, "it lists none")]
    public async Task Margin_NotListed_NamesTheNearest(string instrument, ErrorCode code, string neighbours)
    {
        File.WriteAllBytes(folder.File("chain.json"), MarketDocument.Write(ChainMarket.Committed));
        string more = instrument == "ETH/USD:USD" ? """, "entryPrice": "2200", "fundingIndex": "0" """ : string.Empty;
        File.WriteAllText(
            folder.File("held.json"),
            $$"""
            { "schema": "verifiable/book/1", "account": "0x{{new string('a', 64)}}", "sequence": 0, "cash": "1",
              "collateral": [], "positions": [ { "instrument": "{{instrument}}", "quantity": "1"{{more}} } ] }
            """);

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "margin", "-m", "chain.json", "-b", "held.json", "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((3, code, instrument), (outcome.Code, refusal.Code, refusal.Value));
        Assert.EndsWith($"; {neighbours}", refusal.Accepted, System.StringComparison.Ordinal);
    }
}
