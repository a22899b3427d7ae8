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

        array.Measured.CopyTail(scratch.Totals, scratch.TailTotals);
        long[] weights = array.Measured.TailWeights;
        long valueAtRisk = Quantile(array, scratch);
        long expectedShortfall = TailMeasure.ExpectedShortfall(
            scratch.TailTotals, weights, measure.ConfidencePpm, valueAtRisk);
        return new TailFigures(
            Requirement.LossOf(-valueAtRisk),
            Requirement.LossOf(-expectedShortfall),
            Requirement.LossOf(measure.Kind == MeasureKind.ValueAtRisk ? -valueAtRisk : -expectedShortfall));
    }

    private static long Quantile(RiskArray array, AccountScratch scratch)
    {
        long[] weights = array.Measured.TailWeights;
        if (scratch.Fastest == LoopKind.Kernel)
        {
            return TailMeasure.ValueAtRisk(scratch.TailTotals, weights, array.Model.Measure.ConfidencePpm);
        }

        return scratch.Fastest == LoopKind.Wide && WideTail.Holds(weights.Length)
            ? WideTail.ValueAtRisk(scratch.TailTotals, weights, array.TailLeastMass)
            : NarrowTail.ValueAtRisk(scratch.TailTotals, weights, array.TailLeastMass);
    }
}
