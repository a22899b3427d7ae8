using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Vector;

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
        Int128 unrealisedProfit,
        in CollateralFigures collateral,
        ResolvedBalance[] balances,
        long creditLine,
        Assumptions assumed)
    {
        Array = array;
        Rows = rows;
        SettledEquity = settledEquity;
        UnrealisedProfit = unrealisedProfit;
        Collateral = collateral;
        Balances = balances;
        CreditLine = creditLine;
        Assumed = assumed;
        foreach (ResolvedRow row in rows)
        {
            HasOrders |= row.Side != OrderSide.Held;
        }

        if (array.Wide is not null && WideTotals.AddUp(this))
        {
            Wide = new WideRows(rows.Length);
        }

        Bound();
    }

    /// <summary>The risk array that the book is bound to.</summary>
    public RiskArray Array { get; }

    /// <summary>How many rows, open orders and risk-cancelling collateral included, an explanation has.</summary>
    public int RowCount => Rows.Length;

    internal ResolvedRow[] Rows { get; }

    internal bool HasOrders { get; }

    /// <summary>The rows as lanes read them; null where there are none, or an account's totals do not add up.</summary>
    internal WideRows? Wide { get; }

    /// <summary>Whether every sum of the account has room in a lane.</summary>
    internal bool FitsLanes { get; private set; }

    /// <summary>Whether every sum of the account has room in a word.</summary>
    internal bool FitsWords { get; private set; }

    /// <summary>
    /// Equity without the options' values: cash, collateral, spot, and unsettled profit less funding.
    /// </summary>
    internal Int128 SettledEquity { get; private set; }

    /// <summary>Of that, the profit of futures and perpetuals less funding.</summary>
    internal Int128 UnrealisedProfit { get; private set; }

    internal CollateralFigures Collateral { get; private set; }

    internal ResolvedBalance[] Balances { get; }

    /// <summary>The account's line of credit, at least zero.</summary>
    internal long CreditLine { get; private set; }

    internal Assumptions Assumed { get; private set; }

    /// <summary>
    /// Makes this the book of another account without orders, whose rows and balances, as many, stand in the arrays
    /// already.
    /// </summary>
    internal void Rebind(
        Int128 settledEquity,
        Int128 unrealisedProfit,
        in CollateralFigures collateral,
        long creditLine,
        Assumptions assumed)
    {
        SettledEquity = settledEquity;
        UnrealisedProfit = unrealisedProfit;
        Collateral = collateral;
        CreditLine = creditLine;
        Assumed = assumed;
        Bound();
    }

    /// <summary>The end of the rows of the underlying that a row begins.</summary>
    internal int EndOfUnderlying(int start)
    {
        int end = start + 1;
        while (end < Rows.Length && Rows[end].Underlying == Rows[start].Underlying)
        {
            end++;
        }

        return end;
    }

    /// <summary>Finds out which loops have room for the account's sums.</summary>
    private void Bound()
    {
        FitsLanes = Wide is not null && WideTotals.Hold(this, Array.Wide!, Wide);
        FitsWords = FitsLanes || LargestSum() < NarrowAccount.LargestSum;
    }

    private Int128 LargestSum()
    {
        Int128 sum = 0;
        foreach (ref readonly ResolvedRow row in Rows.AsSpan())
        {
            sum += NarrowAccount.BoundOf(row.Notional, Array.LargestCell(row.RiskRow));
        }

        return sum;
    }
}

/// <summary>What collateral adds to the requirements, in money.</summary>
/// <param name="HaircutInitial">On top of maintenance.</param>
/// <param name="HaircutMaintenance">The share of value that does not count.</param>
/// <param name="Confidence">For little trust in its price; initial only.</param>
/// <param name="Defaults">For the default of those who stand behind it; initial only.</param>
internal readonly record struct CollateralFigures(
    long HaircutInitial,
    long HaircutMaintenance,
    long Confidence,
    long Defaults);

/// <summary>A collateral balance with its value and its own trust.</summary>
/// <param name="Amount">Raw 1e-8.</param>
/// <param name="Value">Money, before any haircut.</param>
/// <param name="ConfidenceQ40">Trust in the asset's own price.</param>
/// <param name="Rule">How it counts.</param>
internal readonly record struct ResolvedBalance(long Amount, long Value, long ConfidenceQ40, CollateralRule Rule);
