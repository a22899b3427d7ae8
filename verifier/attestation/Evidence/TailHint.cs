using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Attestation.Evidence;

/// <summary>What a caller of the engine contract gives with totals, so that it sorts nothing.</summary>
public static class TailHint
{
    /// <summary>
    /// Value at risk as a loss, not cut off at zero; a model that measures no tail does not read it.
    /// </summary>
    /// <param name="model">Names the level.</param>
    /// <param name="scenarios">Those of the tail are measured; a set without any is measured whole.</param>
    /// <param name="totals">The account's total in each scenario.</param>
    public static long Of(ModelParameters model, ScenarioSet scenarios, ImmutableArray<Money> totals)
    {
        if (model.Measure.Kind == MeasureKind.Scan)
        {
            return 0;
        }

        int[] tail = [.. Enumerable.Range(0, totals.Length).Where(index => scenarios.Scenarios[index].IsTail)];
        int[] measured = tail.Length == 0 ? [.. Enumerable.Range(0, totals.Length)] : tail;
        return TailMeasure.ValueAtRisk(
            [.. measured.Select(index => totals[index].Raw)],
            [.. measured.Select(index => (long)scenarios.Scenarios[index].Weight)],
            model.Measure.ConfidencePpm);
    }
}
