using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Engine.Generators;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>The hint that a caller gives with totals: value at risk as a loss, not cut off at zero.</summary>
internal static class TailHint
{
    internal static long Of(MarginCase inputs, ImmutableArray<Money> totals)
    {
        if (inputs.Model.Measure.Kind == MeasureKind.Scan)
        {
            return 0;
        }

        ImmutableArray<Scenario> scenarios = inputs.Scenarios.Scenarios;
        int[] tail = [.. Enumerable.Range(0, totals.Length).Where(index => scenarios[index].IsTail)];
        int[] measured = tail.Length == 0 ? [.. Enumerable.Range(0, totals.Length)] : tail;
        return TailMeasure.ValueAtRisk(
            [.. measured.Select(index => totals[index].Raw)],
            [.. measured.Select(index => (long)scenarios[index].Weight)],
            inputs.Model.Measure.ConfidencePpm);
    }
}
