using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Valuation;

/// <summary>Binds an open order to a risk array.</summary>
internal static class OrderRow
{
    /// <summary>
    /// An order as the position it becomes, and what it loses against the mark when it trades at its limit: an order
    /// that would gain has no seller, so it gains nothing.
    /// </summary>
    internal static ResolvedRow Of(RiskArray array, in OpenOrder order, int moneyDecimals)
    {
        InstrumentId instrument = order.Instrument;
        int risk = array.RowOf(instrument, order.Quantity.Raw < 0);
        ref readonly ExpiryTerms terms = ref array.Groups[array.Rows[risk].Group];
        Ratio index = array.Underlyings[terms.Underlying].Market?.Perpetual?.FundingIndex ?? default;
        Position position = order.AsPosition(index);
        ResolvedRow row = Resolve.Row(array, position, risk, moneyDecimals);
        long limit = order.LimitPrice.Raw;
        long quantity = order.Quantity.Raw;
        Int128 gain;
        if (instrument.IsOption)
        {
            long today = PositionValue.OfCell(row.Notional, array.CellsOf(row.RiskRow)[array.TodayColumn]);
            long premium = PositionValue.Notional(limit, -quantity, moneyDecimals);
            gain = (Int128)ExpiryTotal.Discounted(today, terms.DiscountQ40) + premium;
        }
        else
        {
            gain = instrument.Kind == InstrumentKind.Spot
                ? PositionValue.Profit(Resolve.MarkOf(position, terms), limit, quantity, moneyDecimals)
                : row.Value;
        }

        return row with
        {
            Value = 0,
            Side = quantity < 0 ? OrderSide.Asks : OrderSide.Bids,
            TradingLoss = gain < 0 ? MoneyRange.Clamp(gain) : 0,
        };
    }
}
