using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>
/// Turns inputs into ones that no listing would accept: the ends of every unit's range, and missing rows; a model's
/// numbers stay in their ranges, since whoever lets a model in checks those.
/// </summary>
internal sealed class Absurdity(Seeded random)
{
    private const long Largest = (1L << 62) - 1;

    /// <summary>Each number with this chance, in percent, becomes an end of its range.</summary>
    private int _percent;

    public MarginCase Of(MarginCase inputs)
    {
        _percent = random.Pick<int>([3, 10, 30, 100]);
        return new MarginCase(
            Market(inputs.Market), Model(inputs.Model), Scenarios(inputs.Scenarios), Book(inputs.Book))
        {
            Orders = [.. inputs.Orders.Select(Order)],
        };
    }

    private ModelParameters Extensions(ModelParameters model) => model with
    {
        Measure = model.Measure with
        {
            HorizonSeconds = model.Measure.HorizonSeconds == 0
                ? 0
                : Maybe(model.Measure.HorizonSeconds, [1, Black76.MaxSeconds]),
        },
        Concentration = [.. model.Concentration.Select(rule => rule with
        {
            Lower = new Quantity(Maybe(rule.Lower.Raw, [0])),
            Upper = new Quantity(Maybe(rule.Upper.Raw, [rule.Lower.Raw + 1, Largest])),
            Share = new StagedRatio(
                Parameter(rule.Share.Initial, Ratio.One), Parameter(rule.Share.Maintenance, Ratio.One)),
        })],
        Dynamic = model.Dynamic with
        {
            Buffer = Parameter(model.Dynamic.Buffer, 10 * Ratio.One),
            StressedShare = Parameter(model.Dynamic.StressedShare, Ratio.One),
            Underlyings = [.. model.Dynamic.Underlyings.Select(rule => new DynamicRule(
                rule.Underlying,
                new Volatility(Maybe(rule.Reference.Raw, [1, Volatility.MaxRaw])),
                Sigma(rule.Stressed),
                Sigma(rule.Floor),
                Sigma(rule.Release)))],
        },
        Credit = model.Credit with { Floor = Parameter(model.Credit.Floor, Ratio.One) },
    };

    private Volatility Sigma(Volatility sane) => new(Maybe(sane.Raw, [0, 1, Volatility.MaxRaw]));

    private OpenOrder Order(OpenOrder order) => order with
    {
        Quantity = new Quantity(Maybe(order.Quantity.Raw, [0, 1, -1, Largest, -Largest])),
        LimitPrice = PriceOrNone(order.LimitPrice),
    };

    private long Maybe(long sane, ReadOnlySpan<long> ends) => random.Chance(_percent) ? random.Pick(ends) : sane;

    private Price Price(Price sane) => new(Maybe(sane.Raw, [1, 2, 1_000_000, 1L << 61, Largest]));

    private Price PriceOrNone(Price sane) => new(Maybe(sane.Raw, [0, 1, Largest]));

    private Ratio Any(Ratio sane) =>
        new(Maybe(sane.Raw, [0, 1, -1, Ratio.One, -Ratio.One, Ratio.MaxRaw, -Ratio.MaxRaw]));

    private Ratio Positive(Ratio sane) => new(Maybe(sane.Raw, [0, 1, Ratio.One, Ratio.MaxRaw]));

    private Ratio Confidence(Ratio sane) => new(Maybe(sane.Raw, [0, 1, Ratio.One]));

    private Instant Time(Instant sane) => new(Maybe(sane.Seconds, [0, 1, Instant.MaxSeconds]));

    private ImmutableArray<T> SomeOf<T>(IEnumerable<T> rows) => [.. rows.Where(_ => !random.Chance(_percent / 3))];

    private Ratio Parameter(Ratio sane, long largestRaw = ParameterRange.MaxRaw, long leastRaw = 0) =>
        new(Maybe(sane.Raw, [leastRaw, largestRaw]));

    private Ratio Skew(Ratio sane) => Parameter(sane, ParameterRange.MaxRaw, -ParameterRange.MaxRaw);

    private StagedRatio Staged(StagedRatio sane) => new(Parameter(sane.Initial), Parameter(sane.Maintenance));

    private ModelParameters Model(ModelParameters model) => Extensions(model) with
    {
        HorizonSeconds = Maybe(model.HorizonSeconds, [0, Black76.MaxSeconds]),
        VolatilityShock = new VolatilityShockParameters(
            Parameter(model.VolatilityShock.Up),
            Parameter(model.VolatilityShock.Down),
            Parameter(model.VolatilityShock.ShortPower, ParameterRange.MaxPowerRaw),
            Parameter(model.VolatilityShock.LongPower, ParameterRange.MaxPowerRaw),
            Maybe(model.VolatilityShock.FloorSeconds, [0, Black76.MaxSeconds]),
            new Volatility(Maybe(model.VolatilityShock.MinimumUp.Raw, [0, Volatility.MaxRaw]))),
        Skew = new SkewParameters(
            Skew(model.Skew.LinearBase),
            Skew(model.Skew.LinearSlope),
            Skew(model.Skew.AbsoluteBase),
            Skew(model.Skew.AbsoluteSlope),
            Parameter(model.Skew.MinimumWidth, ParameterRange.MaxRaw, 1),
            Skew(model.Skew.WidthScale),
            Skew(model.Skew.VolatilityStatic),
            Skew(model.Skew.VolatilityScale)),
        Discount = new DiscountParameters(
            Parameter(model.Discount.LongStatic),
            Parameter(model.Discount.LongRateMultiplier),
            Parameter(model.Discount.LongRateAdd),
            Parameter(model.Discount.ShortStatic),
            Parameter(model.Discount.ShortRateMultiplier),
            Parameter(model.Discount.ShortRateAdd)),
        Basis = new BasisParameters(
            Parameter(model.Basis.Up, ParameterRange.MaxBasisUpRaw),
            Parameter(model.Basis.Down, 0, -Ratio.One),
            Parameter(model.Basis.Add),
            Parameter(model.Basis.Multiplier)),
        Multiplier = new StagedRatio(
            new Ratio(Maybe(model.Multiplier.Initial.Raw, [ParameterRange.MaxRaw])),
            new Ratio(Maybe(model.Multiplier.Maintenance.Raw, [1]))),
        Perpetual = Staged(model.Perpetual),
        ShortOption = Staged(model.ShortOption),
        Confidence = new ConfidenceParameters(
            Parameter(model.Confidence.Threshold, Ratio.One), Parameter(model.Confidence.Factor)),
        Peg = new PegParameters(Parameter(model.Peg.Threshold), Parameter(model.Peg.Factor)),
        Haircuts =
        [
            .. model.Haircuts.Select(rule => rule with { ConfidenceFactor = Parameter(rule.ConfidenceFactor) }),
        ],
    };

    private MarketSnapshot Market(MarketSnapshot market) => new(
        Time(market.ObservedAt),
        market.Quote,
        SomeOf(market.Assets.Select(Asset)),
        SomeOf(market.Underlyings.Select(Underlying)));

    private AssetPrice Asset(AssetPrice row) =>
        row with { Price = Positive(row.Price), Confidence = Confidence(row.Confidence) };

    private UnderlyingMarket Underlying(UnderlyingMarket listed) => listed with
    {
        Spot = Price(listed.Spot),
        SpotConfidence = Confidence(listed.SpotConfidence),
        TodayVolatility = Sigma(listed.TodayVolatility),
        Perpetual = listed.Perpetual is null || random.Chance(_percent / 3) ? null : listed.Perpetual with
        {
            Price = Price(listed.Perpetual.Price),
            FundingIndex = Any(listed.Perpetual.FundingIndex),
            Confidence = Confidence(listed.Perpetual.Confidence),
        },
        Expiries = SomeOf(listed.Expiries.Select(Expiry)),
    };

    private ExpiryMarket Expiry(ExpiryMarket expiry) => expiry with
    {
        Forward = Price(expiry.Forward),
        SettledPart = PriceOrNone(expiry.SettledPart),
        Rate = Any(expiry.Rate),
        Confidence = Confidence(expiry.Confidence),
        SettlementPrice = PriceOrNone(expiry.SettlementPrice),
        Surface = new VolatilitySurface(
            SomeOf(expiry.Surface.Strikes.Select(point =>
                point with { Volatility = new Volatility(Maybe(point.Volatility.Raw, [0, 1, Volatility.MaxRaw])) })),
            expiry.Surface.Svi is null ? null : Svi(expiry.Surface.Svi)),
    };

    private SviParameters Svi(SviParameters svi) => new(
        Any(svi.A),
        Any(svi.B),
        Any(svi.Rho),
        Any(svi.M),
        Any(svi.Sigma),
        Price(svi.Forward),
        Maybe(svi.Tau, [0, 1, -1, long.MaxValue]));

    private ScenarioSet Scenarios(ScenarioSet set)
    {
        int kept = random.Chance(_percent / 3) ? set.Factors.Length - 1 : set.Factors.Length;
        return new ScenarioSet(
            [.. set.Factors.Take(kept)],
            [.. set.Scenarios.Select(scenario => scenario with
            {
                DampeningQ40 = Maybe(scenario.DampeningQ40, [0, 1, 1L << 40]),
                Weight = (uint)Maybe(scenario.Weight, [1, uint.MaxValue]),
                Shocks = [.. scenario.Shocks.Take(kept).Select(Shock)],
            })]);
    }

    private Shock Shock(Shock shock) => new(
        Maybe(shock.SpotFactorQ40, [0, 1, 1L << 40, 1L << 46, long.MaxValue, long.MinValue]),
        Maybe(shock.VolatilityFactorQ40, [0, 1, 1L << 46, long.MaxValue]),
        Any(shock.RateShift));

    private Book Book(Book book) => book with
    {
        Cash = new Money(Maybe(book.Cash.Raw, [0, Largest, -Largest])),
        Collateral = [.. book.Collateral.Select(Balance)],
        Positions = [.. book.Positions.Select(Position)],
    };

    private CollateralBalance Balance(CollateralBalance row) =>
        row with { Amount = new Quantity(Maybe(row.Amount.Raw, [0, 1, Largest])) };

    private Position Position(Position row) => row with
    {
        Quantity = new Quantity(Maybe(row.Quantity.Raw, [1, -1, Largest, -Largest])),
        EntryPrice = PriceOrNone(row.EntryPrice),
        FundingIndex = Any(row.FundingIndex),
    };
}
