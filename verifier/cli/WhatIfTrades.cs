using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>The trades of <c>--add</c>, as quantities of instruments that the market lists.</summary>
internal static class WhatIfTrades
{
    /// <summary>The option, for refusals.</summary>
    internal const string Option = "--add";

    /// <summary>Reads the trades; each option value is a trade, a map, or the file of one.</summary>
    /// <param name="values">The option's values.</param>
    /// <param name="inputs">The market that must list them, and the book that they change.</param>
    /// <exception cref="MarginException">What is wrong with one, and what would be accepted.</exception>
    internal static ImmutableArray<Trade> Read(IEnumerable<string> values, MarginInputs inputs)
    {
        WrittenTrade[] written = [.. values.SelectMany(WrittenIn)];
        RequireListed(written, inputs);
        Dictionary<InstrumentId, Int128> held = inputs.Book.Book.Positions.ToDictionary(
            static row => row.Instrument, static row => (Int128)row.Quantity.Raw);
        return [.. written.Select(trade => TradeOf(trade, inputs, held))];
    }

    /// <summary>The trade, if what is held of its instrument after it is no larger than a quantity may be.</summary>
    private static Trade TradeOf(
        in WrittenTrade trade, MarginInputs inputs, Dictionary<InstrumentId, Int128> held)
    {
        long quantity = QuantityOf(trade, inputs);
        Int128 after = held.GetValueOrDefault(trade.Instrument) + quantity;
        held[trade.Instrument] = after;
        return Int128.Abs(after) < Quantity.Limit
            ? new Trade(trade.Instrument, new Quantity(quantity))
            : throw new MarginException(
                ErrorCode.QuantityTooLarge,
                string.Empty,
                Option,
                $"{trade.Name}={DecimalText.Format(trade.Size, Quantity.Decimals)}, which leaves "
                    + DecimalText.Format(after, Quantity.Decimals),
                $"less than {DecimalText.Format(Quantity.Limit, Quantity.Decimals)} held after the trade");
    }

    /// <summary>The file that a value names, which no output may replace; null where it names none.</summary>
    internal static string? FileOf(string value) =>
        !TradeText.IsMap(value)
        && (value == OutputFile.Standard || value.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            ? value
            : null;

    private static IEnumerable<WrittenTrade> WrittenIn(string value) =>
        TradeText.IsMap(value) ? TradeText.ParseMap(Encoding.UTF8.GetBytes(value), string.Empty)
        : FileOf(value) is string file ? TradeText.ParseMap(InputFile.Read(file, TradeText.MaxBytes), file)
        : [TradeText.Parse(value, Option)];

    /// <summary>Refuses what the market does not list, naming the trade and what is nearest to it.</summary>
    private static void RequireListed(WrittenTrade[] trades, MarginInputs inputs)
    {
        // The book's open orders are judged with the book.
        MarginInputs alone = inputs with { Book = inputs.Book with { OpenOrders = [] } };
        foreach (WrittenTrade trade in trades)
        {
            Position one = new(
                trade.Instrument,
                new Quantity(1),
                trade.Instrument.HasEntryPrice ? new Price(1) : default,
                default);
            try
            {
                alone.RequireListed(alone.Book.Book with { Collateral = [], Positions = [one] });
            }
            catch (MarginException refusal)
            {
                throw new MarginException(refusal.Code, string.Empty, Option, NameOf(trade), refusal.Accepted);
            }
        }
    }

    private static string NameOf(in WrittenTrade trade)
    {
        string canonical = InstrumentText.Format(trade.Instrument);
        return canonical == trade.Name ? canonical : $"{trade.Name}, which is {canonical}";
    }

    /// <summary>
    /// A venue counts coin-settled perpetuals and futures in the quote currency, the book in coins at the entry: what
    /// is taken from a row counts at the row's entry, and what is added at the mark, rounded towards zero.
    /// </summary>
    private static long QuantityOf(in WrittenTrade trade, MarginInputs inputs)
    {
        if (!trade.IsInQuote)
        {
            return trade.Size;
        }

        InstrumentId instrument = trade.Instrument;
        Position held = inputs.Book.Book.Positions.FirstOrDefault(row => row.Instrument == instrument);
        Int128 heldInQuote = (Int128)held.Quantity.Raw * held.EntryPrice.Raw;
        Int128 size = (Int128)trade.Size * 100_000_000;
        bool isReduced = heldInQuote != 0 && heldInQuote < 0 != size < 0;
        bool isTurned = isReduced && Int128.Abs(size) > Int128.Abs(heldInQuote);
        Int128 quantity = isTurned ? -held.Quantity.Raw + ((size + heldInQuote) / MarkOf(instrument, inputs.Market))
            : size / (isReduced ? held.EntryPrice.Raw : MarkOf(instrument, inputs.Market));
        return quantity != 0 && Int128.Abs(quantity) < Quantity.Limit
            ? (long)quantity
            : throw new MarginException(
                quantity == 0 ? ErrorCode.QuantityZero : ErrorCode.QuantityTooLarge,
                string.Empty,
                Option,
                $"{trade.Name}={DecimalText.Format(trade.Size, Quantity.Decimals)}",
                "a size worth at least one unit of 1e-8 coins, and less than 2^62 of them");
    }

    private static long MarkOf(InstrumentId instrument, MarketSnapshot market)
    {
        UnderlyingMarket listed = market.Underlyings.First(row => row.Underlying == instrument.Underlying);
        return instrument.Kind == InstrumentKind.Perpetual
            ? listed.Perpetual!.Price.Raw
            : listed.Expiries.First(row => row.Expiry == instrument.Expiry).Forward.Raw;
    }
}
