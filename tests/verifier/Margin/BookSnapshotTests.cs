using System.Linq;
using System.Text;
using Verifiable.Attestation.Evidence;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Margin;

/// <summary>
/// The whole result of books that traders hold, over the real ETH chain of 2024-01-08. The spot is 2222.19; no number
/// here is a judgement, but none may change unnoticed.
/// </summary>
public sealed class BookSnapshotTests
{
    private const long Dollar = 1_000_000;
    private const long Coin = 1_000_000_000;

    public static TheoryData<string, string[]> Spreads => new()
    {
        { "NakedShortStraddle", ["240126-2250-C -10", "240126-2250-P -10"] },
        { "RiskReversal", ["240126-2500-C 20", "240126-2000-P -20"] },
        { "Calendar", ["240112-2200-C -15", "240329-2200-C 15"] },
        { "IronCondor", ["240126-1900-P 10", "240126-2050-P -10", "240126-2400-C -10", "240126-2600-C 10"] },
        { "LongOnly", ["240223-2300-C 5", "240223-2200-P 5", "240628-3000-C 12.5"] },
        { "DeepInTheMoney", ["240126-600-C -3", "240927-5000-P -2"] },
        { "DeepOutOfTheMoney", ["240927-8000-C -40", "240126-600-P -100"] },
        { "RatioSpread", ["240329-2400-C 10", "240329-2800-C -30"] },
        { "Box", ["240329-2000-C 10", "240329-2000-P -10", "240329-2500-C -10", "240329-2500-P 10"] },
        { "Dust", ["240126-2250-C -0.00000001"] },
    };

    [Theory]
    [MemberData(nameof(Spreads))]
    public void Compute_Spread_ResultIsTheVerifiedOne(string name, string[] rows) =>
        Match(ChainMarket.Committed, ChainMarket.Profile.Model, ChainMarket.Book(25_000 * Dollar, rows), name);

    /// <summary>Calls against coin in collateral, whose moves the scenarios cancel.</summary>
    [Fact]
    public void Compute_CoveredCall_ResultIsTheVerifiedOne()
    {
        MarketSnapshot market = ChainMarket.WithAsset(
            ChainMarket.Committed, ChainMarket.Asset("ETH"), 2222 * Ratio.One, Ratio.One);
        Match(market, ChainMarket.Profile.Model, WithCollateral(ChainMarket.Book(0, "240126-2400-C -10"), "ETH", 10));
    }

    [Fact]
    public void Compute_CollateralOfLowConfidence_ResultIsTheVerifiedOne()
    {
        MarketSnapshot market = ChainMarket.WithAsset(
            ChainMarket.Committed, ChainMarket.Usdc, Ratio.One, Ratio.One / 4);
        Book book = ChainMarket.Book(0, "240126-2400-C -10");
        Match(market, ChainMarket.Profile.Model, WithCollateral(book, "USDC", 50_000));
    }

    /// <summary>USDC as on 2023-03-11: 0.88 of a dollar, so collateral loses and the multiplier grows.</summary>
    [Fact]
    public void Compute_StableCoinBelowItsPeg_ResultIsTheVerifiedOne()
    {
        MarketSnapshot market = ChainMarket.WithAsset(
            ChainMarket.Committed, ChainMarket.Usdc, Ratio.One / 100 * 88, Ratio.One);
        Book book = ChainMarket.Book(0, "240126-2400-C -10");
        Match(market, ChainMarket.Profile.Model, WithCollateral(book, "USDC", 50_000));
    }

    [Fact]
    public void Compute_InverseBookSettledInCoin_ResultIsTheVerifiedOne()
    {
        ModelDocument model = ChainMarket.Profile.Model with
        {
            Parameters = ChainMarket.Profile.Model.Parameters with { Settlement = ChainMarket.Asset("ETH") },
        };
        Match(
            ChainMarket.Committed,
            model,
            ChainMarket.Book(20 * Coin, "ETH/USD:ETH-240126-2400-C -10", "ETH/USD:ETH-240126-2000-P -10"));
    }

    /// <summary>Every listed strike of one expiry, long and short in turns.</summary>
    [Fact]
    public void Compute_LadderOfEveryStrike_ResultIsTheVerifiedOne()
    {
        ExpiryMarket expiry = ChainMarket.Committed.Underlyings[0].Expiries.Single(
            static listed => listed.Expiry.Seconds == 1_706_256_000);
        string[] rows = [.. expiry.Surface.Strikes.Select(static (point, at) =>
            $"240126-{point.Strike.Raw / 100_000_000}-{(at % 3 == 0 ? 'P' : 'C')} {(at % 2 == 0 ? -1 : 2)}.5")];
        Match(ChainMarket.Committed, ChainMarket.Profile.Model, ChainMarket.Book(100_000 * Dollar, rows));
    }

    private static Book WithCollateral(Book book, string asset, long amount) => book with
    {
        Collateral = [new CollateralBalance(ChainMarket.Asset(asset), new Quantity(amount * 100_000_000))],
    };

    private static void Match(
        MarketSnapshot market,
        ModelDocument model,
        Book book,
        string variant = "",
        [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        AttestedInputs inputs = new(
            CurrentEngine.Identity,
            model.Enforceable(string.Empty),
            ChainMarket.Profile.Scenarios.Set,
            market,
            0,
            book);
        Listing.Check(market, inputs.Parameters, inputs.Scenarios, book);
        MarginResult result = inputs.Compute();

        Assert.Equal(default, result.Assumed);
        MarginInvariants.AssertConsistent(result);
        MarginInvariants.AssertReplays(inputs, result);
        byte[] json = ResultDocument.Write(ChainMarket.Document(market, model, book, result));
        Assert.Equal(json, ResultDocument.Write(ResultDocument.Read(json, "result.json")));
        Snapshot.Match(Encoding.UTF8.GetString(json), typeof(BookSnapshotTests), variant, method: method);
    }
}
