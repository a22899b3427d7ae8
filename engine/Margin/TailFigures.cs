using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>The tail measures of one account, each at least zero.</summary>
/// <param name="ValueAtRisk">Value at risk.</param>
/// <param name="ExpectedShortfall">Expected shortfall.</param>
/// <param name="Measured">The one that the model reads.</param>
internal readonly record struct TailFigures(long ValueAtRisk, long ExpectedShortfall, long Measured)
{
    /// <summary>Both measures over the tail scenarios' totals; nothing for a scan.</summary>
    internal static TailFigures Measure(RiskArray array, AccountScratch scratch)
    {
        MeasureParameters measure = array.Model.Measure;
        if (measure.Kind == MeasureKind.Scan)
        {
            return default;
        }

        int[] scenarios = array.Measured.Tail;
        for (int at = 0; at < scenarios.Length; at++)
        {
            scratch.TailTotals[at] = scratch.Totals[scenarios[at]];
        }

        long[] weights = array.Measured.TailWeights;
        long valueAtRisk = scratch.UsesLanes && WideTail.Holds(scenarios.Length)
            ? WideTail.ValueAtRisk(scratch.TailTotals, weights, array.TailLeastMass)
            : TailMeasure.ValueAtRisk(scratch.TailTotals, weights, measure.ConfidencePpm);
        long expectedShortfall = TailMeasure.ExpectedShortfall(
            scratch.TailTotals, weights, measure.ConfidencePpm, valueAtRisk);
        return new TailFigures(
            Requirement.LossOf(-valueAtRisk),
            Requirement.LossOf(-expectedShortfall),
            Requirement.LossOf(measure.Kind == MeasureKind.ValueAtRisk ? -valueAtRisk : -expectedShortfall));
    }
}
