using System;
using Verifiable.Engine.Instruments;

namespace Verifiable.Engine.Valuation;

/// <summary>A position, an open order or risk-cancelling collateral, bound to a row of the risk array.</summary>
/// <param name="Instrument">The position's instrument; the underlying's spot for collateral.</param>
/// <param name="Place">The instrument by numbers.</param>
/// <param name="RiskRow">The row of the risk array for this side.</param>
/// <param name="Group">The row's group.</param>
/// <param name="Underlying">The group's underlying.</param>
/// <param name="Quantity">Raw 1e-8, signed; zero for collateral.</param>
/// <param name="Notional">What one times a cell is worth.</param>
/// <param name="Value">What it adds to equity: unsettled profit less funding, a spot row's worth; zero for
/// options.</param>
/// <param name="Side">Whether it is held, or with which orders it trades.</param>
/// <param name="TradingLoss">What an order loses by trading at its limit and not at the mark, at most zero.</param>
internal readonly record struct ResolvedRow(
    InstrumentId Instrument,
    InstrumentPlace Place,
    int RiskRow,
    int Group,
    int Underlying,
    long Quantity,
    long Notional,
    Int128 Value,
    OrderSide Side = OrderSide.Held,
    long TradingLoss = 0)
{
    /// <summary>Whether the row is there once the orders of a side have traded.</summary>
    internal bool CountsWith(OrderSide side) => Side == OrderSide.Held || Side == side;
}
