using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Valuation;

/// <summary>
/// Binds a book to a risk array. The only place, with its collateral and the array's builder, where units become bare
/// numbers.
/// </summary>
public static class Resolve
{
    /// <summary>
    /// The instruments whose risk a book needs, strictly ascending: its positions, and the spot of every underlying
    /// that its collateral cancels.
    /// </summary>
    public static InstrumentId[] Instruments(Book book, MarginParameters model, AssetId quote) =>
        Instruments(book, [], model, quote);

    /// <summary>The same with the account's open orders.</summary>
    public static InstrumentId[] Instruments(
        Book book, ReadOnlySpan<OpenOrder> orders, MarginParameters model, AssetId quote)
    {
        List<InstrumentId> instruments = new(book.Positions.Length + orders.Length + book.Collateral.Length);
        foreach (Position position in book.Positions)
        {
            instruments.Add(position.Instrument);
        }

        foreach (OpenOrder order in orders)
        {
            instruments.Add(order.Instrument);
        }

        foreach (CollateralBalance balance in book.Collateral)
        {
            CollateralRule rule = CollateralValuation.RuleOrNothing(model, balance.Asset);
            if (rule.RiskCancels.Letters != 0)
            {
                instruments.Add(CollateralValuation.SpotOf(rule.RiskCancels, quote));
            }
        }

        return Ascending(CollectionsMarshal.AsSpan(instruments));
    }

    /// <summary>Each instrument once, in order. Positions alone are so already.</summary>
    private static InstrumentId[] Ascending(Span<InstrumentId> instruments)
    {
        int count = 0;
        for (int at = 0; at < instruments.Length; at++)
        {
            if (at > 0 && instruments[at].CompareTo(instruments[at - 1]) < 0)
            {
                instruments.Sort();
                return Ascending(instruments);
            }

            if (at == 0 || instruments[at] != instruments[at - 1])
            {
                count++;
            }
        }

        InstrumentId[] ascending = new InstrumentId[count];
        count = 0;
        for (int at = 0; at < instruments.Length; at++)
        {
            if (at == 0 || instruments[at] != instruments[at - 1])
            {
                ascending[count++] = instruments[at];
            }
        }

        return ascending;
    }

    /// <summary>Binds the book. Never refuses: what cannot be valued takes the stated bound and is flagged.</summary>
    /// <param name="array">Built over at least <see cref="Instruments(Book, MarginParameters, AssetId)"/> of the
    /// book.</param>
    /// <param name="book">The book.</param>
    public static ResolvedBook Account(RiskArray array, Book book) => Account(array, book, []);

    /// <summary>Binds the book and its open orders. Never refuses, as without them.</summary>
    /// <param name="array">Built over at least <see cref="Instruments(Book, MarginParameters, AssetId)"/> of
    /// both.</param>
    /// <param name="book">The book.</param>
    /// <param name="orders">Its open orders, in any order.</param>
    public static ResolvedBook Account(RiskArray array, Book book, ReadOnlySpan<OpenOrder> orders)
    {
        int moneyDecimals = Money.DecimalsOf(array.Model.Settlement);
        List<ResolvedRow> rows = new(book.Positions.Length + book.Collateral.Length + orders.Length);
        List<ResolvedBalance> balances = new(book.Collateral.Length);
        Int128 equity = book.Cash.Raw;
        Int128 unrealised = 0;
        Assumptions assumed = Assumptions.None;
        foreach (Position position in book.Positions)
        {
            int risk = array.RowOf(position.Instrument, position.Quantity.Raw < 0);
            ResolvedRow row = Row(array, position, risk, moneyDecimals);
            equity += row.Value;
            unrealised += position.Instrument.HasEntryPrice ? row.Value : 0;
            rows.Add(row);
        }

        foreach (CollateralBalance balance in book.Collateral)
        {
            // An emptied balance is none: trust in it must not lower that in what is there, and no hash remembers it.
            if (balance.Amount.Raw == 0)
            {
                continue;
            }

            ResolvedBalance resolved = CollateralValuation.Balance(array, balance, moneyDecimals);
            equity += resolved.Value;
            balances.Add(resolved);
            if (CollateralValuation.Cancelling(array, resolved) is ResolvedRow row)
            {
                rows.Add(row);
            }
        }

        CollateralFigures collateral = CollateralValuation.FiguresOf(
            array,
            CollectionsMarshal.AsSpan(balances),
            CollectionsMarshal.AsSpan(rows),
            new CounterpartyDefaults(array.Model.Counterparties));
        foreach (OpenOrder order in orders)
        {
            rows.Add(OrderRow.Of(array, order, moneyDecimals));
        }

        foreach (ResolvedRow row in rows)
        {
            assumed |= array.Rows[row.RiskRow].Assumed;
        }

        if (!IsAscending(CollectionsMarshal.AsSpan(rows)))
        {
            rows.Sort(static (left, right) => Order(left, right));
        }

        return new ResolvedBook(
            array,
            [.. rows],
            equity,
            unrealised,
            collateral,
            [.. balances],
            CreditOf(array.Model, book.Account),
            assumed);
    }

    /// <summary>Whether rows are in order, as positions alone always are: a sort costs more than all else here.</summary>
    private static bool IsAscending(ReadOnlySpan<ResolvedRow> rows)
    {
        for (int at = 1; at < rows.Length; at++)
        {
            if (Order(rows[at - 1], rows[at]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A position bound to the row that values its side.</summary>
    internal static ResolvedRow Row(RiskArray array, in Position position, int risk, int moneyDecimals)
    {
        int group = array.Rows[risk].Group;
        ref readonly ExpiryTerms terms = ref array.Groups[group];
        long mark = MarkOf(position, terms);
        return new ResolvedRow(
            position.Instrument,
            array.Rows[risk].Place,
            risk,
            group,
            terms.Underlying,
            position.Quantity.Raw,
            NotionalOf(position, mark, terms.Forward.Raw, moneyDecimals),
            SettledValue(array, position, group, mark, moneyDecimals));
    }

    /// <summary>
    /// The order of the risk array; of one spot the position first, then collateral by value. Total, since a sort of
    /// equals would let the documents' order decide which row takes an explanation's remainder.
    /// </summary>
    internal static int Order(in ResolvedRow left, in ResolvedRow right)
    {
        int order = left.RiskRow.CompareTo(right.RiskRow);

        // As numbers: CompareTo of an enum boxes both sides.
        order = order != 0 ? order : (int)left.Side - (int)right.Side;
        order = order != 0 ? order : (left.Quantity == 0).CompareTo(right.Quantity == 0);
        order = order != 0 ? order : left.Notional.CompareTo(right.Notional);
        return order != 0 ? order : left.TradingLoss.CompareTo(right.TradingLoss);
    }

    /// <summary>
    /// An option's notional is taken of the forward that its cells are. An unlisted perpetual or future is worth
    /// nothing to who holds it and 6 entries to who owes it.
    /// </summary>
    internal static long MarkOf(in Position position, in ExpiryTerms terms)
    {
        if (position.Instrument.IsOption)
        {
            return Cell.UnitForward(position.Instrument.Strike.Raw, terms.Forward.Raw);
        }

        if (terms.Known)
        {
            return terms.Forward.Raw;
        }

        long stand = position.Instrument.HasEntryPrice ? position.EntryPrice.Raw : terms.Forward.Raw;
        return position.Quantity.Raw < 0 ? MoneyRange.Clamp((Int128)stand * 6) : 0;
    }

    private static long NotionalOf(in Position position, long mark, long forward, int moneyDecimals)
    {
        InstrumentId instrument = position.Instrument;
        long quantity = position.Quantity.Raw;
        if (instrument.Settlement != Settlement.Inverse)
        {
            return PositionValue.Notional(mark, quantity, moneyDecimals);
        }

        if (instrument.HasEntryPrice)
        {
            return PositionValue.CoinNotionalAt(mark, position.EntryPrice.Raw, quantity, moneyDecimals);
        }

        // A put's strike in coins has no limit, as its cell has: the mark is the unit that the cell counts in.
        return instrument.Kind == InstrumentKind.Put
            ? PositionValue.CoinNotionalAt(forward, mark, quantity, moneyDecimals)
            : PositionValue.CoinNotional(quantity, moneyDecimals);
    }

    private static Int128 SettledValue(RiskArray array, in Position position, int group, long mark, int moneyDecimals)
    {
        InstrumentId instrument = position.Instrument;
        long quantity = position.Quantity.Raw;
        if (instrument.IsOption)
        {
            return 0;
        }

        if (instrument.Kind == InstrumentKind.Spot)
        {
            return PositionValue.Notional(mark, quantity, moneyDecimals);
        }

        long profit = instrument.Settlement == Settlement.Inverse
            ? PositionValue.CoinProfit(mark, position.EntryPrice.Raw, quantity, moneyDecimals)
            : PositionValue.Profit(mark, position.EntryPrice.Raw, quantity, moneyDecimals);
        PerpetualMarket? perpetual = instrument.Kind == InstrumentKind.Perpetual
            ? array.Underlyings[array.Groups[group].Underlying].Market?.Perpetual
            : null;
        if (perpetual is null)
        {
            return profit;
        }

        long funding = PositionValue.FundingCeil(
            perpetual.FundingIndex.Raw, position.FundingIndex.Raw, quantity, moneyDecimals);
        return (Int128)profit - funding;
    }

    /// <summary>An account's line of credit; zero without one.</summary>
    internal static long CreditOf(ModelParameters model, Bytes32 account)
    {
        ReadOnlySpan<CreditLine> lines = model.Credit.Lines.AsSpan();
        int low = 0;
        int high = lines.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (lines[middle].Account.CompareTo(account) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < lines.Length && lines[low].Account == account ? lines[low].Amount.Raw : 0;
    }
}
