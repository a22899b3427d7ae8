using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// The standard rule: every perpetual and future stands alone; the options of one expiry need the lesser of what they
/// need standing alone and of what they can lose at most. Nothing offsets outside its expiry.
/// </summary>
/// <remarks>Source: the public documentation of Derive's standard manager (SRM).</remarks>
internal static class StandardMargin
{
    internal static RuleFigures Compute(ResolvedBook book, StandardParameters rule)
    {
        RiskArray array = book.Array;
        RuleFigures figures = new() { Assumed = book.Assumed };
        long pegQ40 = StableContingency.MultiplierCeil(
            Scale.Convert(CollateralValuation.StablePrice(array.Market, array.Model).Raw, 40),
            Scale.Convert(rule.Peg.Threshold.Raw, 40),
            Scale.Convert(rule.Peg.Factor.Raw, 40));
        Int128 optionValue = 0;
        int at = 0;
        while (at < book.Rows.Length)
        {
            int end = AddOns.GroupEnd(book.Rows, at);
            ReadOnlySpan<ResolvedRow> group = book.Rows.AsSpan(at, end - at);
            optionValue += AddOptions(ref figures, array, group, rule);
            AddLinear(ref figures, array, group, rule);
            AddBySize(ref figures, array, group, rule, pegQ40);
            at = end;
        }

        AddCollateral(ref figures, book, rule);
        return figures with { Equity = Requirement.Equity(book.SettledEquity + optionValue) };
    }

    /// <summary>Adds what the group's options need and returns their value today.</summary>
    private static long AddOptions(
        ref RuleFigures figures, RiskArray array, ReadOnlySpan<ResolvedRow> group, StandardParameters rule)
    {
        ref readonly ExpiryTerms terms = ref array.Groups[group[0].Group];
        int moneyDecimals = Money.DecimalsOf(array.Model.Settlement);
        Int128 value = 0;
        Int128 aloneInitial = 0;
        Int128 aloneMaintenance = 0;
        foreach (ref readonly ResolvedRow row in group)
        {
            if (!row.Instrument.IsOption)
            {
                continue;
            }

            long own = PositionValue.OfCell(row.Notional, array.CellsOf(row.RiskRow)[array.TodayColumn]);
            value += own;
            if (row.Quantity < 0)
            {
                long size = AddOns.AtSpot(array, terms, -(Int128)row.Quantity);
                Staged alone = ShortOptionMargin.Of(row, own, AddOns.SpotOf(array, terms), size, rule.Option);
                aloneInitial += own - alone.Initial;
                aloneMaintenance += own - alone.Maintenance;
            }
        }

        long lowest = MaximumLoss.LowestPayoff(group, moneyDecimals, out Int128 netCalls);
        long unpaired = netCalls < 0
            ? SizeContingency.AtSpotCeil(terms.Forward.Raw, -netCalls, moneyDecimals)
            : 0;
        Int128 initial = Better(aloneInitial, lowest, unpaired, rule.UnpairedCall.Initial);
        Int128 maintenance = Better(aloneMaintenance, lowest, unpaired, rule.UnpairedCall.Maintenance);
        long today = ExpiryTotal.Discounted(value, terms.DiscountQ40);
        figures.Add(ComponentKind.Options, AtLeastZero(today - initial), AtLeastZero(today - maintenance));
        return today;
    }

    /// <summary>The higher of what the options are worth standing alone and at the most they can lose.</summary>
    private static Int128 Better(Int128 alone, long lowest, long unpaired, Ratio multiple)
    {
        Int128 atWorst = lowest - (Int128)SizeContingency.ShareCeil(unpaired, Scale.Convert(multiple.Raw, 40));
        return alone > atWorst ? alone : atWorst;
    }

    private static Int128 AtLeastZero(Int128 amount) => amount > 0 ? amount : 0;

    private static void AddLinear(
        ref RuleFigures figures, RiskArray array, ReadOnlySpan<ResolvedRow> group, StandardParameters rule)
    {
        foreach (ref readonly ResolvedRow row in group)
        {
            if (row.Instrument.HasEntryPrice)
            {
                long size = LinearSize.Of(array, row);
                bool isPerpetual = row.Instrument.Kind == InstrumentKind.Perpetual;
                figures.Add(
                    isPerpetual ? ComponentKind.Perpetual : ComponentKind.Future,
                    SizeContingency.ShareCeil(size, Scale.Convert(rule.Perpetual.Initial.Raw, 40)),
                    SizeContingency.ShareCeil(size, Scale.Convert(rule.Perpetual.Maintenance.Raw, 40)));
            }
        }
    }

    /// <summary>Peg and confidence: on short options and on perpetuals and futures of either side.</summary>
    private static void AddBySize(
        ref RuleFigures figures,
        RiskArray array,
        ReadOnlySpan<ResolvedRow> group,
        StandardParameters rule,
        long pegQ40)
    {
        ref readonly ExpiryTerms terms = ref array.Groups[group[0].Group];
        Int128 quantity = 0;
        foreach (ref readonly ResolvedRow row in group)
        {
            bool counts = row.Instrument.HasEntryPrice || (row.Instrument.IsOption && row.Quantity < 0);
            quantity += counts ? Int128.Abs(row.Quantity) : 0;
        }

        long size = AddOns.AtSpot(array, terms, quantity);
        figures.Add(ComponentKind.Stable, SizeContingency.ShareCeil(size, pegQ40), 0);
        long shareQ40 = Share(terms.ConfidenceQ40, rule.Confidence.Threshold, rule.Confidence.Factor);
        figures.Add(ComponentKind.Confidence, SizeContingency.ShareCeil(size, shareQ40), 0);
    }

    private static void AddCollateral(ref RuleFigures figures, ResolvedBook book, StandardParameters rule)
    {
        figures.Add(
            ComponentKind.Haircut,
            (Int128)book.Collateral.HaircutInitial + book.Collateral.HaircutMaintenance,
            book.Collateral.HaircutMaintenance);
        foreach (ref readonly ResolvedBalance balance in book.Balances.AsSpan())
        {
            long shareQ40 = Share(balance.ConfidenceQ40, rule.Confidence.Threshold, balance.Rule.ConfidenceFactor);
            long value = balance.Value > 0 ? balance.Value : 0;
            figures.Add(ComponentKind.Confidence, SizeContingency.ShareCeil(value, shareQ40), 0);
        }

        foreach (ref readonly ResolvedRow row in book.Rows.AsSpan())
        {
            if (row.Instrument.Kind == InstrumentKind.Spot && row.Quantity > 0)
            {
                AssetId asset = new(row.Instrument.Underlying.Letters);
                long confidenceQ40 = book.Array.Groups[row.Group].ConfidenceQ40;
                Ratio factor = CollateralValuation.RuleOrNothing(book.Array.Model, asset).ConfidenceFactor;
                long shareQ40 = Share(confidenceQ40, rule.Confidence.Threshold, factor);
                figures.Add(ComponentKind.Confidence, SizeContingency.ShareCeil(row.Notional, shareQ40), 0);
            }
        }
    }

    private static long Share(long confidenceQ40, Ratio threshold, Ratio factor) => Confidence.ShareCeil(
        confidenceQ40, Scale.Convert(threshold.Raw, 40), Scale.Convert(factor.Raw, 40));
}
