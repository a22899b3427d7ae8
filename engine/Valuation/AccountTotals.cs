using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Valuation;

/// <summary>
/// Adds up one account's rows over all scenarios in the normative order: options by expiry, then everything of one
/// underlying, then the account.
/// </summary>
internal static class AccountTotals
{
    /// <summary>Fills the scratch's totals.</summary>
    /// <param name="book">The account.</param>
    /// <param name="scratch">Working memory; its totals are the result.</param>
    /// <param name="optionValue">Today's value of all options.</param>
    /// <param name="basis">The forward contingency.</param>
    internal static void Compute(ResolvedBook book, AccountScratch scratch, out Int128 optionValue, out long basis)
    {
        RiskArray array = book.Array;
        Array.Clear(scratch.Sums);
        Clear(scratch);
        optionValue = 0;
        Int128 basisSum = 0;
        AddRows(book, 0, book.Rows.Length, scratch, ref optionValue, ref basisSum);
        for (int scenario = 0; scenario < array.ScenarioCount; scenario++)
        {
            scratch.Totals[scenario] = MoneyRange.Clamp(scratch.Sums[scenario]);
        }

        basis = MoneyRange.Clamp(basisSum);
    }

    /// <summary>Empties the sums that a closed expiry and a closed underlying leave empty.</summary>
    internal static void Clear(AccountScratch scratch)
    {
        Array.Clear(scratch.UnderlyingSums);
        Array.Clear(scratch.ExpirySums);
    }

    /// <summary>Adds rows to the scratch's sums; they begin and end with an underlying's first and last.</summary>
    /// <param name="book">The account.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="scratch">Working memory; the scenarios' profits are added to its sums.</param>
    /// <param name="optionValue">Today's value of the options is added.</param>
    /// <param name="basisSum">The forward contingency is added.</param>
    internal static void AddRows(
        ResolvedBook book,
        int start,
        int end,
        AccountScratch scratch,
        ref Int128 optionValue,
        ref Int128 basisSum)
    {
        RiskArray array = book.Array;
        for (int at = start; at < end; at++)
        {
            ref readonly ResolvedRow row = ref book.Rows[at];
            ReadOnlySpan<long> cells = array.CellsOf(row.RiskRow);
            if (row.Instrument.IsOption)
            {
                AddOption(row.Notional, cells, scratch.ExpirySums);
            }
            else
            {
                AddLinear(row.Notional, cells, scratch.UnderlyingSums);
            }

            bool isLast = at == end - 1;
            if (isLast || book.Rows[at + 1].Group != row.Group)
            {
                CloseExpiry(array, row.Group, scratch, ref optionValue, ref basisSum);
            }

            if (isLast || book.Rows[at + 1].Underlying != row.Underlying)
            {
                CloseUnderlying(array, scratch);
            }
        }
    }

    private static void AddOption(long notional, ReadOnlySpan<long> cells, Span<Int128> sums)
    {
        for (int column = 0; column < cells.Length; column++)
        {
            sums[column] += PositionValue.OfCell(notional, cells[column]);
        }
    }

    private static void AddLinear(long notional, ReadOnlySpan<long> cells, Span<Int128> sums)
    {
        for (int scenario = 0; scenario < sums.Length; scenario++)
        {
            sums[scenario] += PositionValue.OfCell(notional, cells[scenario]);
        }
    }

    private static void CloseExpiry(
        RiskArray array,
        int group,
        AccountScratch scratch,
        ref Int128 optionValue,
        ref Int128 basisSum)
    {
        ref readonly ExpiryTerms terms = ref array.Groups[group];
        Int128[] sums = scratch.ExpirySums;
        long today = ExpiryTotal.Discounted(sums[array.TodayColumn], terms.DiscountQ40);
        optionValue += today;
        basisSum += BasisContingency.OfExpiry(
            sums[array.TodayColumn],
            sums[array.UpColumn],
            sums[array.DownColumn],
            terms.DiscountQ40,
            terms.BasisFactorQ40);
        int first = group * array.ScenarioCount;
        for (int scenario = 0; scenario < array.ScenarioCount; scenario++)
        {
            long shocked = ExpiryTotal.Shocked(
                sums[scenario],
                array.ScenarioDiscounts[first + scenario],
                array.LongSides[first + scenario],
                array.ShortSides[first + scenario]);
            bool rotated = IsRotation(array.Scenarios.Scenarios[scenario].Column);
            scratch.UnderlyingSums[scenario] += ExpiryTotal.Profit(shocked, today, rotated);
        }

        Array.Clear(sums);
    }

    private static void CloseUnderlying(RiskArray array, AccountScratch scratch)
    {
        for (int scenario = 0; scenario < array.ScenarioCount; scenario++)
        {
            long dampeningQ40 = array.Scenarios.Scenarios[scenario].DampeningQ40;
            scratch.Sums[scenario] += UnderlyingTotal.Dampened(scratch.UnderlyingSums[scenario], dampeningQ40);
        }

        Array.Clear(scratch.UnderlyingSums);
    }

    internal static bool IsRotation(VolatilityColumn column) =>
        column is VolatilityColumn.LinearSkew or VolatilityColumn.AbsoluteSkew;
}
