using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Verifiable.Benchmarks.Inputs;
using Verifiable.Benchmarks.SideBySide;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Valuation;
using Verifiable.Engine.Vector;

namespace Verifiable.Benchmarks.Growth;

/// <summary>Cost against positions, scenarios, options, accounts and threads.</summary>
/// <param name="quick">Fewer and smaller sizes, shorter batches.</param>
internal sealed class GrowthRun(bool quick)
{
    private const int Copies = 4;
    private const int ThreadAccounts = 20_000;

    private readonly double _seconds = quick ? 0.02 : 0.2;
    private readonly int _rounds = quick ? 1 : 5;

    internal GrowthLine[] Run()
    {
        GrowthLine[] lines = [Positions(), Scenarios(), Options(), Accounts(), Threads()];
        foreach (GrowthLine line in lines)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"  {line.Name}: size^{line.Slope:0.00} up to {line.Points[^1].Size:N0} {line.Unit}"));
        }

        return lines;
    }

    /// <summary>One account from a ready array of 33 scenarios.</summary>
    private GrowthLine Positions()
    {
        MarketSnapshot market = Chain.WithCopies(Copies);
        InstrumentId[] options = Chain.Options(market);
        return Line("account margin", "positions", Doubling(1, 2_048), positions =>
        {
            AccountInputs inputs =
                new(market, Chain.ScanModel, Chain.ScanOf(market), options, accounts: 1, positions);
            AccountScratch scratch = inputs.Scratch();
            return () => inputs.ComputeAll(scratch);
        });
    }

    /// <summary>Expected shortfall of one account of 100 options from a ready array.</summary>
    private GrowthLine Scenarios()
    {
        InstrumentId[] options = Chain.Options(Chain.Market);
        return Line("expected shortfall", "scenarios", [9, 20, 50, 100, 200, 500, 1_000, 2_000], scenarios =>
        {
            AccountInputs inputs = new(
                Chain.Market, Chain.ShortfallModel, Chain.Residuals(scenarios), options, accounts: 1, positions: 100);
            AccountScratch scratch = inputs.Scratch();
            return () => inputs.ComputeAll(scratch);
        });
    }

    /// <summary>The risk array of 33 scenarios from the snapshot.</summary>
    private GrowthLine Options()
    {
        MarketSnapshot market = Chain.WithCopies(Copies);
        InstrumentId[] options = Chain.Options(market);
        return Line("risk array", "options", Doubling(1, 2_048), count => () =>
            RiskArray.Build(market, Chain.ScanModel, Chain.ScanOf(market), options.AsSpan(0, count)));
    }

    /// <summary>Sums of distinct accounts in flat memory, 20 positions by 33 scenarios.</summary>
    private GrowthLine Accounts()
    {
        int[] sizes = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
        return Line("account sums", "accounts", quick ? sizes[..^2] : sizes, count =>
        {
            FlatAccounts accounts = new(count);
            return Lanes.AreSupported
                ? () => accounts.ComputeByLanes(0, count)
                : () => accounts.ComputeByKernel(0, count);
        });
    }

    /// <summary>Each thread margins as many accounts over one array: with cores to spare the time stays.</summary>
    private GrowthLine Threads()
    {
        int accounts = quick ? ThreadAccounts / 20 : ThreadAccounts;
        AccountInputs inputs = new(
            Chain.Market,
            Chain.ScanModel,
            Chain.Scan.Scenarios.Set,
            Chain.Options(Chain.Market),
            accounts,
            positions: 20);
        int[] sizes = [.. Doubling(1, Math.Max(2, Environment.ProcessorCount))];
        return Line($"{accounts} account margins a thread", "threads", sizes, threads =>
        {
            AccountScratch[] scratches = [.. Enumerable.Range(0, threads).Select(_ => inputs.Scratch())];
            return () => OnThreads(threads, thread => inputs.Compute(
                scratches[thread], thread * accounts / threads, (thread * accounts / threads) + accounts));
        });
    }

    private static void OnThreads(int count, Action<int> work)
    {
        Thread[] threads = [.. Enumerable.Range(0, count).Select(thread => new Thread(() => work(thread)))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    /// <summary>Every size in turn, then all again: a busy moment meets one run of a size, not the size.</summary>
    private GrowthLine Line(string name, string unit, IEnumerable<int> sizes, Func<int, Action> workOf)
    {
        (int Size, Action Work, List<double> Runs)[] measured =
            [.. sizes.Select(size => (size, workOf(size), new List<double>()))];
        for (int round = 0; round < _rounds; round++)
        {
            foreach ((_, Action work, List<double> runs) in measured)
            {
                runs.Add(Timing.Nanoseconds(work, _seconds));
            }
        }

        return new GrowthLine(
            name, unit, [.. measured.Select(static one => new GrowthPoint(one.Size, Timing.Median(one.Runs)))]);
    }

    private static IEnumerable<int> Doubling(int first, int last)
    {
        for (int size = first; size <= last; size *= 2)
        {
            yield return size;
        }
    }
}
