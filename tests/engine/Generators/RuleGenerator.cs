using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>Random parameters of every rule but the portfolio one, about the published values.</summary>
internal sealed class RuleGenerator(Seeded random)
{
    private readonly CaseGenerator _cases = new(random);

    /// <summary>A market and a book as for the portfolio rule, with the parameters of another.</summary>
    /// <param name="rule">The rule.</param>
    public (MarketSnapshot Market, MarginModel Model, Book Book) Next(MarginRule rule)
    {
        bool coinSettled = rule == MarginRule.PriceBuckets && random.Chance(25);
        MarginCase inputs = _cases.Next(coinSettled, withRotations: false);
        return (inputs.Market, Model(rule, inputs), inputs.Book);
    }

    private MarginModel Model(MarginRule rule, MarginCase inputs) => rule switch
    {
        MarginRule.UndiscountedPortfolio => new MarginModel(Undiscounted(inputs.Model), inputs.Scenarios),
        MarginRule.Standard => MarginModel.Of(Standard(inputs.Model)),
        MarginRule.PriceBuckets => MarginModel.Of(PriceBuckets(inputs)),
        MarginRule.Span => MarginModel.Of(Span(inputs)),
        MarginRule.Isolated => MarginModel.Of(Position(inputs.Model, isPooled: false)),
        MarginRule.Cross => MarginModel.Of(Position(inputs.Model, isPooled: true)),
        _ => new MarginModel(inputs.Model, inputs.Scenarios),
    };

    private UndiscountedPortfolioParameters Undiscounted(ModelParameters of) => new(
        of.Name,
        of.Version,
        of.Settlement,
        of.StableAsset,
        of.VolatilityShock,
        random.Ratio(0.8, 1),
        random.Ratio(0, 4),
        random.Ratio(0, 0.12),
        of.Basis,
        random.Ratio(1, 1.6),
        random.Ratio(0, 0.05),
        random.Ratio(0, 0.02),
        of.Confidence,
        of.Peg,
        of.Haircuts);

    private StandardParameters Standard(ModelParameters of) => new(
        of.Name,
        of.Version,
        of.Settlement,
        of.StableAsset,
        Staged(0.03, 0.07, 0.2),
        ShortOption(),
        Staged(1, 1.15, 1.5),
        of.Confidence,
        of.Peg,
        of.Haircuts);

    private PriceBucketParameters PriceBuckets(MarginCase of) => new(
        of.Model.Name,
        of.Model.Version,
        of.Model.Settlement,
        of.Model.StableAsset,
        (int)random.Between(1, 6),
        [.. of.Market.Underlyings.Select(listed => new UnderlyingRange(listed.Underlying, random.Ratio(0.05, 0.4)))],
        of.Model.VolatilityShock,
        [.. new[] { -0.66, -0.33, 0.5, 1, 2, 3, 4, 5 }.Select(static move => new Ratio((long)(move * Ratio.One)))],
        random.Ratio(0.5, 1),
        SeededNumbers.Price(random.Real(0, 100_000)),
        random.Chance(50) ? default : random.Ratio(0, 1),
        new RollParameters(random.Ratio(0, 0.02), random.Ratio(0, 0.2)),
        new DeltaShockParameters(SeededNumbers.Price(random.Real(0, 1_000_000)), random.Ratio(0, 0.001), random.Ratio(0, 0.2)),
        random.Ratio(0.5, 1),
        of.Model.Haircuts);

    private SpanParameters Span(MarginCase of) => new(
        of.Model.Name,
        of.Model.Version,
        of.Model.Settlement,
        of.Model.StableAsset,
        random.Chance(50) ? 86_400 : 0,
        [.. of.Market.Underlyings.Select(listed => new ScanRange(
            listed.Underlying,
            random.Ratio(0.05, 0.3),
            random.Ratio(0.1, 0.9),
            random.Ratio(0, 0.01),
            random.Ratio(0, 0.02)))],
        random.Ratio(2, 3),
        random.Ratio(0.3, 0.4),
        Staged(0.8, 1, 1.3),
        of.Model.Haircuts);

    private PositionParameters Position(ModelParameters of, bool isPooled)
    {
        ImmutableArray<UnderlyingTier> tiers =
            [.. new[] { "BTC", "ETH" }.Select(name => new UnderlyingTier(Name.Underlying(name), Tier()))];
        return new PositionParameters(
            of.Name, of.Version, of.Settlement, of.StableAsset, isPooled, Tier(), tiers, ShortOption(), of.Haircuts);
    }

    private LiquidityTier Tier()
    {
        long lower = random.Between(0, 1L << 45);
        return new LiquidityTier(
            random.Ratio(0.02, 1),
            random.Ratio(0.1, 1),
            new Money(random.Between(0, 1L << 46)),
            new Money(lower),
            new Money(lower + random.Between(1, 1L << 45)));
    }

    private ShortOptionParameters ShortOption() => new(
        random.Ratio(0.13, 0.2),
        random.Ratio(0.09, 0.13),
        random.Ratio(0.05, 0.09),
        random.Ratio(0.05, 0.09),
        random.Ratio(0.05, 0.2),
        random.Ratio(1, 1.1));

    private StagedRatio Staged(double low, double middle, double high) =>
        new(random.Ratio(middle, high), random.Ratio(low, middle));
}
