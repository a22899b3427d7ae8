using System;
using System.Collections.Immutable;
using System.Diagnostics;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;

namespace Verifiable.Engine.Margin;

/// <summary>The risk array that a rule reads: its shocks and discounts in the terms of the portfolio rule.</summary>
internal static class RuleArray
{
    /// <summary>The move of the two basis columns that deltas are read from, 2^-10.</summary>
    internal const long DeltaMoveRaw = 976_562_500;

    private static readonly Ratio One = new(Ratio.One);

    internal static RiskArray Build(MarketSnapshot market, MarginModel model, ReadOnlySpan<InstrumentId> instruments)
    {
        ScenarioSet scenarios = ScenariosOf(market, model);
        switch (model.Parameters)
        {
            case ModelParameters portfolio:
                return RiskArray.Build(market, portfolio, scenarios, instruments);
            case UndiscountedPortfolioParameters undiscounted:
                return RiskArray.BuildUndiscounted(market, TermsOf(undiscounted), scenarios, instruments);
            case PriceBucketParameters buckets:
                RiskArray array = RiskArray.BuildUndiscounted(market, TermsOf(buckets), scenarios, instruments);
                PriceBucketMargin.ClipFutures(array, buckets);
                return array;
            case SpanParameters span:
                return RiskArray.Build(market, TermsOf(span), scenarios, instruments);
            case StandardParameters or PositionParameters:
                return RiskArray.BuildUndiscounted(market, Plain(model.Parameters), scenarios, instruments);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>
    /// The model's scenarios; of a rule without any, a set that knows every underlying and shocks none.
    /// </summary>
    internal static ScenarioSet ScenariosOf(MarketSnapshot market, MarginModel model) =>
        model.Parameters is StandardParameters or PositionParameters ? Unshocked(market) : model.Scenarios;

    /// <summary>No scenario, only today and forwards a little up and down, for deltas and nothing else.</summary>
    internal static RiskArray BuildForDelta(
        MarketSnapshot market, MarginParameters rule, ReadOnlySpan<InstrumentId> instruments) =>
        RiskArray.Build(market, Plain(rule) with { Basis = ForDelta }, Unshocked(market), instruments);

    private static ScenarioSet Unshocked(MarketSnapshot market)
    {
        ImmutableArray<UnderlyingId>.Builder factors = ImmutableArray.CreateBuilder<UnderlyingId>();
        foreach (UnderlyingMarket listed in market.Underlyings)
        {
            factors.Add(listed.Underlying);
        }

        return new ScenarioSet(factors.ToImmutable(), []);
    }

    private static ModelParameters TermsOf(UndiscountedPortfolioParameters rule) => Plain(rule) with
    {
        VolatilityShock = rule.VolatilityShock,
        Discount = new DiscountParameters(
            rule.StaticDiscount, rule.RateMultiplier, rule.RateAdd, One, default, default),
        Basis = rule.Basis,
    };

    private static ModelParameters TermsOf(PriceBucketParameters rule) => Plain(rule) with
    {
        VolatilityShock = rule.VolatilityShock,
        Basis = ForDelta,
    };

    private static ModelParameters TermsOf(SpanParameters rule) => Plain(rule) with
    {
        HorizonSeconds = rule.HorizonSeconds,
        Basis = ForDelta,
    };

    private static BasisParameters ForDelta => new(new Ratio(DeltaMoveRaw), new Ratio(-DeltaMoveRaw), default, default);

    /// <summary>Nothing shocked, nothing discounted beyond the rate, and no add-on.</summary>
    private static ModelParameters Plain(MarginParameters rule) => new(
        rule.Name,
        rule.Version,
        rule.Settlement,
        rule.StableAsset,
        0,
        new VolatilityShockParameters(default, default, default, default, 1, default),
        new SkewParameters(default, default, default, default, One, One, One, default),
        new DiscountParameters(One, default, default, One, default, default),
        new BasisParameters(default, default, default, default),
        new StagedRatio(One, One),
        default,
        default,
        new ConfidenceParameters(default, default),
        new PegParameters(default, default),
        new MeasureParameters(MeasureKind.Scan, 0),
        rule.Haircuts);
}
