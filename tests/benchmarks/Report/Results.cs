using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Benchmarks.Growth;
using Verifiable.Benchmarks.Inputs;
using Verifiable.Benchmarks.Micro;
using Verifiable.Benchmarks.SideBySide;

namespace Verifiable.Benchmarks.Report;

/// <summary>Everything that one run of scripts/bench.sh measured.</summary>
/// <param name="Quick">Whether it was only a check of the machinery, whose figures mean little.</param>
/// <param name="Machine">Where and when.</param>
/// <param name="Benchmarks">BenchmarkDotNet's.</param>
/// <param name="SideBySide">In turn: cells and accounts beside the rivals, tails by order.</param>
/// <param name="Growth">Cost against size.</param>
internal sealed record Results(
    bool Quick, Machine Machine, MicroResult[] Benchmarks, ContestResult[] SideBySide, GrowthLine[] Growth)
{
    private const string Lanes = "lanes, exact";
    private const string Words = "single words, exact";
    private const string Kernel = "kernel, exact";

    /// <summary>How many accounts the second contest had.</summary>
    internal const int Accounts = 1_000_000;

    /// <summary>Multiply-adds of one account.</summary>
    internal const int AccountOperations = FlatAccounts.Positions * FlatAccounts.Scenarios;

    /// <summary>Account sums a second on one core, in lanes.</summary>
    public double? AccountSumsPerSecond => 1e9 / (Nanoseconds(1, Lanes) * AccountOperations);

    /// <summary>Whole margins of 20 options a second on one core.</summary>
    public double AccountMarginsPerSecond => 1e9 / Micro("Account.Ready20").Nanoseconds;

    /// <summary>The limits that the design sets, and what was measured.</summary>
    public IReadOnlyList<Target> Targets =>
    [
        new("cell in lanes over g++ libmvec", Ratio(0, Lanes, "g++ libmvec erf"), 1),
        new("cell in lanes over the same polynomial, inexact",
            Ratio(0, Lanes, "g++ AVX-512, same polynomial, inexact"), 1.5),
        new("cell in lanes over QuantLib", Ratio(0, Lanes, "QuantLib blackFormula"), 0.1),
        new("cell in lanes over scipy", Ratio(0, Lanes, "scipy ndtr"), 0.1),
        new("cell in single words over scalar double", Ratio(0, Words, "C# scalar double, same polynomial"), 1),
        new("account 64 x 33 from a ready array, us", Micro("Account.Ready64").Nanoseconds / 1e3, 1.5),
        new("account 64 x 33 from nothing, us", Micro("Account.Nothing64").Nanoseconds / 1e3, 12),
        new("1,000,000 accounts x 20 x 33 in lanes, s", Accounts / AccountSumsPerSecond, 0.2),
        new("the same in whole numbers, s", Nanoseconds(1, Kernel) * AccountOperations * Accounts / 1e9, 2.5),
        new("multiply-add in lanes over the g++ loop", Ratio(1, Lanes, "g++ loop"), 0.5),
        new("multiply-add in lanes over g++ by hand", Ratio(1, Lanes, "g++ AVX-512 by hand"), 1.6),
        new("shortfall 1,000 x 100, 0.8 MB of cells, us", Micro("Account.Shortfall100Near").Nanoseconds / 1e3, 15),
        new("shortfall 1,000 x 100, 5 MB of cells, us", Micro("Account.Shortfall100").Nanoseconds / 1e3, 30),
        new("bytes allocated by account margins", Benchmarks
            .Where(static one => one.Name.StartsWith("Account.", StringComparison.Ordinal))
            .Where(static one => !one.Name.StartsWith("Account.Nothing", StringComparison.Ordinal))
            .Max(static one => one.AllocatedBytes), 0),
        new("tail in lanes, slowest order over random", SlowestOrder("lanes"), 1.25),
        new("tail in whole numbers, slowest order over random", SlowestOrder("kernel"), 1.25),
        .. Growth.Select(static line => new Target(
            $"growth of {line.Name} by {line.Unit}, exponent", line.Slope, GrowthLine.LargestSlope)),
    ];

    private double? Nanoseconds(int contest, string name) =>
        SideBySide[contest].Standings.Single(one => one.Name == name).Nanoseconds;

    private double? Ratio(int contest, string ours, string rival) =>
        Nanoseconds(contest, ours) / Nanoseconds(contest, rival);

    private MicroResult Micro(string name) => Benchmarks.Single(one => one.Name == name);

    private double? SlowestOrder(string path)
    {
        Standing[] orders = [.. SideBySide[2].Standings
            .Where(one => one.Name.StartsWith(path, StringComparison.Ordinal))];
        return orders.Max(static one => one.Nanoseconds)
            / orders.Single(one => one.Name == $"{path}, {TotalsOrder.Random}").Nanoseconds;
    }
}
