using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Kernel.Margin;

namespace Verifiable.Attestation.Evidence;

/// <summary>
/// One fill from one account's side, and the book after it: what the vault computes in contracts/Position.sol.
/// </summary>
/// <param name="Instrument">What is traded.</param>
/// <param name="Quantity">Bought, or negative when sold.</param>
/// <param name="Price">The price of the fill.</param>
/// <param name="FundingIndex">The perpetual's index now; zero otherwise.</param>
public sealed record TradeAction(InstrumentId Instrument, Quantity Quantity, Price Price, Ratio FundingIndex)
{
    /// <summary>Quantity times price has 16 places, quantity times funding 20; cash has 6.</summary>
    private const int PricedPlaces = 10;
    private const int FundedPlaces = 14;

    /// <summary>
    /// The book after the fill. Cash changes by after.quantity * after.entry - before.quantity * before.entry
    /// - traded * price, floored once, so that the account's value is the same for every mark.
    /// </summary>
    public Book Apply(Book book)
    {
        Position before = book.Positions.FirstOrDefault(row => row.Instrument == Instrument);
        Int128 quantity = (Int128)before.Quantity.Raw + Quantity.Raw;
        if (Int128.Abs(quantity) >= Engine.Units.Quantity.Limit)
        {
            throw new MarginException(
                ErrorCode.QuantityTooLarge, string.Empty, "quantity", $"{quantity}", "less than 2^62 raw units");
        }

        Price entry =
            quantity == 0 || !Instrument.HasEntryPrice ? before.EntryPrice : EntryAfter(before, (long)quantity);
        Int128 priced = (quantity * entry.Raw) - ((Int128)before.Quantity.Raw * before.EntryPrice.Raw)
            - ((Int128)Quantity.Raw * Price.Raw);
        Int128 cash = (Int128)book.Cash.Raw + MoneyRange.Floor(priced, PricedPlaces);
        Ratio index = before.FundingIndex;
        if (Instrument.Kind == InstrumentKind.Perpetual)
        {
            Int128 received = (Int128)before.Quantity.Raw * ((Int128)before.FundingIndex.Raw - FundingIndex.Raw);
            cash += MoneyRange.Floor(received, FundedPlaces);
            index = FundingIndex;
        }

        Position after = new(Instrument, new Quantity((long)quantity), entry, index);
        return book with { Cash = new Money((long)cash), Positions = Replace(book.Positions, after) };
    }

    /// <summary>
    /// Opening and increasing average the entry, floored; reducing keeps it; crossing zero restarts it.
    /// </summary>
    private Price EntryAfter(in Position before, long after)
    {
        bool crosses = before.Quantity.Raw == 0 || (before.Quantity.Raw > 0) != (after > 0);
        if (crosses)
        {
            return Price;
        }

        bool reduces = (before.Quantity.Raw > 0) != (Quantity.Raw > 0);
        if (reduces)
        {
            return before.EntryPrice;
        }

        Int128 sizeBefore = Int128.Abs(before.Quantity.Raw);
        Int128 sizeTraded = Int128.Abs(Quantity.Raw);
        Int128 paid = (sizeBefore * before.EntryPrice.Raw) + (sizeTraded * Price.Raw);
        return new Price((long)(paid / (sizeBefore + sizeTraded)));
    }

    private static ImmutableArray<Position> Replace(ImmutableArray<Position> rows, Position after) =>
    [
        .. rows.Where(row => row.Instrument != after.Instrument)
            .Concat(after.Quantity.Raw == 0 ? [] : [after])
            .OrderBy(static row => row.Instrument),
    ];
}
