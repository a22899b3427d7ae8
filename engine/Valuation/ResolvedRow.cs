using System;
using Verifiable.Engine.Instruments;

namespace Verifiable.Engine.Valuation;

/// <summary>A position, or risk-cancelling collateral, bound to a row of the risk array.</summary>
/// <param name="Instrument">The position's instrument; the underlying's spot for collateral.</param>
/// <param name="RiskRow">The row of the risk array for this side.</param>
/// <param name="Group">The row's group.</param>
/// <param name="Underlying">The group's underlying.</param>
/// <param name="Quantity">Raw 1e-8, signed; zero for collateral.</param>
/// <param name="Notional">What one times a cell is worth.</param>
/// <param name="Value">What it adds to equity: unsettled profit less funding, a spot row's worth; zero for
/// options.</param>
internal readonly record struct ResolvedRow(
    InstrumentId Instrument,
    int RiskRow,
    int Group,
    int Underlying,
    long Quantity,
    long Notional,
    Int128 Value);
