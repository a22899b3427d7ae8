using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

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
        ModelParameters model = array.Model;
        AccountSums sums = AccountTotals.Compute(book, scratch);
        int worst = WorstOf(scratch.Totals, array.Measured.Scan);
        TailFigures tail = TailFigures.Measure(array, scratch);
        LossFigures losses = LossFigures.Of(book, scratch.Totals[worst], sums, tail.Measured);
        AddOns.Sizes sizes = AddOns.Measure(book);
        MarginFigures figures = new()
        {
            Equity = Requirement.Equity(book.SettledEquity + sums.OptionValue),
            WorstScenario = worst,
            WorstTotal = scratch.Totals[worst],
            Basis = sums.Basis,
            ValueAtRisk = tail.ValueAtRisk,
            ExpectedShortfall = tail.ExpectedShortfall,
            Binding = losses.Binding,
            Market = OfLoss(losses.Static, model.Multiplier),
            Dynamic = OfLoss(losses.Bound, model.Multiplier).Less(OfLoss(losses.Static, model.Multiplier)),
            Stable = new Staged(Requirement.OfLossCeil(losses.Bound, LostPegQ40(array)), 0),
            Perpetual = OnSize(sizes.Perpetual, model.Perpetual),
            ShortOption = OnSize(sizes.NakedShort, model.ShortOption),
            Confidence = new Staged(MoneyRange.Clamp(sizes.Confidence + book.Collateral.Confidence), 0),
            Haircut = OnTop(book.Collateral.HaircutInitial, book.Collateral.HaircutMaintenance),
            Concentration = OnTop(sizes.ConcentratedInitial, sizes.ConcentratedMaintenance),
            OptionValue = new Staged(CollateralLimit.Excess(sums.OptionValue, model.Limits.OptionValue.Raw), 0),
            UnrealisedProfit = new Staged(
                CollateralLimit.Excess(book.UnrealisedProfit, model.Limits.UnrealisedProfit.Raw), 0),
            Counterparty = new Staged(book.Collateral.Defaults, 0),
            Assumed = book.Assumed,
        };
        long relief = CreditRelief.OfInitial(
            figures.InitialMargin,
            figures.MaintenanceMargin,
            book.CreditLine,
            Scale.Convert(model.Credit.Floor.Raw, 40));
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

    private static Staged OfLoss(long loss, StagedRatio multiplier) => new(
        Requirement.OfLossCeil(loss, Scale.Convert(multiplier.Initial.Raw, 40)),
        Requirement.OfLossCeil(loss, Scale.Convert(multiplier.Maintenance.Raw, 40)));

    private static long LostPegQ40(RiskArray array) => StableContingency.MultiplierCeil(
        Scale.Convert(CollateralValuation.StablePrice(array).Raw, 40),
        Scale.Convert(array.Model.Peg.Threshold.Raw, 40),
        Scale.Convert(array.Model.Peg.Factor.Raw, 40));

    /// <summary>Maintenance is a share of size; initial adds its own share on top.</summary>
    private static Staged OnSize(Int128 size, StagedRatio share)
    {
        long amount = MoneyRange.Clamp(size);
        return OnTop(
            SizeContingency.ShareCeil(amount, Scale.Convert(share.Initial.Raw, 40)),
            SizeContingency.ShareCeil(amount, Scale.Convert(share.Maintenance.Raw, 40)));
    }

    private static Staged OnTop(Int128 initial, Int128 maintenance) =>
        new(MoneyRange.Clamp(initial + maintenance), MoneyRange.Clamp(maintenance));
}
