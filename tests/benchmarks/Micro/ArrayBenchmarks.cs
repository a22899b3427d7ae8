using BenchmarkDotNet.Attributes;
using Verifiable.Benchmarks.Inputs;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Valuation;

namespace Verifiable.Benchmarks.Micro;

/// <summary>The risk array of the whole chain, from the snapshot.</summary>
public class ArrayBenchmarks
{
    private readonly InstrumentId[] _options = Chain.Options(Chain.Market);

    /// <summary>Every option by 33 scenarios.</summary>
    [Benchmark]
    public RiskArray WholeChain() =>
        RiskArray.Build(Chain.Market, Chain.ScanModel, Chain.Scan.Scenarios.Set, _options);

    /// <summary>Every option by 33 scenarios and 500 residuals.</summary>
    [Benchmark]
    public RiskArray WholeChainWithResiduals() =>
        RiskArray.Build(Chain.Market, Chain.ShortfallModel, Chain.Shortfall.Scenarios.Set, _options);
}
