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
    /// <summary>Takes an account's rows over into lanes.</summary>
    /// <returns>Whether the lanes hold it; if not, nothing was computed.</returns>
    internal static bool Hold(ResolvedBook book, WideAccount wide)
    {
        if (book.HasOrders || book.Array.Model.Across.Rule != AcrossRule.JointScenario)
        {
            return false;
        }

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

        return wide.Fits;
    }

    /// <summary>Adds up the account that was taken over.</summary>
    /// <param name="book">The account.</param>
    /// <param name="wide">Its rows.</param>
    /// <param name="totals">The total of every scenario.</param>
    internal static AccountSums Compute(ResolvedBook book, WideAccount wide, Span<long> totals)
    {
        RiskArray array = book.Array;
        Int128 optionValue = 0;
        Int128 basis = 0;
        wide.SumExtras();
        for (int group = 0; group < wide.GroupCount; group++)
        {
            ref readonly ExpiryTerms terms = ref array.Groups[wide.GroupOf(group)];
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

        wide.Total(totals);
        return new AccountSums(optionValue, MoneyRange.Clamp(basis), 0);
    }
}
