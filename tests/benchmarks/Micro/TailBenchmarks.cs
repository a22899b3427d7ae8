using BenchmarkDotNet.Attributes;
using Verifiable.Benchmarks.Inputs;

namespace Verifiable.Benchmarks.Micro;

/// <summary>Value at risk and expected shortfall of 1,000 totals in random order.</summary>
public class TailBenchmarks
{
    private readonly TailInputs _inputs = new(TotalsOrder.Random);

    /// <summary>By lanes, where there are any.</summary>
    [Benchmark]
    public void Lanes() => _inputs.MeasureByLanes();

    /// <summary>By the kernel.</summary>
    [Benchmark]
    public void Kernel() => _inputs.MeasureByKernel();
}
