using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Valuation;

/// <summary>
/// Adds up one account's rows over all scenarios in the normative order: options by expiry, then everything of one
/// underlying, then the account.
/// </summary>
/// <remarks>
/// With open orders each underlying is added up three times, and each scenario takes the lowest of its totals. That is
/// the account's worst over every choice of sides, since underlyings only ever add.
/// </remarks>
internal static class AccountTotals
{
    /// <summary>Fills the scratch's totals.</summary>
    /// <param name="book">The account.</param>
    /// <param name="scratch">Working memory; its totals are the result.</param>
    internal static AccountSums Compute(ResolvedBook book, AccountScratch scratch)
    {
        scratch.Used = LoopOf(book, scratch);
        if (scratch.Used == LoopKind.Wide)
        {
            return WideTotals.Compute(book.Array, book.Wide!.Book, scratch.Wide!, scratch.Panels);
        }

        RiskArray array = book.Array;
        Array.Clear(scratch.Sums);
        bool apart = array.Model.Across.Rule != AcrossRule.JointScenario;
        Int128 optionValue = 0;
        Int128 basis = 0;
        Int128 worsts = 0;
        int start = 0;
        while (start < book.Rows.Length)
        {
            int end = book.EndOfUnderlying(start);
            Int128 contingency = AddUnderlying(book, start, end, OrderSide.Held, scratch, ref optionValue);
            if (book.HasOrders)
            {
                Int128 traded = 0;
                Int128 bids = AddUnderlying(book, start, end, OrderSide.Bids, scratch, ref traded);
                Int128 asks = AddUnderlying(book, start, end, OrderSide.Asks, scratch, ref traded);
                contingency = Larger(contingency, Larger(bids, asks));
            }

            basis += contingency;
            for (int scenario = 0; scenario < array.ScenarioCount; scenario++)
            {
                scratch.Sums[scenario] += scratch.UnderlyingTotals[scenario];
            }

            worsts += apart ? LargestLoss(scratch.UnderlyingTotals, array.Measured.Scan) : 0;
            start = end;
        }

        for (int scenario = 0; scenario < array.ScenarioCount; scenario++)
        {
            scratch.Totals[scenario] = MoneyRange.Clamp(scratch.Sums[scenario]);
        }

        return new AccountSums(optionValue, MoneyRange.Clamp(basis), MoneyRange.Clamp(worsts));
    }

    /// <summary>Adds up one underlying as it is held, for rules that do not simply add underlyings.</summary>
    /// <param name="book">The account, without open orders.</param>
    /// <param name="start">The underlying's first row.</param>
    /// <param name="end">The row after its last.</param>
    /// <param name="scratch">Working memory; the underlying's totals are the result.</param>
    /// <param name="optionValue">Today's value of the options is added.</param>
    internal static void ComputeUnderlying(
        ResolvedBook book, int start, int end, AccountScratch scratch, ref Int128 optionValue) =>
        AddUnderlying(book, start, end, OrderSide.Held, scratch, ref optionValue);

    /// <summary>The fastest loop that the processor has and that holds the account's sums.</summary>
    private static LoopKind LoopOf(ResolvedBook book, AccountScratch scratch)
    {
        if (scratch.Wide is not null && book.FitsLanes)
        {
            return LoopKind.Wide;
        }

        return scratch.Fastest != LoopKind.Kernel && book.FitsWords ? LoopKind.Narrow : LoopKind.Kernel;
    }

    /// <summary>
    /// Adds up one underlying's rows once the orders of a side have traded. Held rows come first and set the
    /// underlying's totals; orders can only lower them.
    /// </summary>
    /// <returns>The forward contingency.</returns>
    private static Int128 AddUnderlying(
        ResolvedBook book, int start, int end, OrderSide side, AccountScratch scratch, ref Int128 optionValue)
    {
        RiskArray array = book.Array;
        Array.Clear(scratch.UnderlyingSums);
        Array.Clear(scratch.ExpirySums);
        Int128 basis = 0;
        Int128 tradingLoss = 0;
        for (int at = start; at < end; at++)
        {
            ref readonly ResolvedRow row = ref book.Rows[at];
            if (row.CountsWith(side))
            {
                AddRow(row, array.CellsOf(row.RiskRow), scratch);
                tradingLoss += row.TradingLoss;
            }

            if (at == end - 1 || book.Rows[at + 1].Group != row.Group)
            {
                NarrowAccount.Drain(scratch.ExpiryWords, scratch.ExpirySums);
                CloseExpiry(array, row.Group, scratch, ref optionValue, ref basis);
            }
        }

        NarrowAccount.Drain(scratch.UnderlyingWords, scratch.UnderlyingSums);
        for (int scenario = 0; scenario < array.ScenarioCount; scenario++)
        {
            long dampeningQ40 = array.Scenarios.Scenarios[scenario].DampeningQ40;
            long total = MoneyRange.Clamp(
                UnderlyingTotal.Dampened(scratch.UnderlyingSums[scenario], dampeningQ40) + tradingLoss);
            bool lowers = side == OrderSide.Held || total < scratch.UnderlyingTotals[scenario];
            scratch.UnderlyingTotals[scenario] = lowers ? total : scratch.UnderlyingTotals[scenario];
        }

        return basis;
    }

    private static void AddRow(in ResolvedRow row, ReadOnlySpan<long> cells, AccountScratch scratch)
    {
        bool isOption = row.Place.IsOption;
        if (scratch.Used == LoopKind.Narrow)
        {
            NarrowAccount.Add(row.Notional, cells, isOption ? scratch.ExpiryWords : scratch.UnderlyingWords);
            return;
        }

        Span<Int128> sums = isOption ? scratch.ExpirySums : scratch.UnderlyingSums;
        for (int column = 0; column < sums.Length; column++)
        {
            sums[column] += PositionValue.OfCell(row.Notional, cells[column]);
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

    private static long LargestLoss(ReadOnlySpan<long> totals, ReadOnlySpan<int> scenarios)
    {
        long largest = 0;
        foreach (int scenario in scenarios)
        {
            long loss = Requirement.LossOf(totals[scenario]);
            largest = loss > largest ? loss : largest;
        }

        return largest;
    }

    private static Int128 Larger(Int128 left, Int128 right) => left > right ? left : right;

    internal static bool IsRotation(VolatilityColumn column) =>
        column is VolatilityColumn.LinearSkew or VolatilityColumn.AbsoluteSkew;
}
