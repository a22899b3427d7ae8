using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Documents.Support;

/// <summary>Random values within the documents' ranges, the edges included.</summary>
internal static partial class RandomDocuments
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const long MaxPrice = Price.Limit - 1;
    private const long OneQ40 = 1L << 40;

    // 2026-11-24T00:00:00Z.
    private const long Today = 1_795_478_400;

    internal static MarketSnapshot Market(this Seeded random)
    {
        Instant observedAt = new(Today - random.Between(0, 1_000));
        ImmutableArray<AssetPrice> assets = random.Distinct(4, random.Asset, asset => asset.Letters)
            .Select(asset => new AssetPrice(asset, random.RatioFrom(1, Ratio.MaxRaw), random.Share(), observedAt))
            .ToImmutableArray();
        ImmutableArray<UnderlyingMarket> underlyings = random.Distinct(3, random.Underlying, one => one.Letters)
            .Select(underlying => random.UnderlyingMarket(underlying, observedAt))
            .ToImmutableArray();
        return new MarketSnapshot(observedAt, random.Asset(), assets, underlyings);
    }

    internal static ModelParameters Parameters(this Seeded random)
    {
        Ratio maintenance = random.RatioFrom(1, 10 * Ratio.One);
        ModelParameters model = new(
            random.Label(),
            random.Label(),
            random.Asset(),
            random.Asset(),
            random.OfAnyMagnitude(31),
            new VolatilityShockParameters(
                random.Positive(),
                random.Positive(),
                random.Share(),
                random.Share(),
                random.OfAnyMagnitude(31),
                random.Iv()),
            new SkewParameters(
                random.Signed(),
                random.Signed(),
                random.Signed(),
                random.Signed(),
                random.RatioFrom(1, Ratio.One),
                random.Signed(),
                random.Signed(),
                random.Signed()),
            new DiscountParameters(
                random.Positive(),
                random.Positive(),
                random.Positive(),
                random.Positive(),
                random.Positive(),
                random.Positive()),
            new BasisParameters(
                random.Positive(), new Ratio(-random.Share().Raw), random.Positive(), random.Positive()),
            new StagedRatio(new Ratio(maintenance.Raw + random.Positive().Raw), maintenance),
            new StagedRatio(random.Positive(), random.Positive()),
            new StagedRatio(random.Positive(), random.Positive()),
            new ConfidenceParameters(random.Share(), random.Positive()),
            new PegParameters(random.Positive(), random.Positive()),
            new MeasureParameters(MeasureKind.Scan, 0),
            [.. random.Distinct(4, random.Asset, asset => asset.Letters).Select(random.Rule)]);
        return random.Extended(model);
    }

    internal static ScenariosDocument Scenarios(this Seeded random)
    {
        ImmutableArray<UnderlyingId> factors = [.. random.Distinct(3, random.Underlying, one => one.Letters)];
        int count = (int)random.Between(1, 6);
        ImmutableArray<Scenario> scenarios =
            [.. Enumerable.Range(0, count).Select(index => random.Scenario(index, factors.Length))];
        return new ScenariosDocument(
            random.Label(),
            random.Coin() ? random.Word() : null,
            new ScenarioSet(factors, scenarios),
            [.. scenarios.Select(random.KindOf)]);
    }

    internal static BookDocument Book(this Seeded random)
    {
        AssetId settlement = random.Asset();
        ImmutableArray<Position> positions = random
            .Distinct(12, () => random.Instrument(settlement), one => one.Word)
            .Select(random.Position)
            .ToImmutableArray();
        ImmutableArray<CollateralBalance> collateral = random.Distinct(4, random.Asset, asset => asset.Letters)
            .Select(asset => new CollateralBalance(asset, new Quantity(1 + random.OfAnyMagnitude(61))))
            .ToImmutableArray();
        Book book = new(
            random.Word(), (ulong)random.OfAnyMagnitude(53), new Money(random.AnySign(62)), collateral, positions);
        ImmutableArray<OpenOrder> orders =
            [.. positions.Select(row => new OpenOrder(row.Instrument, row.Quantity, random.Held()))];
        return new BookDocument(book, settlement, random.Coin() ? orders : []);
    }

    internal static ResultDocument Result(this Seeded random)
    {
        AssetId settlement = random.Asset();
        ImmutableArray<Money> totals = [.. random.Times(1, 9, () => new Money(random.AnySign(62)))];
        Assumptions[] assumptions = [Assumptions.None, Assumptions.Unsettled, (Assumptions)15];
        ImmutableArray<ComponentKind> components = random.Coin()
            ? MarginRules.ComponentsOf(MarginRule.Portfolio)
            : MarginRules.ExtendedPortfolio;
        MarginResult result = new(
            new Money(random.AnySign(61)),
            new Money(random.OfAnyMagnitude(61)),
            new Money(random.OfAnyMagnitude(61)),
            new Money(random.OfAnyMagnitude(61)),
            new Money(random.OfAnyMagnitude(61)),
            new Money(random.OfAnyMagnitude(61)),
            (int)random.Between(0, totals.Length - 1),
            random.Pick<Assumptions>(assumptions),
            [.. components.Select(kind =>
                new MarginComponent(kind, new Money(random.AnySign(62)), new Money(random.AnySign(62))))],
            totals,
            [.. random.Times(0, 3, () =>
                new PositionContribution(random.Instrument(settlement), new Money(random.AnySign(62))))]);
        return new ResultDocument(
            random.Word(),
            new ResultInputs(random.Word(), random.Word(), random.Word(), random.Word()),
            random.Word(),
            (ulong)random.OfAnyMagnitude(53),
            random.Time(),
            settlement,
            random.Label(),
            result);
    }

    private static UnderlyingMarket UnderlyingMarket(this Seeded random, UnderlyingId underlying, Instant observedAt) =>
        new(
            underlying,
            random.Listed(),
            random.Share(),
            observedAt,
            random.Coin() ? default : new Volatility(1 + random.OfAnyMagnitude(40)),
            random.Coin()
                ? null
                : new PerpetualMarket(random.Listed(), random.Signed(), random.Share(), new Instant(Today)),
            [.. random.Distinct(3, random.Time, time => time.Seconds).Select(random.Expiry)]);

    private static ExpiryMarket Expiry(this Seeded random, Instant expiry)
    {
        Price forward = random.Listed();
        long most = Math.Min(MaxPrice >> 10, forward.Raw) << 10;
        VolatilitySurface strikes = new(
            [.. random.Distinct(4, () => random.Between(1 + (forward.Raw >> 20), Math.Min(most, MaxPrice)), raw => raw)
                .Select(raw => new VolatilityPoint(new Price(raw), random.Iv()))],
            null);
        SviParameters svi = new(
            random.Share(),
            random.Share(),
            new Ratio(random.Between(-Ratio.One, Ratio.One)),
            new Ratio(random.Between(-Ratio.One, Ratio.One)),
            random.Share(),
            random.Listed(),
            1 + random.OfAnyMagnitude(31));
        bool passed = expiry.Seconds <= Today;
        return new ExpiryMarket(
            expiry,
            forward,
            new Price(random.Between(0, forward.Raw)),
            random.Signed(),
            random.Share(),
            new Instant(Today),
            passed || random.Coin() ? random.Held() : default,
            random.Coin() ? strikes : new VolatilitySurface([], svi));
    }

    private static Scenario Scenario(this Seeded random, int index, int factors)
    {
        VolatilityColumn[] columns = Enum.GetValues<VolatilityColumn>();
        VolatilityColumn column = random.Pick<VolatilityColumn>(columns);
        bool skew = column is VolatilityColumn.LinearSkew or VolatilityColumn.AbsoluteSkew;
        ScenarioTraits traits = random.Pick<ScenarioTraits>(
            [ScenarioTraits.None, ScenarioTraits.Tail, ScenarioTraits.Tail | ScenarioTraits.Residual]);
        bool residual = (traits & ScenarioTraits.Residual) != 0;
        IEnumerable<Shock> shocks = Enumerable.Range(0, factors).Select(_ => new Shock(
            (skew, residual) switch
            {
                (true, true) => 0,
                (true, false) => OneQ40,
                (false, true) => random.FactorQ40(128) - (64 * OneQ40),
                _ => random.FactorQ40(64),
            },
            column == VolatilityColumn.Own ? random.FactorQ40(64) : OneQ40,
            random.Coin() ? default : random.Signed()));
        return new Scenario(
            string.Create(CultureInfo.InvariantCulture, $"{index}:{random.Between(0, 99)}"),
            random.FactorQ40(1),
            (uint)random.Between(1, uint.MaxValue),
            column,
            [.. shocks],
            traits);
    }

    /// <summary>A kind whose marks are the scenario's.</summary>
    private static ScenarioKind KindOf(this Seeded random, Scenario scenario) => scenario.Traits switch
    {
        ScenarioTraits.Tail => ScenarioKind.Historical,
        ScenarioTraits.Tail | ScenarioTraits.Residual => ScenarioKind.Filtered,
        _ => random.Pick<ScenarioKind>(
            [ScenarioKind.Grid, ScenarioKind.Tail, ScenarioKind.Skew, ScenarioKind.Stress]),
    };

    private static CollateralRule Rule(this Seeded random, AssetId asset)
    {
        long maintenance = random.Share().Raw;
        return new CollateralRule(
            asset,
            new StagedRatio(new Ratio(random.Between(0, Ratio.One - maintenance)), new Ratio(maintenance)),
            random.Positive(),
            random.Coin() ? default : random.Underlying());
    }

    private static Position Position(this Seeded random, InstrumentId instrument)
    {
        long quantity = random.AnySign(62);
        bool perpetual = instrument.Kind == InstrumentKind.Perpetual;
        return new Position(
            instrument,
            new Quantity(quantity == 0 ? 1 : quantity),
            instrument.HasEntryPrice ? random.Held() : default,
            perpetual ? random.Signed() : default);
    }

    private static InstrumentId Instrument(this Seeded random, AssetId settlement)
    {
        UnderlyingId underlying = new(0x4254_4300_0000_0000);
        InstrumentKind kind = (InstrumentKind)random.Between(1, 5);
        Instant thisCentury = new(random.Between(946_684_800, 4_102_444_799));
        Instant expiry = kind >= InstrumentKind.Future ? thisCentury : default;
        Price strike = kind >= InstrumentKind.Call ? random.Held() : default;
        Settlement how = kind == InstrumentKind.Spot ? Settlement.None : Settlement.Linear;
        return InstrumentId.Create(underlying, settlement, how, expiry, strike, kind);
    }

    /// <summary>Up to a number of different items, at least one, in the order of their keys.</summary>
    private static IEnumerable<T> Distinct<T, TKey>(this Seeded random, int most, Func<T> make, Func<T, TKey> key) =>
        random.Times(1, most, make).DistinctBy(key).OrderBy(key);

    private static List<T> Times<T>(this Seeded random, int least, int most, Func<T> make)
    {
        List<T> items = [];
        for (long count = random.Between(least, most); count > 0; count--)
        {
            items.Add(make());
        }

        return items;
    }

    private static UnderlyingId Underlying(this Seeded random) => new(random.Name(UnderlyingId.MaxLetters));

    private static AssetId Asset(this Seeded random) => new(random.Name(AssetId.MaxLetters));

    private static ulong Name(this Seeded random, int most)
    {
        string text = string.Concat(random.Times(2, most, () => random.Pick<char>(Letters)));
        return AsciiName.TryPack(text, most, out ulong letters) ? letters : throw new InvalidOperationException(text);
    }

    private static string Label(this Seeded random) =>
        string.Concat(random.Times(1, 64, () => (char)random.Between(' ', '~')));

    private static Bytes32 Word(this Seeded random) => new(random.Bits(), random.Bits(), random.Bits(), random.Bits());

    private static Instant Time(this Seeded random) => new(random.Between(0, Instant.MaxSeconds));

    private static Price Held(this Seeded random) => new(1 + random.OfAnyMagnitude(61));

    private static Price Listed(this Seeded random) => new(Price.ListingMinimum + random.OfAnyMagnitude(61));

    private static Volatility Iv(this Seeded random) => new(random.Between(0, Volatility.MaxRaw));

    private static Ratio RatioFrom(this Seeded random, long low, long high) => new(random.Between(low, high));

    private static Ratio Share(this Seeded random) => random.RatioFrom(0, Ratio.One);

    private static Ratio Positive(this Seeded random) => random.RatioFrom(0, 60 * Ratio.One);

    private static Ratio Signed(this Seeded random) => new(random.AnySign(46));

    private static long AnySign(this Seeded random, int bits) => random.OfAnyMagnitude(bits) * (random.Coin() ? 1 : -1);

    /// <summary>A factor that comes from 12 decimal places: floor(raw * 2^40 / 10^12).</summary>
    private static long FactorQ40(this Seeded random, long most) =>
        (long)(((Int128)random.Between(0, most * Ratio.One) << 40) / Ratio.One);
}
