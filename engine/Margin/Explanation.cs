using System;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// Each row's share of one scenario's profit or loss. The shares add up to the scenario's total exactly.
/// </summary>
/// <remarks>
/// A row's share is its own shocked value less its own value today, discounted and scaled as its expiry was, and
/// reversed where the expiry's rotation was; what floors leave over goes to the row of the lowest identifier in the
/// underlying. Of open orders only those of the side that the scenario's total took have a share, with what they lose
/// by trading.
/// </remarks>
internal static class Explanation
{
    internal static void Compute(ResolvedBook book, int scenario, AccountScratch scratch)
    {
        int start = 0;
        while (start < book.Rows.Length)
        {
            int end = book.EndOfUnderlying(start);
            ComputeUnderlying(book, scenario, scratch.Contributions, start, end);
            start = end;
        }
    }

    /// <summary>Fills one underlying's shares and returns its total.</summary>
    internal static Int128 ComputeUnderlying(
        ResolvedBook book, int scenario, Span<long> shares, int start, int end)
    {
        Int128 total = ExplainUnderlying(book, scenario, shares, start, end, OrderSide.Held);
        if (book.HasOrders)
        {
            OrderSide side = OrderSide.Held;
            Lower(ref total, ref side, OrderSide.Bids, book, scenario, shares, start, end);
            Lower(ref total, ref side, OrderSide.Asks, book, scenario, shares, start, end);
            ExplainUnderlying(book, scenario, shares, start, end, side);
        }

        return total;
    }

    /// <summary>Takes another side where its total is lower, as the account's totals did.</summary>
    private static void Lower(
        ref Int128 total,
        ref OrderSide side,
        OrderSide other,
        ResolvedBook book,
        int scenario,
        Span<long> shares,
        int start,
        int end)
    {
        Int128 otherTotal = ExplainUnderlying(book, scenario, shares, start, end, other);
        side = otherTotal < total ? other : side;
        total = otherTotal < total ? otherTotal : total;
    }

    internal static ImmutableArray<PositionContribution> ToContributions(ResolvedBook book, AccountScratch scratch)
    {
        PositionContribution[] contributions = new PositionContribution[book.Rows.Length];
        for (int at = 0; at < contributions.Length; at++)
        {
            contributions[at] = new PositionContribution(
                book.Rows[at].Instrument, new Money(scratch.Contributions[at]));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(contributions);
    }

    /// <summary>Fills the underlying's shares and returns its total.</summary>
    private static Int128 ExplainUnderlying(
        ResolvedBook book, int scenario, Span<long> shares, int start, int end, OrderSide side)
    {
        RiskArray array = book.Array;
        Int128 undampened = 0;
        int at = start;
        while (at < end)
        {
            int groupEnd = at;
            while (groupEnd < end && book.Rows[groupEnd].Group == book.Rows[at].Group)
            {
                groupEnd++;
            }

            undampened += ExplainGroup(book, scenario, shares, at, groupEnd, side);
            at = groupEnd;
        }

        long dampeningQ40 = array.Scenarios.Scenarios[scenario].DampeningQ40;
        Int128 total = UnderlyingTotal.Dampened(undampened, dampeningQ40);
        Int128 shared = 0;
        int first = end;
        for (int row = end - 1; row >= start; row--)
        {
            bool counts = book.Rows[row].CountsWith(side);
            first = counts ? row : first;
            long trading = counts ? book.Rows[row].TradingLoss : 0;
            total += trading;
            shares[row] = MoneyRange.Clamp((Int128)UnderlyingTotal.Dampened(shares[row], dampeningQ40) + trading);
            shared += shares[row];
        }

        total = MoneyRange.Clamp(total);
        if (first < end)
        {
            shares[first] = MoneyRange.Clamp(shares[first] + total - shared);
        }

        return total;
    }

    /// <summary>Fills the group's undampened shares and returns its undampened profit.</summary>
    private static Int128 ExplainGroup(
        ResolvedBook book, int scenario, Span<long> shares, int start, int end, OrderSide side)
    {
        RiskArray array = book.Array;
        int group = book.Rows[start].Group;
        Int128 linear = 0;
        Int128 shockedSum = 0;
        Int128 todaySum = 0;
        for (int at = start; at < end; at++)
        {
            ref readonly ResolvedRow row = ref book.Rows[at];
            ReadOnlySpan<long> cells = array.CellsOf(row.RiskRow);
            shares[at] = 0;
            if (!row.CountsWith(side))
            {
                continue;
            }

            long shocked = PositionValue.OfCell(row.Notional, cells[scenario]);
            shockedSum += row.Instrument.IsOption ? shocked : 0;
            todaySum += row.Instrument.IsOption ? PositionValue.OfCell(row.Notional, cells[array.TodayColumn]) : 0;
            shares[at] = row.Instrument.IsOption ? 0 : shocked;
            linear += shares[at];
        }

        long discountQ40 = array.ScenarioDiscounts[(group * array.ScenarioCount) + scenario];
        long longSideQ40 = array.LongSides[(group * array.ScenarioCount) + scenario];
        long shortSideQ40 = array.ShortSides[(group * array.ScenarioCount) + scenario];
        long today = ExpiryTotal.Discounted(todaySum, array.Groups[group].DiscountQ40);
        long shockedTotal = ExpiryTotal.Shocked(shockedSum, discountQ40, longSideQ40, shortSideQ40);
        bool rotated = AccountTotals.IsRotation(array.Scenarios.Scenarios[scenario].Column);
        long profit = ExpiryTotal.Profit(shockedTotal, today, rotated);
        bool reversed = profit != shockedTotal - today;
        long sideQ40 = ExpiryTotal.Discounted(shockedSum, discountQ40) >= 0 ? longSideQ40 : shortSideQ40;
        for (int at = start; at < end; at++)
        {
            ref readonly ResolvedRow row = ref book.Rows[at];
            if (row.Instrument.IsOption && row.CountsWith(side))
            {
                ReadOnlySpan<long> cells = array.CellsOf(row.RiskRow);
                long own = OwnProfit(row.Notional, cells, scenario, array, discountQ40, sideQ40, group);
                shares[at] = reversed ? -own : own;
            }
        }

        return linear + profit;
    }

    private static long OwnProfit(
        long notional,
        ReadOnlySpan<long> cells,
        int scenario,
        RiskArray array,
        long discountQ40,
        long sideQ40,
        int group)
    {
        long shocked = ExpiryTotal.Discounted(PositionValue.OfCell(notional, cells[scenario]), discountQ40);
        long scaled = MulShift.Clamp(shocked, sideQ40, 40, MoneyRange.Limit);
        long today = ExpiryTotal.Discounted(
            PositionValue.OfCell(notional, cells[array.TodayColumn]), array.Groups[group].DiscountQ40);
        return scaled - today;
    }
}
