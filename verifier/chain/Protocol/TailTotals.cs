using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Chain.Protocol;

/// <summary>
/// The scenarios that a tail is measured over, with their totals and weights: those that the set marks, or all of a set
/// that marks none or all.
/// </summary>
/// <param name="Scenarios">Indices into the set, ascending.</param>
/// <param name="Totals">Profit or loss of each, raw money.</param>
/// <param name="Weights">Their weights.</param>
public sealed record TailTotals(
    ImmutableArray<int> Scenarios, ImmutableArray<long> Totals, ImmutableArray<long> Weights)
{
    /// <summary>The tail of a set's totals.</summary>
    public static TailTotals Of(ImmutableArray<Money> totals, ScenarioSet set)
    {
        int[] all = [.. Enumerable.Range(0, set.Scenarios.Length)];
        int[] marked = [.. all.Where(index => set.Scenarios[index].IsTail)];
        int[] tail = marked.Length == 0 ? all : marked;
        return new TailTotals(
            [.. tail],
            [.. tail.Select(index => totals[index].Raw)],
            [.. tail.Select(index => (long)set.Scenarios[index].Weight)]);
    }

    /// <summary>
    /// The hint that a contract checks instead of sorting: value at risk as a loss, negative where the tail gains; zero
    /// for a model that measures no tail.
    /// </summary>
    public static long Hint(ImmutableArray<Money> totals, ScenarioSet set, MeasureParameters measure)
    {
        if (measure.Kind == MeasureKind.Scan)
        {
            return 0;
        }

        TailTotals tail = Of(totals, set);
        return TailMeasure.ValueAtRisk([.. tail.Totals], [.. tail.Weights], measure.ConfidencePpm);
    }

    /// <summary>The fewest scenarios from the worst on that have the tail's mass; their indices, ascending.</summary>
    /// <param name="confidencePpm">The level in millionths, 0 to 999,999.</param>
    public ImmutableArray<int> Worst(int confidencePpm)
    {
        long missing = TailMeasure.LeastMass([.. Weights], confidencePpm);
        List<int> taken = [];
        foreach (int at in Enumerable.Range(0, Totals.Length).OrderBy(at => Totals[at]))
        {
            if (missing <= 0)
            {
                break;
            }

            taken.Add(Scenarios[at]);
            missing -= Weights[at];
        }

        return [.. taken.Order()];
    }
}
