using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>
/// Margin by position, without offsets. Pooled (cross), all equity supports all positions; else (isolated), what a
/// position is worth supports it alone.
/// </summary>
/// <remarks>
/// Isolated by one sum: the requirement of a position of value v that needs r is max(r, v), so equity less requirements
/// is free cash less what each position lacks. Perpetuals and futures after dYdX v4, options after Derive's standard
/// manager.
/// </remarks>
internal static class PositionMargin
{
    internal static RuleFigures Compute(ResolvedBook book, PositionParameters rule)
    {
        RuleFigures figures = new() { Assumed = book.Assumed };
        Int128 optionValue = 0;
        foreach (ref readonly ResolvedRow row in book.Rows.AsSpan())
        {
            if (row.Instrument.IsOption)
            {
                optionValue += AddOption(ref figures, book.Array, row, rule);
            }
            else if (row.Instrument.HasEntryPrice)
            {
                AddLinear(ref figures, book.Array, row, rule);
            }
        }

        figures.Add(
            ComponentKind.Haircut,
            (Int128)book.Collateral.HaircutInitial + book.Collateral.HaircutMaintenance,
            book.Collateral.HaircutMaintenance);
        return figures with { Equity = Requirement.Equity(book.SettledEquity + optionValue) };
    }

    /// <summary>A long option needs its own value: it supports nothing else under either rule.</summary>
    private static long AddOption(
        ref RuleFigures figures, RiskArray array, in ResolvedRow row, PositionParameters rule)
    {
        ref readonly ExpiryTerms terms = ref array.Groups[row.Group];
        long value = PositionValue.OfCell(row.Notional, array.CellsOf(row.RiskRow)[array.TodayColumn]);
        if (row.Quantity > 0)
        {
            figures.Add(ComponentKind.Options, value, value);
            return value;
        }

        long size = AddOns.AtSpot(array, terms, -(Int128)row.Quantity);
        Staged needed = ShortOptionMargin.Of(row, value, AddOns.SpotOf(array, terms), size, rule.Option);
        figures.Add(ComponentKind.Options, needed.Initial, needed.Maintenance);
        return value;
    }

    private static void AddLinear(
        ref RuleFigures figures, RiskArray array, in ResolvedRow row, PositionParameters rule)
    {
        LiquidityTier tier = TierOf(rule, row.Instrument.Underlying);
        long size = LinearSize.Of(array, row);
        long initial = MarginLadder.AmountCeil(size, MarginLadder.Initial(tier));
        long maintenance = MarginLadder.AmountCeil(size, MarginLadder.Maintenance(tier));
        bool isPerpetual = row.Instrument.Kind == InstrumentKind.Perpetual;
        figures.Add(isPerpetual ? ComponentKind.Perpetual : ComponentKind.Future, initial, maintenance);
        if (!rule.IsPooled)
        {
            Int128 above = row.Value - initial;
            Int128 aboveMaintenance = row.Value - maintenance;
            figures.AddApart(
                ComponentKind.Isolation,
                above > 0 ? above : 0,
                aboveMaintenance > 0 ? aboveMaintenance : 0);
        }
    }

    private static LiquidityTier TierOf(PositionParameters rule, UnderlyingId underlying)
    {
        foreach (UnderlyingTier named in rule.Tiers)
        {
            if (named.Underlying == underlying)
            {
                return named.Tier;
            }
        }

        return rule.DefaultTier;
    }
}
