using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Liquidation;

/// <summary>
/// Accounts made from a seed: each holds some of the market's perpetuals and options, long or short at random, worth 1
/// to 64 thousand dollars each, and cash for one to two initial margins.
/// </summary>
/// <remarks>The same market, model, numbers and seed give the same accounts on every machine.</remarks>
internal static class Population
{
    private const int SmallestBits = 10;
    private const int LargestBits = 15;
    private const long DollarsRaw = 100_000_000;

    /// <summary>Cash that no margin reaches: under it every account is healthy, and only valued.</summary>
    private const long Plenty = 1L << 60;

    /// <summary>Makes the accounts.</summary>
    /// <param name="market">The market; its listed strikes are what is held.</param>
    /// <param name="model">A model that settles in dollars.</param>
    /// <param name="count">How many accounts.</param>
    /// <param name="positions">Rows of each, at most what is listed.</param>
    /// <param name="seed">Of every draw.</param>
    internal static Book[] Make(MarketSnapshot market, MarginModel model, int count, int positions, ulong seed)
    {
        (Position Unit, Price Spot)[] listed = [.. Listed(market, model)];
        if (!model.Parameters.Settlement.IsDollar || listed.Length < positions)
        {
            throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                string.Empty,
                "--positions",
                $"{positions} rows of {listed.Length} instruments, settled in {model.Parameters.Settlement}",
                "at most as many rows as the market lists instruments, settled in dollars");
        }

        foreach ((Position unit, _) in listed)
        {
            RequireListed(market, model, unit);
        }

        SplitMix64 random = new(seed);
        Book[] books = [.. Enumerable.Range(1, count).Select(number => Draw(random, listed, positions, number))];
        Cascade valuation = new(
            market,
            model,
            AccountSet.Of(books),
            default,
            new CascadeRule(LiquidationRule.Vault, PriceImpact.None, 1));
        CascadeRunner.Value(valuation, static _ => { });
        for (int account = 0; account < count; account++)
        {
            AccountFigures figures = valuation.Solutions[account].Before;
            long excess = random.Below(figures.InitialMargin + 1);
            long cash = Plenty - figures.Equity + figures.InitialMargin + excess;
            books[account] = books[account] with { Cash = new Money(cash) };
        }

        return books;
    }

    /// <summary>Refuses what a book of this instrument would be refused for, as a volatility of today that is
    /// missing.</summary>
    private static void RequireListed(MarketSnapshot market, MarginModel model, Position unit)
    {
        try
        {
            Listing.Check(market, model, new Book(default, 0, default, [], [unit]));
        }
        catch (MarginException refusal)
        {
            throw new MarginException(
                refusal.Code, string.Empty, "--accounts", refusal.Value, refusal.Accepted);
        }
    }

    /// <summary>A unit of everything that may be held, entered at today's prices.</summary>
    private static IEnumerable<(Position Unit, Price Spot)> Listed(MarketSnapshot market, MarginModel model)
    {
        foreach (UnderlyingMarket listed in market.Underlyings.Where(one => IsShocked(one.Underlying, model)))
        {
            if (listed.Perpetual is PerpetualMarket perpetual)
            {
                Position unit = Of(default, default, InstrumentKind.Perpetual);
                yield return (
                    unit with { EntryPrice = perpetual.Price, FundingIndex = perpetual.FundingIndex }, listed.Spot);
            }

            foreach (ExpiryMarket expiry in listed.Expiries.Where(expiry => expiry.Expiry > market.ObservedAt))
            {
                foreach (VolatilityPoint point in expiry.Surface.Strikes.Where(point => IsNear(point, expiry)))
                {
                    yield return (Of(expiry.Expiry, point.Strike, InstrumentKind.Call), listed.Spot);
                    yield return (Of(expiry.Expiry, point.Strike, InstrumentKind.Put), listed.Spot);
                }
            }

            Position Of(Instant expiry, Price strike, InstrumentKind kind)
            {
                InstrumentId instrument = InstrumentId.Create(
                    listed.Underlying, market.Quote, Settlement.Linear, expiry, strike, kind);
                return new Position(instrument, new Quantity(1), default, default);
            }
        }
    }

    /// <summary>Rules that read no scenarios shock nothing by name and take every underlying.</summary>
    private static bool IsShocked(UnderlyingId underlying, MarginModel model) =>
        model.Scenarios.Factors.IsEmpty || model.Scenarios.Factors.Contains(underlying);

    /// <summary>Within half and double the forward, where people trade.</summary>
    private static bool IsNear(VolatilityPoint point, ExpiryMarket expiry) =>
        point.Strike.Raw >= expiry.Forward.Raw / 2 && point.Strike.Raw / 2 <= expiry.Forward.Raw;

    private static Book Draw(SplitMix64 random, (Position Unit, Price Spot)[] listed, int positions, int number)
    {
        SortedDictionary<InstrumentId, Position> rows = [];
        while (rows.Count < positions)
        {
            (Position unit, Price spot) = listed[random.Below(listed.Length)];
            rows[unit.Instrument] = unit with { Quantity = QuantityOf(random, spot) };
        }

        return new Book(
            new Bytes32(0, 0, 0, (ulong)number), 0, new Money(Plenty), [], rows.Values.ToImmutableArray());
    }

    /// <summary>Worth a number of dollars of which each bit length is equally likely.</summary>
    private static Quantity QuantityOf(SplitMix64 random, Price spot)
    {
        long least = 1L << (SmallestBits + (int)random.Below(LargestBits - SmallestBits + 1));
        Int128 worth = (Int128)(least + random.Below(least)) * DollarsRaw * DollarsRaw;
        long quantity = (long)(worth / spot.Raw);
        return new Quantity(random.Below(2) == 0 ? quantity : -quantity);
    }
}
