using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace Verifiable.Benchmarks.SideBySide;

/// <summary>Takes time as rivals/rival.hpp does: the median of batches of about 20 milliseconds.</summary>
internal static class Timing
{
    private const double BatchSeconds = 0.02;
    private const int LeastBatches = 3;

    /// <summary>Nanoseconds of one call.</summary>
    /// <param name="work">What is timed; called once before.</param>
    /// <param name="seconds">For how long.</param>
    internal static double Nanoseconds(Action work, double seconds)
    {
        work();
        long first = Stopwatch.GetTimestamp();
        work();
        double once = Math.Max(Stopwatch.GetElapsedTime(first).TotalSeconds, 1e-9);
        int repetitions = Math.Max(1, (int)(BatchSeconds / once));
        List<double> batches = [];
        long start = Stopwatch.GetTimestamp();
        while (batches.Count < LeastBatches || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            long batch = Stopwatch.GetTimestamp();
            for (int repetition = 0; repetition < repetitions; repetition++)
            {
                work();
            }

            batches.Add(Stopwatch.GetElapsedTime(batch).TotalNanoseconds / repetitions);
        }

        return Median(batches);
    }

    /// <summary>The upper of the two middle ones where there are two.</summary>
    internal static double Median(IReadOnlyList<double> numbers)
    {
        double[] ascending = [.. numbers];
        Array.Sort(ascending);
        return ascending[ascending.Length / 2];
    }
}
