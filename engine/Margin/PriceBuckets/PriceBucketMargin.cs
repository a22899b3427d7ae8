using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// Price buckets by volatility moves with an extended table: the worst scenario, a roll charge and a charge on a large
/// delta. One underlying's profit offsets another's loss by a share only.
/// </summary>
/// <remarks>Source: the public documentation of Deribit's portfolio margin and its API's published example.</remarks>
internal static class PriceBucketMargin
{
    /// <summary>A million quote units, raw 1e-8.</summary>
    private const long MillionRaw = 100_000_000_000_000;

    /// <summary>
    /// Beyond the range a future is valued at the edge of the range, in the extended table's scenarios.
    /// </summary>
    internal static void ClipFutures(RiskArray array, PriceBucketParameters rule)
    {
        int first = PriceBucketScenarios.GridCount(rule.Buckets);
        for (int row = 0; row < array.Rows.Length; row++)
        {
            UnderlyingTerms underlying = array.Underlyings[array.Groups[array.Rows[row].Group].Underlying];
            if (array.Rows[row].Instrument.IsOption || underlying.Factor < 0)
            {
                continue;
            }

            long rangeRaw = rule.Ranges[underlying.Factor].Price.Raw;
            Span<long> cells = array.Cells.AsSpan(row * array.Stride, array.Stride);
            for (int at = 0; at < rule.ExtendedMoves.Length; at++)
            {
                long moveRaw = rule.ExtendedMoves[at].Raw;
                if (Magnitude(moveRaw) > rangeRaw)
                {
                    cells[first + at] = cells[PriceBucketScenarios.Edge(rule.Buckets, moveRaw > 0)];
                }
            }
        }
    }

    internal static RuleFigures Compute(ResolvedBook book, PriceBucketParameters rule, AccountScratch scratch)
    {
        scratch.Totals.Clear();
        Int128 optionValue = 0;
        Int128 roll = 0;
        Int128 deltaShock = 0;
        int start = 0;
        while (start < book.Rows.Length)
        {
            int underlying = book.Rows[start].Underlying;
            int end = book.EndOfUnderlying(start);
            AccountTotals.ComputeUnderlying(book, start, end, scratch, ref optionValue);
            AddUnderlying(book.Array, underlying, rule, scratch);
            AddDeltas(book, start, end, rule, ref roll, ref deltaShock);
            start = end;
        }

        return Figures(book, rule, scratch, optionValue, roll, deltaShock);
    }

    private static RuleFigures Figures(
        ResolvedBook book,
        PriceBucketParameters rule,
        AccountScratch scratch,
        Int128 optionValue,
        Int128 roll,
        Int128 deltaShock)
    {
        int worst = PortfolioMargin.WorstOf(scratch.Totals, book.Array.Measured.Scan);
        RuleFigures figures = new()
        {
            Equity = Requirement.Equity(book.SettledEquity + optionValue),
            WorstScenario = worst,
            WorstTotal = scratch.Totals[worst],
            Assumed = book.Assumed,
        };
        Add(ref figures, ComponentKind.Scan, Requirement.LossOf(scratch.Totals[worst]), rule);
        Add(ref figures, ComponentKind.Roll, MoneyRange.Clamp(roll), rule);
        Add(ref figures, ComponentKind.DeltaShock, MoneyRange.Clamp(deltaShock), rule);
        figures.Add(
            ComponentKind.Haircut,
            (Int128)book.Collateral.HaircutInitial + book.Collateral.HaircutMaintenance,
            book.Collateral.HaircutMaintenance);
        return figures;
    }

    private static void Add(ref RuleFigures figures, ComponentKind kind, long amount, PriceBucketParameters rule) =>
        figures.Add(
            kind, amount, Requirement.OfLossCeil(amount, Scale.Convert(rule.MaintenanceFraction.Raw, 40)));

    /// <summary>
    /// Adds one underlying's profits to the account's, the extended ones dampened, profits at their share.
    /// </summary>
    private static void AddUnderlying(
        RiskArray array, int underlying, PriceBucketParameters rule, AccountScratch scratch)
    {
        int first = PriceBucketScenarios.GridCount(rule.Buckets);
        int factor = array.Underlyings[underlying].Factor;
        long offsetQ40 = Scale.Convert(rule.ProfitOffset.Raw, 40);
        for (int scenario = 0; scenario < array.ScenarioCount; scenario++)
        {
            long profit = scratch.UnderlyingTotals[scenario];
            if (scenario >= first && factor >= 0)
            {
                long rangeRaw = rule.Ranges[factor].Price.Raw;
                long moveRaw = rule.ExtendedMoves[scenario - first].Raw;
                profit = Dampened(profit, Dampener(array, underlying, moveRaw, rangeRaw, rule));
                profit = MulShift.Clamp(profit, Scale.Convert(rule.ExtendedFactor.Raw, 40), 40, MoneyRange.Limit);
            }

            profit = profit > 0 ? MulShift.Clamp(profit, offsetQ40, 40, MoneyRange.Limit) : profit;
            scratch.Totals[scenario] = MoneyRange.Clamp((Int128)scratch.Totals[scenario] + profit);
        }
    }

    /// <summary>Nearer to zero by the dampener, at most to zero.</summary>
    private static long Dampened(long profit, long dampener)
    {
        long magnitude = Magnitude(profit) - dampener;
        long left = magnitude > 0 ? magnitude : 0;
        return profit < 0 ? -left : left;
    }

    /// <summary>floor((|move| / range - 1) dampener) in the settlement currency, at least zero.</summary>
    private static long Dampener(
        RiskArray array, int underlying, long moveRaw, long rangeRaw, PriceBucketParameters rule)
    {
        Int128 beyond = (Int128)Magnitude(moveRaw) - rangeRaw;
        if (beyond <= 0 || rangeRaw <= 0)
        {
            return 0;
        }

        Int128 quoteRaw = beyond * rule.ExtendedDampener.Raw / rangeRaw;
        return QuoteAmount.InMoney(array, underlying, MoneyRange.Clamp(quoteRaw));
    }

    private static void AddDeltas(
        ResolvedBook book,
        int start,
        int end,
        PriceBucketParameters rule,
        ref Int128 roll,
        ref Int128 deltaShock)
    {
        Int128 net = 0;
        int at = start;
        while (at < end)
        {
            int groupEnd = AddOns.GroupEnd(book.Rows, at);
            ref readonly ExpiryTerms terms = ref book.Array.Groups[book.Rows[at].Group];
            Int128 delta = GroupDelta.Of(book.Array, book.Rows.AsSpan(at, groupEnd - at));
            net += delta;
            if (terms.First.Kind != InstrumentKind.Spot)
            {
                long perYearQ40 = MulShift.Ceil(Scale.Convert(rule.Roll.PerYear.Raw, 40), terms.TauYearsQ46, 46);
                long minimumQ40 = Scale.Convert(rule.Roll.Minimum.Raw, 40);
                long shareQ40 = perYearQ40 > minimumQ40 ? perYearQ40 : minimumQ40;
                roll += SizeContingency.ShareCeil(MoneyRange.Clamp(Int128.Abs(delta)), shareQ40);
            }

            at = groupEnd;
        }

        deltaShock += DeltaShockOf(book.Array, book.Rows[start].Underlying, MoneyRange.Clamp(Int128.Abs(net)), rule);
    }

    /// <summary>ceil(above min(maximum, per million above)), above being the delta over the threshold.</summary>
    private static long DeltaShockOf(RiskArray array, int underlying, long delta, PriceBucketParameters rule)
    {
        long threshold = QuoteAmount.InMoney(array, underlying, rule.DeltaShock.Threshold.Raw);
        long above = delta - threshold;
        if (above <= 0)
        {
            return 0;
        }

        long million = QuoteAmount.InMoney(array, underlying, MillionRaw);
        long perMillionQ40 = -Scale.Convert(-rule.DeltaShock.PerMillion.Raw, 40);
        long moveQ40 = DivideShift.Clamp((Int128)above * perMillionQ40, million < 1 ? 1 : million, MoneyRange.Limit);
        long maximumQ40 = Scale.Convert(rule.DeltaShock.Maximum.Raw, 40);
        return SizeContingency.ShareCeil(above, moveQ40 < maximumQ40 ? moveQ40 + 1 : maximumQ40);
    }

    private static long Magnitude(long number) => number < 0 ? -number : number;
}
