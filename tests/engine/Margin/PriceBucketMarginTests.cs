using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin.Derive;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>
/// Price buckets against the published example of Deribit's <c>private/pme/simulate</c>: a coin-settled perpetual on
/// BTC with a range of 16 % in four buckets, three volatilities each, no offset of profits.
/// </summary>
public sealed class PriceBucketMarginTests
{
    /// <summary>The published risk vector of the perpetual, in BTC: from the lowest bucket to no move.</summary>
    private static readonly decimal[] PublishedLosses =
        [-0.05991206933333334m, -0.04289159509090909m, -0.027351162086956524m, -0.013105765166666668m, 0];

    /// <summary>Its first bucket above, before profits are set to nothing.</summary>
    private const decimal PublishedProfit = 0.012097629384615385m;

    /// <summary>The size that the published vector has: its lowest loss over 1 - 1 / 0.84.</summary>
    private const long QuantityRaw = 31_453_836;

    private static readonly AssetId Coin = Name.Asset("BTC");

    [Fact]
    public void Totals_OfThePublishedPerpetual_AreThePublishedVector()
    {
        MarginResult margin = Published(profitOffset: 0).Margin();

        decimal[] losses = [.. margin.Totals.Take(15).Select(static total => total.Raw / 1e9m)];
        Assert.All(losses.Chunk(3).Zip(PublishedLosses), static bucket => Assert.All(
            bucket.First, total => Assert.InRange(total - bucket.Second, -2e-9m, 2e-9m)));
        Assert.All(margin.Totals.Skip(15), static total => Assert.Equal(0, total.Raw));
        Assert.Equal(27 + 8, margin.Totals.Length);
    }

    [Fact]
    public void Totals_WithProfitsInFull_HoldThePublishedProfit()
    {
        MarginResult margin = Published(profitOffset: Ratio.One).Margin();

        Assert.InRange((margin.Totals[15].Raw / 1e9m) - PublishedProfit, -2e-9m, 2e-9m);
    }

    /// <summary>The published roll charge is the least annual move, 1 %, of the size.</summary>
    [Fact]
    public void Compute_PublishedPerpetual_NeedsItsWorstBucketAndOnePercent()
    {
        MarginResult margin = Published(profitOffset: 0).Margin();

        Assert.InRange(PartOf(margin, ComponentKind.Scan).Initial.Raw - 59_912_069, 0, 2);
        Assert.InRange(PartOf(margin, ComponentKind.Roll).Initial.Raw - 3_145_384, 0, 1);
        Assert.Equal(0, PartOf(margin, ComponentKind.DeltaShock).Initial.Raw);
        Assert.InRange((margin.InitialMargin.Raw * 0.8m) - margin.MaintenanceMargin.Raw, -3, 0);
    }

    /// <summary>
    /// A short of 10 at 100 loses 16 % of 1,000 in the grid; beyond the range a future stays at its edge, so the
    /// extended table's 500 % counts 160 less the dampener of (5 / 0.16 - 1) for each of its quote units.
    /// </summary>
    [Fact]
    public void Totals_OfTheExtendedTable_AreClippedAndDampened()
    {
        MarginModel model = ModelOf(Usdc, profitOffset: 0, dampener: One);

        MarginResult margin = new RuleCase(Sample.Market, model, Sample.Book(Perpetual(-10, 100))).Margin();

        Assert.Equal(-160 * Dollar, margin.Totals[24].Raw);
        Assert.InRange(margin.Totals[^1].Raw, -129_750_000 - 1, -129_750_000 + 1);
    }

    /// <summary>
    /// A delta of 30 million, 10 above the threshold: 0.005 % a million is 0.05 % of the 10. That share is rounded up
    /// to 2^-40, two parts in 10^8 of it.
    /// </summary>
    [Fact]
    public void Compute_LargeDelta_PaysForWhatTheMarketCannotAbsorb()
    {
        MarginModel model = ModelOf(Usdc, profitOffset: 0, dampener: 0);

        MarginResult margin = new RuleCase(Sample.Market, model, Sample.Book(Perpetual(300_000, 100))).Margin();

        Assert.InRange(PartOf(margin, ComponentKind.DeltaShock).Initial.Raw - (5_000 * Dollar), 0, 100);
    }

    private static RuleCase Published(long profitOffset)
    {
        InstrumentId perpetual = InstrumentId.Create(
            Btc, Usd, Settlement.Inverse, default, default, InstrumentKind.Perpetual);
        Price price = new(66_000 * One);
        MarginCase market = Case.WithUnderlying(listed => listed with
        {
            Spot = price,
            Perpetual = listed.Perpetual! with { Price = price },
        });
        Position position = new(perpetual, new Quantity(QuantityRaw), price, default);
        return new RuleCase(
            market.Market,
            ModelOf(Coin, profitOffset, 100_000 * One),
            Sample.Book(position));
    }

    private static MarginModel ModelOf(AssetId settlement, long profitOffset, long dampener) =>
        MarginModel.Of(new PriceBucketParameters(
            "sample",
            "1",
            settlement,
            Usdc,
            4,
            [new UnderlyingRange(Btc, new Ratio(Ratio.One / 100 * 16))],
            new VolatilityShockParameters(
                new Ratio(Ratio.One / 2),
                new Ratio(Ratio.One / 4),
                new Ratio(Ratio.One / 10 * 3),
                new Ratio(Ratio.One / 100 * 13),
                86_400,
                new Volatility(Ratio.One / 2)),
            [.. new[] { -66, -33, 50, 100, 200, 300, 400, 500 }.Select(static percent => new Ratio(Ratio.One / 100 * percent))],
            new Ratio(Ratio.One),
            new Price(dampener),
            new Ratio(profitOffset),
            new RollParameters(new Ratio(Ratio.One / 100), new Ratio(Ratio.One / 40 * 3)),
            new DeltaShockParameters(new Price(20_000_000 * One), new Ratio(Ratio.One / 20_000), new Ratio(Ratio.One / 10)),
            new Ratio(Ratio.One / 10 * 8),
            ImmutableArray<CollateralRule>.Empty));

    private static MarginComponent PartOf(MarginResult margin, ComponentKind kind) =>
        margin.Components.Single(part => part.Kind == kind);
}
