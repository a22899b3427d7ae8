using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Verifiable.Engine.Vector;

namespace Verifiable.Benchmarks.Micro;

/// <summary>One benchmark's figures.</summary>
/// <param name="Name">Class and method.</param>
/// <param name="Nanoseconds">The median of an operation.</param>
/// <param name="StandardError">Of the mean, nanoseconds.</param>
/// <param name="AllocatedBytes">An operation.</param>
internal sealed record MicroResult(string Name, double Nanoseconds, double StandardError, long AllocatedBytes);

/// <summary>Runs the benchmarks under BenchmarkDotNet.</summary>
/// <remarks>
/// In this process, which runs without tiers: BenchmarkDotNet's own projects would be built inside this repository's
/// folder and by its rules.
/// </remarks>
internal static class MicroRun
{
    /// <summary>Less an operation is what the diagnoser's own work adds, spread over operations.</summary>
    private const long SmallestObjectBytes = 24;

    private static readonly Type[] Classes =
        [typeof(CellBenchmarks), typeof(ArrayBenchmarks), typeof(AccountBenchmarks), typeof(TailBenchmarks)];

    /// <summary>Runs all of them.</summary>
    /// <param name="quick">Three iterations of 20 ms each and not fifteen of 200.</param>
    /// <param name="folder">Where BenchmarkDotNet leaves its log.</param>
    internal static MicroResult[] Run(bool quick, string folder)
    {
        Job job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(quick ? 1 : 5)
            .WithIterationCount(quick ? 3 : 15)
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(quick ? 20 : 200));
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .AddFilter(new SimpleFilter(static benchmark => Lanes.AreSupported || !NeedsLanes(benchmark)))
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .WithArtifactsPath(folder)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        return [.. Classes.SelectMany(type => ResultsOf(BenchmarkRunner.Run(type, config)))];
    }

    /// <summary>Tails fall back to words by themselves; cells are measured kind by kind.</summary>
    private static bool NeedsLanes(BenchmarkCase benchmark) =>
        benchmark.Descriptor.Type == typeof(CellBenchmarks)
        && benchmark.Descriptor.WorkloadMethod.Name == nameof(CellBenchmarks.Lanes);

    private static IEnumerable<MicroResult> ResultsOf(Summary summary)
    {
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success))
        {
            throw new InvalidOperationException(
                $"{summary.Title} failed: {string.Join("; ", summary.ValidationErrors.Select(e => e.Message))}");
        }

        foreach (BenchmarkReport report in summary.Reports)
        {
            long allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
            MicroResult result = new(
                report.BenchmarkCase.Descriptor.Type.Name.Replace("Benchmarks", ".", StringComparison.Ordinal)
                    + report.BenchmarkCase.Descriptor.WorkloadMethod.Name,
                report.ResultStatistics!.Median,
                report.ResultStatistics.StandardError,
                allocated < SmallestObjectBytes ? 0 : allocated);
            Console.WriteLine(FormattableString.Invariant(
                $"  {result.Name}: {result.Nanoseconds:0.000} ns, {result.AllocatedBytes} bytes"));
            yield return result;
        }
    }
}
