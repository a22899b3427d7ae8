using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>
/// Margin of a whole portfolio: the largest of worst scenario, forward contingency and tail measure, times a
/// multiplier, plus add-ons.
/// </summary>
public static class PortfolioMargin
{
    /// <summary>Values a resolved book. Allocates nothing.</summary>
    /// <param name="book">The account.</param>
    /// <param name="scratch">Working memory; afterwards it holds the scenario totals.</param>
    public static MarginFigures Compute(ResolvedBook book, AccountScratch scratch)
    {
        RiskArray array = book.Array;
        ModelTerms terms = array.Terms;
        LimitParameters limits = array.Model.Limits;
        AccountSums sums = AccountTotals.Compute(book, scratch);
        int worst = WorstOf(scratch.Totals, array.Measured.Scan);
        TailFigures tail = TailFigures.Measure(array, scratch);
        LossFigures losses = LossFigures.Of(book, scratch.Totals[worst], sums, tail.Measured);
        AddOns.Sizes sizes = AddOns.Measure(book);
        Staged market = OfLoss(losses.Static, terms.Multiplier);
        MarginFigures figures = new()
        {
            Equity = Requirement.Equity(book.SettledEquity + sums.OptionValue),
            WorstScenario = worst,
            WorstTotal = scratch.Totals[worst],
            Basis = sums.Basis,
            ValueAtRisk = tail.ValueAtRisk,
            ExpectedShortfall = tail.ExpectedShortfall,
            Binding = losses.Binding,
            Market = market,
            Dynamic = OfLoss(losses.Bound, terms.Multiplier).Less(market),
            Stable = new Staged(Requirement.OfLossCeil(losses.Bound, terms.LostPegQ40), 0),
            Perpetual = OnSize(sizes.Perpetual, terms.Perpetual),
            ShortOption = OnSize(sizes.NakedShort, terms.ShortOption),
            Confidence = new Staged(MoneyRange.Clamp(sizes.Confidence + book.Collateral.Confidence), 0),
            Haircut = OnTop(book.Collateral.HaircutInitial, book.Collateral.HaircutMaintenance),
            Concentration = OnTop(sizes.ConcentratedInitial, sizes.ConcentratedMaintenance),
            OptionValue = new Staged(CollateralLimit.Excess(sums.OptionValue, limits.OptionValue.Raw), 0),
            UnrealisedProfit = new Staged(
                CollateralLimit.Excess(book.UnrealisedProfit, limits.UnrealisedProfit.Raw), 0),
            Counterparty = new Staged(book.Collateral.Defaults, 0),
            Assumed = book.Assumed,
        };
        long relief = CreditRelief.OfInitial(
            figures.InitialMargin,
            figures.MaintenanceMargin,
            book.CreditLine,
            terms.CreditFloorQ40);
        return figures with { Credit = new Staged(-relief, 0) };
    }

    /// <summary>Divides one scenario's profit or loss among the rows. Allocates nothing.</summary>
    /// <param name="book">The account.</param>
    /// <param name="scenario">The scenario's index.</param>
    /// <param name="scratch">Working memory; afterwards its row contributions add up to the scenario's total.</param>
    public static void Explain(ResolvedBook book, int scenario, AccountScratch scratch) =>
        Explanation.Compute(book, scenario, scratch);

    /// <summary>The lowest total of these scenarios; the lowest index of equals.</summary>
    internal static int WorstOf(ReadOnlySpan<long> totals, ReadOnlySpan<int> scenarios)
    {
        int worst = scenarios[0];
        foreach (int scenario in scenarios)
        {
            worst = totals[scenario] < totals[worst] ? scenario : worst;
        }

        return worst;
    }

    private static Staged OfLoss(long loss, StagedShare multiplier) => new(
        Requirement.OfLossCeil(loss, multiplier.InitialQ40), Requirement.OfLossCeil(loss, multiplier.MaintenanceQ40));

    /// <summary>Maintenance is a share of size; initial adds its own share on top.</summary>
    private static Staged OnSize(Int128 size, StagedShare share)
    {
        long amount = MoneyRange.Clamp(size);
        return OnTop(
            SizeContingency.ShareCeil(amount, share.InitialQ40),
            SizeContingency.ShareCeil(amount, share.MaintenanceQ40));
    }

    private static Staged OnTop(Int128 initial, Int128 maintenance) =>
        new(MoneyRange.Clamp(initial + maintenance), MoneyRange.Clamp(maintenance));
}
