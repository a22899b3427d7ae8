using System;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Engine.Valuation;

/// <summary>Which scenarios of a set the scan reads, and which the tail measures with their weights.</summary>
/// <remarks>
/// A set without any scenario of one side gives that side all of them: a valuation never refuses, and measuring nothing
/// would be no margin. Listing refuses a tail measure over a set without tail scenarios.
/// </remarks>
internal sealed class MeasuredScenarios
{
    internal MeasuredScenarios(ScenarioSet set)
    {
        int tails = 0;
        foreach (Scenario scenario in set.Scenarios)
        {
            tails += scenario.IsTail ? 1 : 0;
        }

        bool split = tails != 0 && tails != set.Scenarios.Length;
        Scan = new int[split ? set.Scenarios.Length - tails : set.Scenarios.Length];
        Tail = new int[split ? tails : set.Scenarios.Length];
        TailWeights = new long[Tail.Length];
        int scan = 0;
        int tail = 0;
        for (int index = 0; index < set.Scenarios.Length; index++)
        {
            Scenario scenario = set.Scenarios[index];
            if (!split || !scenario.IsTail)
            {
                Scan[scan++] = index;
            }

            if (!split || scenario.IsTail)
            {
                TailWeights[tail] = scenario.Weight;
                Tail[tail++] = index;
            }
        }
    }

    /// <summary>The scan's scenarios, ascending.</summary>
    internal int[] Scan { get; }

    /// <summary>The tail measures' scenarios, ascending.</summary>
    internal int[] Tail { get; }

    /// <summary>Their weights, in the same order.</summary>
    internal long[] TailWeights { get; }

    /// <summary>Takes the tail's totals out of all.</summary>
    internal void CopyTail(ReadOnlySpan<long> totals, Span<long> tail)
    {
        // Ascending without a gap: all of a set, or residuals that follow the scan.
        if (Tail[^1] - Tail[0] == Tail.Length - 1)
        {
            totals.Slice(Tail[0], Tail.Length).CopyTo(tail);
            return;
        }

        for (int at = 0; at < Tail.Length; at++)
        {
            tail[at] = totals[Tail[at]];
        }
    }
}
