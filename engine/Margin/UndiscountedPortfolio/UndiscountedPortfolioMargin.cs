using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// The portfolio rule over undiscounted values: what the account would receive is discounted in a scenario only, and
/// the static add-ons are multiplied with the loss.
/// </summary>
/// <remarks>Source: the public documentation of Derive's first portfolio manager (PMRM).</remarks>
internal static class UndiscountedPortfolioMargin
{
    internal static RuleFigures Compute(
        ResolvedBook book, UndiscountedPortfolioParameters rule, AccountScratch scratch)
    {
        AccountSums sums = AccountTotals.Compute(book, scratch);
        int worst = PortfolioMargin.WorstOf(scratch.Totals, book.Array.Measured.Scan);
        long worstTotal = scratch.Totals[worst];
        long scan = Requirement.LossOf(worstTotal);
        AddOns.Sizes sizes = AddOns.Measure(book);
        long perpetual = ShareOf(sizes.Perpetual, rule.Perpetual);
        long shortOption = ShareOf(sizes.NakedShort, rule.ShortOption);
        long haircut = StaticHaircut(book);
        long binding = Requirement.Binding(scan, sums.Basis, 0);
        long initialQ40 = Scale.Convert(rule.InitialMultiplier.Raw, 40);
        long pegQ40 = StableContingency.MultiplierCeil(
            Scale.Convert(CollateralValuation.StablePrice(book.Array.Market, book.Array.Model).Raw, 40),
            Scale.Convert(rule.Peg.Threshold.Raw, 40),
            Scale.Convert(rule.Peg.Factor.Raw, 40));
        Int128 scaled = (Int128)binding + perpetual + shortOption + haircut;

        RuleFigures figures = new()
        {
            Equity = Requirement.Equity(book.SettledEquity + sums.OptionValue),
            WorstScenario = worst,
            WorstTotal = worstTotal,
            Assumed = book.Assumed,
        };
        AddScaled(ref figures, binding > scan ? ComponentKind.Basis : ComponentKind.Scan, binding, initialQ40);
        AddScaled(ref figures, ComponentKind.Perpetual, perpetual, initialQ40);
        AddScaled(ref figures, ComponentKind.ShortOption, shortOption, initialQ40);
        AddScaled(ref figures, ComponentKind.Haircut, haircut, initialQ40);
        figures.Add(ComponentKind.Stable, Requirement.OfLossCeil(MoneyRange.Clamp(scaled), pegQ40), 0);
        figures.Add(ComponentKind.Confidence, BlockConfidence.Measure(book, rule.Confidence), 0);
        return figures;
    }

    private static void AddScaled(ref RuleFigures figures, ComponentKind kind, long amount, long initialQ40) =>
        figures.Add(kind, Requirement.OfLossCeil(amount, initialQ40), amount);

    private static long ShareOf(Int128 size, Ratio share) =>
        SizeContingency.ShareCeil(MoneyRange.Clamp(size), Scale.Convert(share.Raw, 40));

    /// <summary>Shares of all collateral: of its size at spot where it cancels risk, else of its value.</summary>
    private static long StaticHaircut(ResolvedBook book)
    {
        Int128 sum = 0;
        foreach (ref readonly ResolvedBalance balance in book.Balances.AsSpan())
        {
            sum += ShareOf(BaseSize.Of(book, balance), balance.Rule.Haircut.Maintenance);
        }

        foreach (ref readonly ResolvedRow row in book.Rows.AsSpan())
        {
            if (row.Instrument.Kind == InstrumentKind.Spot && row.Quantity != 0)
            {
                AssetId asset = new(row.Instrument.Underlying.Letters);
                CollateralRule rule = CollateralValuation.RuleOrNothing(book.Array.Model, asset);
                sum += ShareOf(Int128.Abs(row.Notional), rule.Haircut.Maintenance);
            }
        }

        return MoneyRange.Clamp(sum);
    }
}
