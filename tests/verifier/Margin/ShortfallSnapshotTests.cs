using System.Linq;
using System.Text;
using Verifiable.Attestation.Evidence;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Margin;

/// <summary>
/// The profile with expected shortfall over the real ETH chain of 2024-01-08: the whole result, of its 533 totals the
/// scan's 33 in full and all of them by their hash.
/// </summary>
public sealed class ShortfallSnapshotTests
{
    private const long Dollar = 1_000_000;
    private const int Scan = 33;

    /// <summary>What the profile's own history leaves for the day after it, as its generator prints.</summary>
    private const long EthVolatility = 489_039_000_000;

    public static TheoryData<string, string[]> Spreads => new()
    {
        { "NakedShortStraddle", ["240126-2250-C -10", "240126-2250-P -10"] },
        { "Calendar", ["240112-2200-C -15", "240329-2200-C 15"] },
        { "IronCondor", ["240126-1900-P 10", "240126-2050-P -10", "240126-2400-C -10", "240126-2600-C 10"] },
        { "LongOnly", ["240223-2300-C 5", "240223-2200-P 5", "240628-3000-C 12.5"] },
    };

    private static MarketSnapshot Market => WithVolatility(ChainMarket.Committed, EthVolatility);

    [Theory]
    [MemberData(nameof(Spreads))]
    public void Compute_Spread_ResultIsTheVerifiedOne(string name, string[] rows)
    {
        Book book = ChainMarket.Book(25_000 * Dollar, rows);
        Profile profile = ChainMarket.ShortfallProfile;
        AttestedInputs inputs = new(
            CurrentEngine.Identity, profile.Model.Enforceable(profile.Name), profile.Scenarios.Set, Market, 0, book);
        Listing.Check(Market, inputs.Parameters, inputs.Scenarios, book);
        MarginResult result = inputs.Compute();

        Assert.Equal(default, result.Assumed);
        MarginInvariants.AssertConsistent(result, Scan);
        MarginInvariants.AssertReplays(inputs, result);
        ResultDocument whole = ChainMarket.Document(Market, profile.Model, profile.Scenarios, book, result);
        byte[] json = ResultDocument.Write(whole);
        Assert.Equal(json, ResultDocument.Write(ResultDocument.Read(json, "result.json")));
        ResultDocument shown = whole with { Result = result with { Totals = [.. result.Totals.Take(Scan)] } };
        string hash = ResultRows.HashTotals(result.Totals).ToString();
        Snapshot.Match(
            $"{Encoding.UTF8.GetString(ResultDocument.Write(shown)).TrimEnd()}\n{hash}",
            typeof(ShortfallSnapshotTests),
            name,
            "txt");
    }

    /// <summary>The scan, and all that is not the tail's, are those of the profile without a tail.</summary>
    [Theory]
    [MemberData(nameof(Spreads))]
    public void Compute_Spread_HasTheScanOfTheProfileWithoutShortfall(string name, string[] rows)
    {
        Book book = ChainMarket.Book(25_000 * Dollar, rows);
        MarginResult scan = Compute(ChainMarket.Profile, Market, book);
        MarginResult tail = Compute(ChainMarket.ShortfallProfile, Market, book);

        Assert.Equal(scan.Totals.AsEnumerable(), tail.Totals.Take(Scan));
        Assert.Equal((scan.WorstScenario, scan.WorstLoss, name), (tail.WorstScenario, tail.WorstLoss, name));
        Assert.Equal(scan.Equity, tail.Equity);
        Assert.True(tail.InitialMargin.Raw >= scan.InitialMargin.Raw);
    }

    [Fact]
    public void Compute_MoreVolatileDay_RaisesTheShortfallOfAShortStraddle()
    {
        Book book = ChainMarket.Book(25_000 * Dollar, "240126-2250-C -10", "240126-2250-P -10");
        MarginResult calm = Compute(ChainMarket.ShortfallProfile, Market, book);
        MarginResult wild = Compute(
            ChainMarket.ShortfallProfile, WithVolatility(ChainMarket.Committed, 3 * EthVolatility), book);

        Assert.True(wild.ValueAtRisk.Raw > calm.ValueAtRisk.Raw);
        Assert.True(wild.ExpectedShortfall.Raw > calm.ExpectedShortfall.Raw);
        Assert.Equal(calm.WorstLoss, wild.WorstLoss);
    }

    private static MarginResult Compute(Profile profile, MarketSnapshot market, Book book) =>
        MarginRules.Compute(market, new MarginModel(profile.Model.Parameters, profile.Scenarios.Set), book);

    private static MarketSnapshot WithVolatility(MarketSnapshot market, long volatility) => market with
    {
        Underlyings = [.. market.Underlyings.Select(listed => listed with
        {
            TodayVolatility = new Volatility(volatility),
        })],
    };
}
