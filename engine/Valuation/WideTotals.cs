using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Valuation;

/// <summary>What <see cref="AccountTotals"/> computes, in lanes: the same sums, eight scenarios at a time.</summary>
/// <remarks>
/// Only for accounts whose totals simply add up: with open orders or worsts by underlying, each underlying's own totals
/// are needed, and the kernel's path has them.
/// </remarks>
internal static class WideTotals
{
    /// <summary>Takes the rows of a book over into lanes.</summary>
    /// <returns>Whether the lanes hold it.</returns>
    internal static bool Hold(ResolvedBook book, WideArray array, WideRows wide)
    {
        wide.Clear();
        ReadOnlySpan<ResolvedRow> rows = book.Rows;
        for (int at = 0; at < rows.Length; at++)
        {
            ref readonly ResolvedRow row = ref rows[at];
            wide.Add(row.RiskRow, row.Place.IsOption, row.Notional);
            bool isLast = at == rows.Length - 1;
            if (isLast || rows[at + 1].Group != row.Group)
            {
                wide.EndGroup(row.Group);
            }

            if (isLast || rows[at + 1].Underlying != row.Underlying)
            {
                wide.EndUnderlying();
            }
        }

        return array.Holds(wide.Book);
    }

    /// <summary>Whether a book's totals simply add up.</summary>
    internal static bool AddUp(ResolvedBook book) =>
        !book.HasOrders && book.Array.Model.Across.Rule == AcrossRule.JointScenario;

    /// <summary>Adds up an account that lanes hold.</summary>
    /// <param name="array">Its array.</param>
    /// <param name="book">Its rows.</param>
    /// <param name="wide">Working memory.</param>
    /// <param name="totals">The total of every scenario, with room for whole panels.</param>
    internal static AccountSums Compute(RiskArray array, WideBook book, WideAccount wide, Span<long> totals)
    {
        Int128 optionValue = 0;
        Int128 basis = 0;
        wide.SumLast(book);
        for (int group = 0; group < book.Groups.Length; group++)
        {
            ref readonly ExpiryTerms terms = ref array.Groups[book.Groups[group].Index];
            long sum = wide.Extra(group, array.TodayColumn - array.ScenarioCount);
            long today = ExpiryTotal.Discounted(sum, terms.DiscountQ40);
            wide.SetToday(group, today);
            optionValue += today;
            basis += BasisContingency.OfExpiry(
                sum,
                wide.Extra(group, array.UpColumn - array.ScenarioCount),
                wide.Extra(group, array.DownColumn - array.ScenarioCount),
                terms.DiscountQ40,
                terms.BasisFactorQ40);
        }

        wide.Total(book, totals);
        return new AccountSums(optionValue, MoneyRange.Clamp(basis), 0);
    }
}
