using BenchmarkDotNet.Attributes;
using Verifiable.Benchmarks.Inputs;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Valuation;
using Verifiable.Engine.Vector;

namespace Verifiable.Benchmarks.Micro;

/// <summary>One account's margin, all contingencies. A hundred accounts in turn, times are of one.</summary>
public class AccountBenchmarks
{
    private const int Accounts = 100;

    private static readonly InstrumentId[] Options = Chain.Options(Chain.Market);

    private readonly AccountInputs _small =
        new(Chain.Market, Chain.ScanModel, Chain.Scan.Scenarios.Set, Options, Accounts, positions: 20);

    private readonly AccountInputs _large =
        new(Chain.Market, Chain.ScanModel, Chain.Scan.Scenarios.Set, Options, Accounts, positions: 64);

    private readonly AccountInputs _shortfall =
        new(Chain.Market, Chain.ShortfallModel, Chain.Residuals(1_000), Options, Accounts, positions: 100);

    private readonly AccountInputs _near =
        new(Chain.Market, Chain.ShortfallModel, Chain.Residuals(1_000), Options[..100], Accounts, positions: 100);

    private readonly InstrumentId[] _options64;
    private readonly OptionTerms _terms64;
    private readonly AccountScratch _smallScratch;
    private readonly AccountScratch _largeScratch;
    private readonly AccountScratch _largeWordsScratch;
    private readonly AccountScratch _largeKernelScratch;
    private readonly AccountScratch _shortfallScratch;
    private readonly AccountScratch _shortfallKernelScratch;
    private readonly AccountScratch _nearScratch;

    /// <summary>Memory is allocated once.</summary>
    public AccountBenchmarks()
    {
        _options64 = Resolve.Instruments(_large.Books[0], Chain.ScanModel, Chain.Market.Quote);
        _terms64 = new OptionTerms(_options64);
        _smallScratch = _small.Scratch();
        _largeScratch = _large.Scratch();
        _largeWordsScratch = _large.Scratch(LoopKind.Narrow);
        _largeKernelScratch = _large.Scratch(LoopKind.Kernel);
        _shortfallScratch = _shortfall.Scratch();
        _shortfallKernelScratch = _shortfall.Scratch(LoopKind.Kernel);
        _nearScratch = _near.Scratch();
    }

    /// <summary>20 options by 33 scenarios from a ready array.</summary>
    [Benchmark(OperationsPerInvoke = Accounts)]
    public void Ready20() => _small.ComputeAll(_smallScratch);

    /// <summary>A million whole margins of 20 options, one after another; what it allocates, it allocates in all.</summary>
    [Benchmark]
    public long Million20() => _small.Compute(_smallScratch, 0, 1_000_000);

    /// <summary>64 options by 33 scenarios from a ready array.</summary>
    [Benchmark(OperationsPerInvoke = Accounts)]
    public void Ready64() => _large.ComputeAll(_largeScratch);

    /// <summary>The same in single words, as on a processor without AVX-512.</summary>
    [Benchmark(OperationsPerInvoke = Accounts)]
    public void Ready64Words() => _large.ComputeAll(_largeWordsScratch);

    /// <summary>The same by the kernel.</summary>
    [Benchmark(OperationsPerInvoke = Accounts)]
    public void Ready64Kernel() => _large.ComputeAll(_largeKernelScratch);

    /// <summary>64 options by 33 scenarios from market, model and book.</summary>
    [Benchmark]
    public long Nothing64()
    {
        Book book = _large.Books[0];
        InstrumentId[] instruments = Resolve.Instruments(book, Chain.ScanModel, Chain.Market.Quote);
        RiskArray array = RiskArray.Build(Chain.Market, Chain.ScanModel, Chain.Scan.Scenarios.Set, instruments);
        ResolvedBook resolved = Resolve.Account(array, book);
        return PortfolioMargin.Compute(resolved, new AccountScratch(array, resolved.RowCount)).InitialMargin;
    }

    /// <summary>Of that the risk array of the account's options.</summary>
    [Benchmark]
    public RiskArray NothingArray64() =>
        RiskArray.Build(Chain.Market, Chain.ScanModel, Chain.Scan.Scenarios.Set, _options64);

    /// <summary>Of that what the kernel computes of the options before their cells.</summary>
    [Benchmark]
    public long NothingKernel64() => _terms64.Compute();

    /// <summary>Of that the account's binding to an array.</summary>
    [Benchmark]
    public ResolvedBook NothingBinding64() => Resolve.Account(_large.Array, _large.Books[0]);

    /// <summary>
    /// Expected shortfall over 1,000 filtered scenarios of 100 options, the same in all accounts: 0.8 MB of cells.
    /// </summary>
    [Benchmark(OperationsPerInvoke = Accounts)]
    public void Shortfall100Near() => _near.ComputeAll(_nearScratch);

    /// <summary>The same of any 100 of the chain's options: 5 MB of cells.</summary>
    [Benchmark(OperationsPerInvoke = Accounts)]
    public void Shortfall100() => _shortfall.ComputeAll(_shortfallScratch);

    /// <summary>The same by the kernel.</summary>
    [Benchmark(OperationsPerInvoke = Accounts)]
    public void Shortfall100Kernel() => _shortfall.ComputeAll(_shortfallKernelScratch);
}
