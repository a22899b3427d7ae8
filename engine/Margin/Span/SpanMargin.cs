using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// SPAN: each underlying's worst of sixteen scenarios and its calendar spreads, or its short-option minimum where that
/// is more. Underlyings stand alone: no credit between commodities, no delivery charge.
/// </summary>
/// <remarks>Source: the public descriptions of the Chicago Mercantile Exchange.</remarks>
internal static class SpanMargin
{
    internal static RuleFigures Compute(ResolvedBook book, SpanParameters rule, AccountScratch scratch)
    {
        scratch.Totals.Clear();
        Risk risk = default;
        Int128 optionValue = 0;
        int start = 0;
        while (start < book.Rows.Length)
        {
            int end = book.EndOfUnderlying(start);
            AccountTotals.ComputeUnderlying(book, start, end, scratch, ref optionValue);
            long worst = CloseUnderlying(scratch);
            risk = risk.Plus(OfUnderlying(book, start, end, rule, Requirement.LossOf(worst)));
            start = end;
        }

        int worstScenario = PortfolioMargin.WorstOf(scratch.Totals, book.Array.Measured.Scan);
        RuleFigures figures = new()
        {
            Equity = Requirement.Equity(book.SettledEquity + optionValue),
            WorstScenario = worstScenario,
            WorstTotal = scratch.Totals[worstScenario],
            Assumed = book.Assumed,
        };
        Add(ref figures, ComponentKind.Scan, risk.Scan, rule);
        Add(ref figures, ComponentKind.CalendarSpread, risk.CalendarSpread, rule);
        Add(ref figures, ComponentKind.ShortOption, risk.ShortOptionRest, rule);
        figures.Add(
            ComponentKind.Haircut,
            (Int128)book.Collateral.HaircutInitial + book.Collateral.HaircutMaintenance,
            book.Collateral.HaircutMaintenance);
        return figures;
    }

    private static void Add(ref RuleFigures figures, ComponentKind kind, Int128 amount, SpanParameters rule)
    {
        long clamped = MoneyRange.Clamp(amount);
        figures.Add(
            kind,
            Requirement.OfLossCeil(clamped, Scale.Convert(rule.Multiplier.Initial.Raw, 40)),
            Requirement.OfLossCeil(clamped, Scale.Convert(rule.Multiplier.Maintenance.Raw, 40)));
    }

    /// <summary>Adds one underlying's profits to the account's and returns the lowest.</summary>
    private static long CloseUnderlying(AccountScratch scratch)
    {
        long lowest = 0;
        for (int scenario = 0; scenario < scratch.Totals.Length; scenario++)
        {
            long profit = scratch.UnderlyingTotals[scenario];
            lowest = profit < lowest ? profit : lowest;
            scratch.Totals[scenario] = MoneyRange.Clamp((Int128)scratch.Totals[scenario] + profit);
        }

        return lowest;
    }

    private static Risk OfUnderlying(ResolvedBook book, int start, int end, SpanParameters rule, long scan)
    {
        int factor = book.Array.Underlyings[book.Rows[start].Underlying].Factor;
        ScanRange range = factor < 0 ? default : rule.Ranges[factor];
        Int128 held = 0;
        Int128 sold = 0;
        Int128 shortOptions = 0;
        int at = start;
        while (at < end)
        {
            int groupEnd = AddOns.GroupEnd(book.Rows, at);
            ReadOnlySpan<ResolvedRow> group = book.Rows.AsSpan(at, groupEnd - at);
            Int128 delta = GroupDelta.Of(book.Array, group);
            held += delta > 0 ? delta : 0;
            sold += delta < 0 ? -delta : 0;
            shortOptions += AddOns.AtSpot(book.Array, book.Array.Groups[group[0].Group], ShortQuantity(group));
            at = groupEnd;
        }

        long spread = Share(held < sold ? held : sold, range.CalendarSpread);
        long minimum = Share(shortOptions, range.ShortOptionMinimum);
        Int128 rest = minimum - (Int128)scan - spread;
        return new Risk(scan, spread, rest > 0 ? rest : 0);
    }

    private static Int128 ShortQuantity(ReadOnlySpan<ResolvedRow> group)
    {
        Int128 quantity = 0;
        foreach (ref readonly ResolvedRow row in group)
        {
            quantity -= row.Instrument.IsOption && row.Quantity < 0 ? row.Quantity : 0;
        }

        return quantity;
    }

    private static long Share(Int128 size, Ratio share) =>
        SizeContingency.ShareCeil(MoneyRange.Clamp(size), Scale.Convert(share.Raw, 40));

    /// <summary>What underlyings risk, in money.</summary>
    /// <param name="Scan">Sum of their worst scenarios.</param>
    /// <param name="CalendarSpread">Sum of their spread charges.</param>
    /// <param name="ShortOptionRest">What the short-option minima ask beyond the two.</param>
    private readonly record struct Risk(Int128 Scan, Int128 CalendarSpread, Int128 ShortOptionRest)
    {
        internal Risk Plus(in Risk other) => new(
            Scan + other.Scan, CalendarSpread + other.CalendarSpread, ShortOptionRest + other.ShortOptionRest);
    }
}
