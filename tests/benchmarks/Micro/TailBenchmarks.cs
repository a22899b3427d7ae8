using System.Linq;
using BenchmarkDotNet.Attributes;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Support;

namespace Verifiable.Benchmarks.Micro;

/// <summary>How the totals of <see cref="TailBenchmarks"/> are ordered.</summary>
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

/// <summary>Value at risk and expected shortfall of 1,000 totals, in any order: none may slow it.</summary>
public class TailBenchmarks
{
    private const int Count = 1_000;
    private const long ConfidencePpm = 975_000;

    private readonly long[] _weights = [.. Enumerable.Repeat(1L, Count)];
    private long[] _totals = [];

    /// <summary>The order.</summary>
    [ParamsAllValues]
    public TotalsOrder Order { get; set; }

    /// <summary>Draws the totals.</summary>
    [GlobalSetup]
    public void Draw()
    {
        const long Range = 100_000_000_000;
        Seeded random = new(20_240_108);
        long[] drawn = [-Range, .. Enumerable.Range(1, Count - 1).Select(_ => random.Between(-Range, Range))];
        _totals = Order switch
        {
            TotalsOrder.Ascending => [.. drawn.Order()],
            TotalsOrder.Descending => [.. drawn.OrderDescending()],
            TotalsOrder.Equal => [-Range, .. Enumerable.Repeat(Range, Count - 1)],
            _ => drawn,
        };
    }

    /// <summary>By lanes, where there are any.</summary>
    [Benchmark]
    public long Lanes()
    {
        long valueAtRisk = WideTail.Holds(Count)
            ? WideTail.ValueAtRisk(_totals, _weights, ConfidencePpm)
            : TailMeasure.ValueAtRisk(_totals, _weights, ConfidencePpm);
        return TailMeasure.ExpectedShortfall(_totals, _weights, ConfidencePpm, valueAtRisk);
    }

    /// <summary>By the kernel.</summary>
    [Benchmark]
    public long Kernel()
    {
        long valueAtRisk = TailMeasure.ValueAtRisk(_totals, _weights, ConfidencePpm);
        return TailMeasure.ExpectedShortfall(_totals, _weights, ConfidencePpm, valueAtRisk);
    }
}
