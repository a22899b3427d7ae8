using System;
using System.Collections.Generic;
using System.Linq;

namespace Verifiable.Benchmarks.SideBySide;

/// <summary>One contestant's runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOurs">Whether it is ours.</param>
/// <param name="Nanoseconds">An operation, the median over runs; null where it did not run.</param>
/// <param name="Runs">An operation, run by run.</param>
/// <param name="Difference">The largest difference from the kernel's results.</param>
/// <param name="Tolerance">What is allowed.</param>
/// <param name="Skipped">Why it did not run.</param>
internal sealed record Standing(
    string Name,
    bool IsOurs,
    double? Nanoseconds,
    double[] Runs,
    double Difference,
    double Tolerance,
    string? Skipped);

/// <summary>Everyone at one kind of work.</summary>
/// <param name="Work">The work.</param>
/// <param name="Operation">What is counted.</param>
/// <param name="Standings">The contestants, as they ran.</param>
internal sealed record ContestResult(string Work, string Operation, Standing[] Standings);

/// <summary>
/// The same work by several contestants in turn: one run of each, then the next round, so that a busy moment of the
/// machine meets all of them.
/// </summary>
internal static class Contest
{
    internal static ContestResult Hold(
        string work, string operation, IReadOnlyList<Contestant> contestants, int rounds, double seconds)
    {
        Dictionary<Contestant, List<Run>> runs =
            contestants.ToDictionary(static one => one, static _ => new List<Run>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (Contestant one in contestants.Where(static one => one.Missing is null))
            {
                runs[one].Add(one.Measure(seconds));
            }
        }

        ContestResult result = new(work, operation, [.. contestants.Select(one => StandingOf(one, runs[one]))]);
        foreach (Standing one in result.Standings)
        {
            Console.WriteLine(one.Skipped is null
                ? FormattableString.Invariant($"  {work}: {one.Name} {one.Nanoseconds:0.000} ns")
                : $"  {work}: {one.Name} skipped, {one.Skipped}");
        }

        return result;
    }

    private static Standing StandingOf(Contestant one, List<Run> runs) => new(
        one.Name,
        one.IsOurs,
        runs.Count == 0 ? null : Timing.Median([.. runs.Select(static run => run.Nanoseconds)]),
        [.. runs.Select(static run => run.Nanoseconds)],
        runs.Select(static run => run.Difference).DefaultIfEmpty().Max(),
        runs.Select(static run => run.Tolerance).DefaultIfEmpty().Max(),
        one.Missing);
}
