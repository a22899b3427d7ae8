using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>A book after trades at the mark: what it would be if they were made now and cost nothing.</summary>
/// <remarks>
/// Equity does not move: cash pays premiums, receives realised profit and settles funding, to the last unit and
/// whatever the rule values. A trade that adds to a perpetual or future averages its entry by quantity, floored; one
/// that takes from it leaves its entry; one that turns it round enters at the mark.
/// </remarks>
public static class TradedBook
{
    /// <summary>The book after all the trades, made one after the other. Open orders are no part of it.</summary>
    /// <param name="market">The snapshot, which lists what is traded.</param>
    /// <param name="model">The model that says what equity is.</param>
    /// <param name="book">The book before.</param>
    /// <param name="trades">The trades.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.QuantityZero"/> of a trade; <see cref="ErrorCode.QuantityTooLarge"/> of what results.
    /// </exception>
    public static Book After(MarketSnapshot market, MarginModel model, Book book, ReadOnlySpan<Trade> trades)
    {
        SortedDictionary<InstrumentId, Position> rows = [];
        foreach (Position row in book.Positions)
        {
            rows.Add(row.Instrument, row);
        }

        ResolvedBook marks = MarginRules.Resolve(market, model, Holding(book, trades));
        for (int at = 0; at < trades.Length; at++)
        {
            Trade trade = trades[at];
            if (trade.Quantity.Raw == 0)
            {
                throw Listing.Refuse(ErrorCode.QuantityZero, $"/trades/{at}", 0, "a quantity other than zero");
            }

            rows.TryGetValue(trade.Instrument, out Position held);
            Position traded = Merged(held, trade, marks.Array, $"/trades/{at}");
            rows.Remove(trade.Instrument);
            if (traded.Quantity.Raw != 0)
            {
                rows.Add(trade.Instrument, traded);
            }
        }

        Book after = book with { Positions = Ascending(rows) };
        Int128 cash = (Int128)book.Cash.Raw + EquityOf(market, model, book) - EquityOf(market, model, after);
        return after with { Cash = new Money(MoneyRange.Clamp(cash)) };
    }

    /// <summary>A book that holds each instrument traded, so that the market is read for all of them.</summary>
    private static Book Holding(Book book, ReadOnlySpan<Trade> trades)
    {
        SortedDictionary<InstrumentId, Position> rows = [];
        foreach (Trade trade in trades)
        {
            rows[trade.Instrument] = new Position(trade.Instrument, new Quantity(1), new Price(1), default);
        }

        return book with { Collateral = [], Positions = Ascending(rows) };
    }

    private static ImmutableArray<Position> Ascending(SortedDictionary<InstrumentId, Position> rows)
    {
        ImmutableArray<Position>.Builder positions = ImmutableArray.CreateBuilder<Position>(rows.Count);
        foreach (KeyValuePair<InstrumentId, Position> row in rows)
        {
            positions.Add(row.Value);
        }

        return positions.MoveToImmutable();
    }

    private static Position Merged(in Position held, in Trade trade, RiskArray array, string path)
    {
        Int128 sum = (Int128)held.Quantity.Raw + trade.Quantity.Raw;
        if (Int128.Abs(sum) >= Quantity.Limit)
        {
            throw Listing.Refuse(ErrorCode.QuantityTooLarge, path, sum, "less than 2^62 raw units after the trade");
        }

        ref readonly ExpiryTerms terms =
            ref array.Groups[array.Rows[array.RowOf(trade.Instrument, isShort: false)].Group];
        return new Position(
            trade.Instrument,
            new Quantity((long)sum),
            trade.Instrument.HasEntryPrice ? EntryOf(held, trade.Quantity, sum, terms.Forward) : default,
            trade.Instrument.Kind == InstrumentKind.Perpetual
                ? array.Underlyings[terms.Underlying].Market?.Perpetual?.FundingIndex ?? default
                : default);
    }

    private static Price EntryOf(in Position held, Quantity traded, Int128 sum, Price mark)
    {
        bool isTurned = held.Quantity.Raw == 0 || held.Quantity.Raw < 0 != sum < 0;
        if (isTurned)
        {
            return mark;
        }

        bool isReduced = held.Quantity.Raw < 0 != traded.Raw < 0;
        return isReduced
            ? held.EntryPrice
            : new Price((long)((((Int128)held.Quantity.Raw * held.EntryPrice.Raw) + ((Int128)traded.Raw * mark.Raw))
                / sum));
    }

    private static long EquityOf(MarketSnapshot market, MarginModel model, Book book)
    {
        ResolvedBook resolved = MarginRules.Resolve(market, model, book);
        AccountScratch scratch = new(resolved.Array, resolved.RowCount);
        return MarginRules.Compute(resolved, model.Parameters, scratch).Equity;
    }
}
