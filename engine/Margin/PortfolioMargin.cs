using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// Margin of a whole portfolio: the worst joint scenario or the forward contingency, times a multiplier, plus add-ons.
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
        AccountTotals.Compute(book, scratch, out Int128 optionValue, out long basis);
        int worst = WorstOf(scratch.Totals);
        AddOns.Sizes sizes = AddOns.Measure(book);
        long binding = Requirement.Binding(scratch.Totals[worst], basis);
        long pegQ40 = StableContingency.MultiplierCeil(
            Scale.Convert(Resolve.StablePrice(array).Raw, 40),
            Scale.Convert(model.Peg.Threshold.Raw, 40),
            Scale.Convert(model.Peg.Factor.Raw, 40));

        Staged market = new(
            Requirement.OfLossCeil(binding, Scale.Convert(model.Multiplier.Initial.Raw, 40)),
            Requirement.OfLossCeil(binding, Scale.Convert(model.Multiplier.Maintenance.Raw, 40)));
        return new MarginFigures
        {
            Equity = Requirement.Equity(book.SettledEquity + optionValue),
            WorstScenario = worst,
            WorstTotal = scratch.Totals[worst],
            Basis = basis,
            BasisBinds = basis > -scratch.Totals[worst] && basis > 0,
            Market = market,
            Stable = new Staged(Requirement.OfLossCeil(binding, pegQ40), 0),
            Perpetual = OnSize(sizes.Perpetual, model.Perpetual),
            ShortOption = OnSize(sizes.NakedShort, model.ShortOption),
            Confidence = new Staged(MoneyRange.Clamp(sizes.Confidence + book.Collateral.Confidence), 0),
            Haircut = new Staged(
                MoneyRange.Clamp((Int128)book.Collateral.HaircutInitial + book.Collateral.HaircutMaintenance),
                book.Collateral.HaircutMaintenance),
            Assumed = book.Assumed,
        };
    }

    /// <summary>Divides one scenario's profit or loss among the rows. Allocates nothing.</summary>
    /// <param name="book">The account.</param>
    /// <param name="scenario">The scenario's index.</param>
    /// <param name="scratch">Working memory; afterwards its row contributions add up to the scenario's total.</param>
    public static void Explain(ResolvedBook book, int scenario, AccountScratch scratch) =>
        Explanation.Compute(book, scenario, scratch);

    /// <summary>The lowest total; the lowest index of equals.</summary>
    internal static int WorstOf(ReadOnlySpan<long> totals)
    {
        int worst = 0;
        for (int scenario = 1; scenario < totals.Length; scenario++)
        {
            worst = totals[scenario] < totals[worst] ? scenario : worst;
        }

        return worst;
    }

    /// <summary>Maintenance is a share of size; initial adds its own share on top.</summary>
    private static Staged OnSize(Int128 size, StagedRatio share)
    {
        long amount = MoneyRange.Clamp(size);
        long maintenance = SizeContingency.ShareCeil(amount, Scale.Convert(share.Maintenance.Raw, 40));
        long added = SizeContingency.ShareCeil(amount, Scale.Convert(share.Initial.Raw, 40));
        return new Staged(MoneyRange.Clamp((Int128)maintenance + added), maintenance);
    }
}
