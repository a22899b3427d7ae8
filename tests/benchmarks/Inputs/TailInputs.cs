using System.Linq;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Support;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>How the totals of <see cref="TailInputs"/> are ordered.</summary>
public enum TotalsOrder
{
    /// <summary>As drawn.</summary>
    Random,

    /// <summary>Losses first.</summary>
    Ascending,

    /// <summary>Gains first.</summary>
    Descending,

    /// <summary>All the same but one, so that the range is as wide as the others'.</summary>
    Equal,
}

/// <summary>1,000 scenario totals of weight one, and their value at risk and expected shortfall at 97.5 %.</summary>
internal sealed class TailInputs
{
    private const int Count = 1_000;
    private const long ConfidencePpm = 975_000;
    private const long Range = 100_000_000_000;

    private readonly long[] _weights = [.. Enumerable.Repeat(1L, Count)];
    private readonly long[] _totals;
    private readonly long _leastMass;

    internal TailInputs(TotalsOrder order)
    {
        Seeded random = new(20_240_108);
        long[] drawn = [-Range, .. Enumerable.Range(1, Count - 1).Select(_ => random.Between(-Range, Range))];
        _totals = order switch
        {
            TotalsOrder.Ascending => [.. drawn.Order()],
            TotalsOrder.Descending => [.. drawn.OrderDescending()],
            TotalsOrder.Equal => [-Range, .. Enumerable.Repeat(Range, Count - 1)],
            _ => drawn,
        };
        _leastMass = TailMeasure.LeastMass(_weights, ConfidencePpm);
    }

    /// <summary>The shortfall that was measured last.</summary>
    internal long Shortfall { get; private set; }

    /// <summary>By lanes, where there are any.</summary>
    internal void MeasureByLanes() => Measure(WideTail.Holds(Count)
        ? WideTail.ValueAtRisk(_totals, _weights, _leastMass)
        : TailMeasure.ValueAtRisk(_totals, _weights, ConfidencePpm));

    /// <summary>By the kernel.</summary>
    internal void MeasureByKernel() => Measure(TailMeasure.ValueAtRisk(_totals, _weights, ConfidencePpm));

    private void Measure(long valueAtRisk) =>
        Shortfall = TailMeasure.ExpectedShortfall(_totals, _weights, ConfidencePpm, valueAtRisk);
}
