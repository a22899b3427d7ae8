using BenchmarkDotNet.Attributes;
using Verifiable.Benchmarks.Inputs;

namespace Verifiable.Benchmarks.Micro;

/// <summary>Cells of 512 real options in 36 columns; times are of one cell.</summary>
public class CellBenchmarks
{
    private readonly CellInputs _inputs = new();

    /// <summary>AVX-512.</summary>
    [Benchmark(OperationsPerInvoke = CellInputs.Cells)]
    public void Lanes() => _inputs.FillByLanes();

    /// <summary>Single words.</summary>
    [Benchmark(OperationsPerInvoke = CellInputs.Cells)]
    public void Words() => _inputs.FillByWords();

    /// <summary>The specification.</summary>
    [Benchmark(OperationsPerInvoke = CellInputs.Cells)]
    public void Kernel() => _inputs.FillByKernel();
}
