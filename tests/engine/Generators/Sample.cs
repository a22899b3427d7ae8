using System;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>
/// Inputs small enough for mental arithmetic: BTC at 100 with one expiry at 100 in thirty days, no rate, no add-on,
/// gains and debts as they are, multipliers 1.25 and 1, and three scenarios: spot halved, still, and up by half.
/// </summary>
internal static class Sample
{
    public const long One = 100_000_000;
    public const long OneQ40 = 1L << 40;
    public const long Dollar = 1_000_000;
    public static readonly Instant Now = new(1_764_000_000);
    public static readonly Instant Expiry = new(Now.Seconds + 2_592_000);
    public static readonly UnderlyingId Btc = Name.Underlying("BTC");
    public static readonly AssetId Usd = Name.Asset("USD");
    public static readonly AssetId Usdc = Name.Asset("USDC");

    public static MarginCase Case => new(Market, Model, Scenarios, Book());

    public static MarketSnapshot Market => new(
        Now,
        Usd,
        [
            new AssetPrice(Name.Asset("BTC"), new Ratio(100 * Ratio.One), Sure, Now),
            new AssetPrice(Usdc, Sure, Sure, Now),
        ],
        [
            new UnderlyingMarket(
                Btc,
                Dollars(100),
                Sure,
                Now,
                default,
                new PerpetualMarket(Dollars(100), default, Sure, Now),
                [Listed]),
        ]);

    public static ExpiryMarket Listed => new(
        Expiry,
        Dollars(100),
        default,
        default,
        Sure,
        Now,
        default,
        new VolatilitySurface(
            [.. new[] { 75, 100, 125 }.Select(static strike => At(strike, Ratio.One / 2))], null));

    public static ModelParameters Model => new(
        "sample",
        "1",
        Usdc,
        Usdc,
        0,
        new VolatilityShockParameters(new Ratio(Ratio.One / 2), new Ratio(Ratio.One / 4), default, default, 1, default),
        new SkewParameters(default, default, default, default, new Ratio(Ratio.One / 100), Sure, Sure, default),
        new DiscountParameters(Sure, default, default, Sure, default, default),
        new BasisParameters(default, default, default, default),
        new StagedRatio(new Ratio(Ratio.One / 4 * 5), Sure),
        default,
        default,
        new ConfidenceParameters(default, default),
        new PegParameters(default, default),
        new MeasureParameters(MeasureKind.Scan, 0),
        [
            new CollateralRule(Name.Asset("BTC"), default, default, Btc),
            new CollateralRule(Usdc, default, default, default),
        ]);

    public static ScenarioSet Scenarios => new([Btc], [Move(OneQ40 / 2), Move(OneQ40), Move(OneQ40 * 3 / 2)]);

    private static Ratio Sure => new(Ratio.One);

    /// <summary>The volatility of one strike.</summary>
    public static VolatilityPoint At(long strikeDollars, long volatility) =>
        new(Dollars(strikeDollars), new Volatility(volatility));

    public static Price Dollars(long dollars) => new(dollars * One);

    public static Scenario Move(long spotFactorQ40) =>
        new(string.Empty, OneQ40, 1, VolatilityColumn.None, [new Shock(spotFactorQ40, OneQ40, default)]);

    public static Book Book(params ReadOnlySpan<Position> positions) =>
        new(default, 0, default, [], [.. positions.ToArray().OrderBy(static row => row.Instrument)]);

    public static InstrumentId Option(long strikeDollars, InstrumentKind kind) =>
        InstrumentId.Create(Btc, Usd, Settlement.Linear, Expiry, Dollars(strikeDollars), kind);

    public static Position Of(InstrumentId instrument, long quantity, long entryDollars = 0) =>
        new(instrument, new Quantity(quantity * One), Dollars(entryDollars), default);

    public static Position Call(long strikeDollars, long quantity) =>
        Of(Option(strikeDollars, InstrumentKind.Call), quantity);

    public static Position Put(long strikeDollars, long quantity) =>
        Of(Option(strikeDollars, InstrumentKind.Put), quantity);

    public static Position Perpetual(long quantity, long entryDollars) => Of(
        InstrumentId.Create(Btc, Usd, Settlement.Linear, default, default, InstrumentKind.Perpetual),
        quantity,
        entryDollars);

    public static Position Future(long quantity, long entryDollars) => Of(
        InstrumentId.Create(Btc, Usd, Settlement.Linear, Expiry, default, InstrumentKind.Future),
        quantity,
        entryDollars);

    public static Position Spot(long quantity) =>
        Of(InstrumentId.Create(Btc, Usd, Settlement.None, default, default, InstrumentKind.Spot), quantity);

    /// <summary>The sample with another underlying market.</summary>
    public static MarginCase WithUnderlying(this MarginCase inputs, Func<UnderlyingMarket, UnderlyingMarket> change) =>
        inputs with { Market = inputs.Market with { Underlyings = [change(inputs.Market.Underlyings[0])] } };

    /// <summary>The sample with 50 % as today's volatility of a year.</summary>
    public static MarginCase WithVolatility(this MarginCase inputs) =>
        inputs.WithUnderlying(static listed => listed with { TodayVolatility = new Volatility(Ratio.One / 2) });

    /// <summary>The sample with another expiry market.</summary>
    public static MarginCase WithExpiry(this MarginCase inputs, Func<ExpiryMarket, ExpiryMarket> change) =>
        inputs.WithUnderlying(listed => listed with { Expiries = [change(listed.Expiries[0])] });

    /// <summary>The sample with another book.</summary>
    public static MarginCase Holding(this MarginCase inputs, params ReadOnlySpan<Position> positions) =>
        inputs with { Book = Book(positions) };
}
