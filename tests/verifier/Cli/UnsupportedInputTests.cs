using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>
/// What the documents can say is counted, or refused where the rule has no place for it: never left out of a margin.
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

    [Theory]
    [InlineData("derive-pmrm1-1.0")]
    [InlineData("derive-standard-1.0")]
    [InlineData("deribit-pm-1.0")]
    [InlineData("span-1.0")]
    [InlineData("isolated-1.0")]
    [InlineData("cross-1.0")]
    public async Task Margin_OrdersUnderARuleWithoutThem_IsRefused(string profile)
    {
        WriteOrder("ETH/USD:USD-240126-2400-C");

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["margin", "-m", "market.json", "-b", "orders.json", "-p", profile, "--json"]);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(3, outcome.Code);
        Assert.Equal(
            (ErrorCode.ParameterOutOfRange, "orders.json", "/openOrders", "1 orders"),
            (refusal.Code, refusal.File, refusal.Path, refusal.Value));
    }

    [Fact]
    public async Task Margin_OrderThatCannotBeListed_IsNamed()
    {
        WriteOrder("ETH/USD:USD-240126-2222-C");

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["margin", "-m", "market.json", "-b", "orders.json", "--json"]);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (ErrorCode.VolatilityMissing, "/openOrders/0", "ETH/USD:USD-240126-2222-C"),
            (refusal.Code, refusal.Path, refusal.Value));
    }

    /// <summary>Contracts hold positions alone: an attestation would leave the order out.</summary>
    [Fact]
    public async Task Attest_BookHasOpenOrders_IsRefused()
    {
        WriteOrder("ETH/USD:USD-240126-2400-C");

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path,
            ["attest", "-m", "market.json", "-b", "orders.json", "--purpose", "report", "--signers", "committee.json"]);

        Assert.Equal(3, outcome.Code);
        Assert.Contains("contracts know no open orders", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Another short call, were the order to trade, asks for more margin.</summary>
    [Theory]
    [InlineData("portfolio-scan-1.0")]
    [InlineData("derive-pmrm2-1.0")]
    [InlineData("portfolio-1.0")]
    public async Task Margin_BookHasOpenOrders_CountsThem(string name)
    {
        WriteOrder("ETH/USD:USD-240126-2400-C");

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["margin", "-m", "market.json", "-b", "orders.json", "-p", name, "--json"]);

        Profile profile = Profiles.Open(name);
        BookDocument book = BookDocument.Read(
            File.ReadAllBytes(folder.File("orders.json")), "orders.json", profile.Model.Parameters.Settlement);
        MarginModel model = new(profile.Model.Parameters, profile.Scenarios.Set);
        MarginResult held = MarginRules.Compute(SampleBundle.Inputs.Market, model, book.Book);
        MarginResult ordered = MarginRules.Compute(
            SampleBundle.Inputs.Market, model, book.Book, book.OpenOrders.AsSpan());
        MarginResult answered = ResultDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout").Result;
        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Assert.True(ordered.InitialMargin.Raw > held.InitialMargin.Raw);
        Assert.Equal(ordered.InitialMargin, answered.InitialMargin);
        Assert.Equal<Money>(ordered.Totals, answered.Totals);
    }

    private void WriteOrder(string instrument)
    {
        string book = File.ReadAllText(folder.File("book.json"));
        string orders = $$"""
            "openOrders": [ { "instrument": "{{instrument}}", "quantity": "-1", "limitPrice": "50" } ], "positions"
            """;
        File.WriteAllText(
            folder.File("orders.json"), book.Replace("\"positions\"", orders, StringComparison.Ordinal));
    }
}
