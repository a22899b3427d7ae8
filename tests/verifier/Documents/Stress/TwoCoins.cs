using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Margin;

namespace Verifiable.Tests.Verifier.Documents.Stresses;

/// <summary>
/// Two coins small enough for mental arithmetic: BTC at 40,000 under a smile and ETH at 2,000 by strike, each with a
/// perpetual and an expiry in thirty days, USDC and USDT at par; the shipped model, and a copy that adds nothing.
/// </summary>
internal static class TwoCoins
{
    internal const long Dollar = 1_000_000;
    internal static readonly Instant Now = new(1_764_000_000);
    private static readonly Ratio Sure = new(Ratio.One);

    internal static UnderlyingId Btc { get; } = Underlying("BTC");

    internal static UnderlyingId Eth { get; } = Underlying("ETH");

    internal static MarketSnapshot Market { get; } = new(
        Now,
        ChainMarket.Asset("USD"),
        [Asset("BTC", 40_000), Asset("ETH", 2_000), Asset("USDC", 1), Asset("USDT", 1)],
        [
            Listed(Btc, 40_000, new VolatilitySurface(
                [],
                new SviParameters(
                    Part(20), Part(50), new Ratio(-300_000_000_000), default, Part(200), Dollars(40_000), 2_592_000))),
            Listed(Eth, 2_000, new VolatilitySurface(
                [.. new[] { 1_600, 2_000, 2_400 }.Select(static strike =>
                    new VolatilityPoint(Dollars(strike), new Volatility(Ratio.One / 2)))],
                null)),
        ]);

    internal static ModelParameters Shipped { get; } = (ModelParameters)ChainMarket.Profile.Model.Parameters;

    /// <summary>The shipped model without discounts and add-ons: a scenario's total is what the move itself does.</summary>
    internal static ModelParameters Bare { get; } = Shipped with
    {
        Discount = new DiscountParameters(Sure, default, default, Sure, default, default),
        Basis = Shipped.Basis with { Add = default, Multiplier = default },
        Perpetual = default,
        ShortOption = default,
        Confidence = new ConfidenceParameters(default, default),
        Haircuts = [.. Shipped.Haircuts.Select(static rule => rule with { Haircut = default })],
    };

    internal static ScenarioSet Scenarios => ChainMarket.Profile.Scenarios.Set;

    /// <summary>A stress that changes nothing until told to.</summary>
    internal static Stress Still { get; } = new("still", "hypothetical", "Nothing moves.");

    internal static StressRun Run(Book book, ModelParameters model) =>
        new(Market, new MarginModel(model, Scenarios), book, []);

    internal static StressRun Run(Book book) => Run(book, Shipped);

    /// <summary>A book of rows such as <c>ETH/USD:USD -2</c>; perpetuals are entered at today's price.</summary>
    internal static Book Book(long cashDollars, params string[] rows)
    {
        Book book = ChainMarket.Book(cashDollars * Dollar, rows);
        return book with
        {
            Positions = [.. book.Positions.Select(static row => row.Instrument.HasEntryPrice
                ? row with { EntryPrice = Market.Underlyings.Single(one => one.Underlying == row.Instrument.Underlying).Spot }
                : row)],
        };
    }

    internal static Book With(this Book book, string asset, long amount) => book with
    {
        Collateral = [.. book.Collateral
            .Append(new CollateralBalance(ChainMarket.Asset(asset), new Quantity(amount * 100_000_000)))
            .OrderBy(static row => row.Asset.Letters)],
    };

    /// <summary>A ratio of thousandths.</summary>
    internal static Ratio Part(int thousandths) => new(thousandths * (Ratio.One / 1_000));

    internal static ImmutableArray<StressMove> Moves(int btcThousandths, int ethThousandths) =>
        [new StressMove(Btc, Part(btcThousandths)), new StressMove(Eth, Part(ethThousandths))];

    private static Price Dollars(long dollars) => new(dollars * 100_000_000);

    private static AssetPrice Asset(string name, long dollars) =>
        new(ChainMarket.Asset(name), new Ratio(dollars * Ratio.One), Sure, Now);

    private static UnderlyingMarket Listed(UnderlyingId underlying, long dollars, VolatilitySurface surface) => new(
        underlying,
        Dollars(dollars),
        Sure,
        Now,
        new Volatility(Ratio.One / 2),
        new PerpetualMarket(Dollars(dollars), default, Sure, Now),
        [
            new ExpiryMarket(
                new Instant(Now.Seconds + 2_592_000), Dollars(dollars), default, default, Sure, Now, default, surface),
        ]);

    private static UnderlyingId Underlying(string name) =>
        NameText.TryParseUnderlying(name, out UnderlyingId underlying) ? underlying : throw new ArgumentException(name);
}
