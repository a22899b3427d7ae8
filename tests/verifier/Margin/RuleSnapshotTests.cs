using System.Linq;
using System.Text;
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
/// The whole result of one book under every shipped profile, over the real ETH chain of 2024-01-08: an iron condor and
/// a calendar, with coin and a stable coin as collateral.
/// </summary>
public sealed class RuleSnapshotTests
{
    private const long Dollar = 1_000_000;

    private static readonly string[] Rows =
    [
        "240126-1900-P 10", "240126-2050-P -10", "240126-2400-C -10", "240126-2600-C 10",
        "240112-2200-C -5", "240329-2200-C 5",
    ];

    /// <summary>
    /// The committed chain has no volatility of today, which residuals need: their profile has tests of its own.
    /// </summary>
    public static TheoryData<string> Names =>
        [.. Profiles.Names.Where(static name => !Profiles.Open(name).Scenarios.Set.HasResiduals)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_UnderEveryProfile_ResultIsTheVerifiedOne(string name)
    {
        Profile profile = Profiles.Open(name);
        MarketSnapshot market = ChainMarket.WithAsset(
            ChainMarket.Committed, ChainMarket.Asset("ETH"), 2222 * Ratio.One, Ratio.One);
        Book book = ChainMarket.Book(20_000 * Dollar, Rows) with
        {
            Collateral =
            [
                new CollateralBalance(ChainMarket.Asset("ETH"), new Quantity(2 * 100_000_000)),
                new CollateralBalance(ChainMarket.Usdc, new Quantity(5_000L * 100_000_000)),
            ],
        };
        MarginModel model = new(profile.Model.Parameters, profile.Scenarios.Set);

        Listing.Check(market, model, book);
        MarginResult result = MarginRules.Compute(market, model, book);

        Assert.Equal(default, result.Assumed);
        byte[] json = ResultDocument.Write(Document(profile, market, book, result));
        Assert.Equal(json, ResultDocument.Write(ResultDocument.Read(json, "result.json")));
        Snapshot.Match(Encoding.UTF8.GetString(json), typeof(RuleSnapshotTests), name);
    }

    private static ResultDocument Document(Profile profile, MarketSnapshot market, Book book, MarginResult result) => new(
        CurrentEngine.Id,
        new ResultInputs(
            MarketRows.Hash(market, 0),
            ParameterRows.Hash(profile.Model.Parameters),
            ScenarioRows.Hash(profile.Scenarios.Set),
            BookRows.Hash(book, default)),
        book.Account,
        book.Sequence,
        market.ObservedAt,
        profile.Model.Parameters.Settlement,
        result.Totals.IsEmpty ? string.Empty : profile.Scenarios.Set.Scenarios[result.WorstScenario].Label,
        result);
}
