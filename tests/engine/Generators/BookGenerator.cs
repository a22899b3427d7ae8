using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>Random books over a market: options, futures, perpetuals, spot rows and collateral of all sizes.</summary>
internal sealed class BookGenerator(Seeded random)
{
    public Book Next(MarketSnapshot market, ModelParameters model)
    {
        bool coinSettled = !model.Settlement.IsDollar;
        SortedDictionary<InstrumentId, Position> positions = [];
        for (int count = (int)random.Between(0, 11); count > 0; count--)
        {
            Position position = Any(random.Pick(market.Underlyings.AsSpan()), coinSettled);
            if (position.Quantity.Raw != 0)
            {
                positions[position.Instrument] = position;
            }
        }

        return new Book(
            default,
            0,
            new Money(random.OfAnyMagnitude(40) * (random.Coin() ? 1 : -1)),
            [.. model.Haircuts
                .Where(rule => random.Chance(35) && IsHeld(rule.Asset, market, model))
                .Select(rule => new CollateralBalance(rule.Asset, new Quantity(random.OfAnyMagnitude(45))))],
            [.. positions.Values]);
    }

    private static bool IsHeld(AssetId asset, MarketSnapshot market, ModelParameters model) => model.Settlement.IsDollar
        ? asset == model.Settlement || market.Assets.Any(price => price.Asset == asset)
        : asset == model.Settlement;

    private Position Any(UnderlyingMarket listed, bool coinSettled)
    {
        Settlement settlement = coinSettled ? Settlement.Inverse : Settlement.Linear;
        int choice = (int)random.Between(0, 9);
        if (choice == 0 && listed.Perpetual is not null)
        {
            return Linear(listed, settlement, default, InstrumentKind.Perpetual);
        }

        if (choice == 1 && !coinSettled)
        {
            InstrumentId spot = InstrumentId.Create(
                listed.Underlying, MarketGenerator.Quote, Settlement.None, default, default, InstrumentKind.Spot);
            return new Position(spot, QuantityOf(listed), default, default);
        }

        ExpiryMarket expiry = random.Pick(listed.Expiries.AsSpan());
        return choice == 2
            ? Linear(listed, settlement, expiry.Expiry, InstrumentKind.Future)
            : Option(listed, settlement, expiry);
    }

    private Position Linear(UnderlyingMarket listed, Settlement settlement, Instant expiry, InstrumentKind kind)
    {
        InstrumentId instrument = InstrumentId.Create(
            listed.Underlying, MarketGenerator.Quote, settlement, expiry, default, kind);
        Price entry = new(Math.Max(1, (long)(listed.Spot.Raw * random.Real(0.5, 1.5))));
        Ratio index = kind == InstrumentKind.Perpetual ? random.Ratio(-500, 500) : default;
        return new Position(instrument, QuantityOf(listed), entry, index);
    }

    private Position Option(UnderlyingMarket listed, Settlement settlement, ExpiryMarket expiry)
    {
        Price strike = expiry.Surface.Svi is null
            ? random.Pick(expiry.Surface.Strikes.AsSpan()).Strike
            : new Price(Math.Max(1, (long)(expiry.Forward.Raw * Math.Round(random.Magnitude(0.3, 3), 1))));
        InstrumentId option = InstrumentId.Create(
            listed.Underlying,
            MarketGenerator.Quote,
            settlement,
            expiry.Expiry,
            strike,
            random.Coin() ? InstrumentKind.Call : InstrumentKind.Put);
        return new Position(option, QuantityOf(listed), default, default);
    }

    /// <summary>A quantity worth up to a million dollars, of either sign.</summary>
    private Quantity QuantityOf(UnderlyingMarket listed)
    {
        double worth = random.Magnitude(1, 1e6);
        long raw = (long)(worth / listed.Spot.Raw * 1e16);
        return new Quantity(Math.Max(1, raw) * (random.Coin() ? 1 : -1));
    }
}
