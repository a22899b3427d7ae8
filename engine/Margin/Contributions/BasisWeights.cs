using System;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>What each row loses in the forward contingency.</summary>
internal static class BasisWeights
{
    /// <summary>Fills the weights; of each underlying those of the side that the contingency took.</summary>
    internal static void Fill(ResolvedBook book, Span<long> weights)
    {
        int start = 0;
        while (start < book.Rows.Length)
        {
            int end = book.EndOfUnderlying(start);
            OrderSide side = OrderSide.Held;
            Int128 largest = OfUnderlying(book, start, end, side, weights);
            for (OrderSide other = OrderSide.Bids; book.HasOrders && other <= OrderSide.Asks; other++)
            {
                Int128 traded = OfUnderlying(book, start, end, other, weights);
                side = traded > largest ? other : side;
                largest = traded > largest ? traded : largest;
            }

            OfUnderlying(book, start, end, side, weights);
            start = end;
        }
    }

    /// <summary>Fills one underlying's weights and returns its contingency.</summary>
    private static Int128 OfUnderlying(ResolvedBook book, int start, int end, OrderSide side, Span<long> weights)
    {
        Int128 sum = 0;
        int at = start;
        while (at < end)
        {
            int groupEnd = AddOns.GroupEnd(book.Rows, at);
            sum += OfExpiry(book, at, groupEnd, side, weights);
            at = groupEnd;
        }

        return sum;
    }

    private static long OfExpiry(ResolvedBook book, int start, int end, OrderSide side, Span<long> weights)
    {
        RiskArray array = book.Array;
        ref readonly ExpiryTerms terms = ref array.Groups[book.Rows[start].Group];
        Int128 today = SumOf(book, start, end, side, array.TodayColumn);
        Int128 up = SumOf(book, start, end, side, array.UpColumn);
        Int128 down = SumOf(book, start, end, side, array.DownColumn);
        long contingency = BasisContingency.OfExpiry(today, up, down, terms.DiscountQ40, terms.BasisFactorQ40);
        int moved = up < down ? array.UpColumn : array.DownColumn;
        for (int at = start; at < end; at++)
        {
            ref readonly ResolvedRow row = ref book.Rows[at];
            bool loses = contingency > 0 && row.Instrument.IsOption && row.CountsWith(side);
            weights[at] = loses
                ? MulShift.Clamp(
                    ValueOf(array, row, terms, array.TodayColumn) - ValueOf(array, row, terms, moved),
                    terms.BasisFactorQ40,
                    40,
                    MoneyRange.Limit)
                : 0;
        }

        return contingency;
    }

    private static Int128 SumOf(ResolvedBook book, int start, int end, OrderSide side, int column)
    {
        Int128 sum = 0;
        for (int at = start; at < end; at++)
        {
            ref readonly ResolvedRow row = ref book.Rows[at];
            sum += row.Instrument.IsOption && row.CountsWith(side)
                ? PositionValue.OfCell(row.Notional, book.Array.CellsOf(row.RiskRow)[column])
                : 0;
        }

        return sum;
    }

    private static long ValueOf(RiskArray array, in ResolvedRow row, in ExpiryTerms terms, int column) =>
        ExpiryTotal.Discounted(
            PositionValue.OfCell(row.Notional, array.CellsOf(row.RiskRow)[column]), terms.DiscountQ40);
}
