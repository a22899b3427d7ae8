using System;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Engine.Valuation;

/// <summary>
/// A book bound to a risk array: what remains is integer arithmetic without a look-up. From here to the result nothing
/// is allocated.
/// </summary>
public sealed class ResolvedBook
{
    internal ResolvedBook(
        RiskArray array,
        ResolvedRow[] rows,
        Int128 settledEquity,
        in CollateralFigures collateral,
        ResolvedBalance[] balances,
        Assumptions assumed)
    {
        Array = array;
        Rows = rows;
        SettledEquity = settledEquity;
        Collateral = collateral;
        Balances = balances;
        Assumed = assumed;
    }

    /// <summary>The risk array that the book is bound to.</summary>
    public RiskArray Array { get; }

    /// <summary>How many rows, risk-cancelling collateral included, an explanation has.</summary>
    public int RowCount => Rows.Length;

    internal ResolvedRow[] Rows { get; }

    /// <summary>
    /// Equity without the options' values: cash, collateral, spot, and unsettled profit less funding.
    /// </summary>
    internal Int128 SettledEquity { get; }

    internal CollateralFigures Collateral { get; }

    internal ResolvedBalance[] Balances { get; }

    internal Assumptions Assumed { get; }
}

/// <summary>What collateral adds to the requirements, in money.</summary>
/// <param name="HaircutInitial">On top of maintenance.</param>
/// <param name="HaircutMaintenance">The share of value that does not count.</param>
/// <param name="Confidence">For little trust in its price; initial only.</param>
internal readonly record struct CollateralFigures(long HaircutInitial, long HaircutMaintenance, long Confidence);

/// <summary>A collateral balance with its value and its own trust.</summary>
/// <param name="Amount">Raw 1e-8.</param>
/// <param name="Value">Money, before any haircut.</param>
/// <param name="ConfidenceQ40">Trust in the asset's own price.</param>
/// <param name="Rule">How it counts.</param>
internal readonly record struct ResolvedBalance(long Amount, long Value, long ConfidenceQ40, CollateralRule Rule);
