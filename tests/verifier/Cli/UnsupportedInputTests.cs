using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>
/// What the documents can say and the engine does not compute is refused, never left out of a margin.
/// </summary>
public sealed class UnsupportedInputTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    [Fact]
    public async Task Margin_ShortfallOverAScanAlone_IsRefused()
    {
        string scan = Encoding.UTF8.GetString(Profiles.ReadModel("portfolio-scan-1.0"));
        string shortfall = scan.Replace(
            "\"kind\": \"scan\"",
            "\"kind\": \"expectedShortfall\",\n    \"confidence\": \"0.975\"",
            StringComparison.Ordinal);
        File.WriteAllText(folder.File("shortfall.json"), shortfall);

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["margin", "-m", "market.json", "-b", "book.json", "-p", "shortfall.json"]);

        Assert.Equal(3, outcome.Code);
        Assert.Contains("a scenario set with historical or filtered scenarios", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Margin_BookHasOpenOrders_IsRefused()
    {
        string book = File.ReadAllText(folder.File("book.json"));
        string orders = "\"openOrders\": [ { \"instrument\": \"ETH/USD:USD-240126-2400-C\", \"quantity\": \"-1\", "
            + "\"limitPrice\": \"50\" } ], \"positions\"";
        File.WriteAllText(
            folder.File("orders.json"), book.Replace("\"positions\"", orders, StringComparison.Ordinal));

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["margin", "-m", "market.json", "-b", "orders.json"]);

        Assert.Equal(3, outcome.Code);
        Assert.Contains("does not count open orders", outcome.Error, StringComparison.Ordinal);
    }
}
