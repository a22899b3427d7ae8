using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Vector;

/// <summary>
/// Value at risk of eight totals at a time: the bits of <see cref="TailMeasure.ValueAtRisk"/>, whose halving of the
/// range it repeats in integers. How long it takes depends on the range alone, never on the order of the totals.
/// </summary>
public static class WideTail
{
    /// <summary>Whether totals are worked on in lanes.</summary>
    /// <param name="count">How many there are.</param>
    public static bool Holds(int count) => Vector512.IsHardwareAccelerated && count >= Lanes.Count;

    /// <summary>The largest loss that the tail reaches.</summary>
    /// <param name="totals">Profit or loss of each scenario, money.</param>
    /// <param name="weights">Their weights, from 1, as many.</param>
    /// <param name="leastMass">The tail's mass, as <see cref="TailMeasure.LeastMass"/> gives it.</param>
    /// <returns>A loss, money; exact.</returns>
    public static long ValueAtRisk(ReadOnlySpan<long> totals, ReadOnlySpan<long> weights, long leastMass)
    {
        (long low, long high) = RangeOf(totals);
        while (low < high)
        {
            long middle = (low + high) >> 1;
            bool suffices = MassUpTo(totals, weights, middle) >= leastMass;
            high = suffices ? middle : high;
            low = suffices ? low : middle + 1;
        }

        return -low;
    }

    private static (long Low, long High) RangeOf(ReadOnlySpan<long> totals)
    {
        int last = totals.Length - Lanes.Count;
        Vector512<long> low = Load(totals, last);
        Vector512<long> high = low;
        for (int at = 0; at < last; at += Lanes.Count)
        {
            low = Vector512.Min(low, Load(totals, at));
            high = Vector512.Max(high, Load(totals, at));
        }

        long least = low[0];
        long most = high[0];
        for (int lane = 1; lane < Lanes.Count; lane++)
        {
            least = low[lane] < least ? low[lane] : least;
            most = high[lane] > most ? high[lane] : most;
        }

        return (least, most);
    }

    private static long MassUpTo(ReadOnlySpan<long> totals, ReadOnlySpan<long> weights, long total)
    {
        Vector512<long> bound = Vector512.Create(total);
        Vector512<long> mass = Vector512<long>.Zero;
        int at = 0;
        for (; at <= totals.Length - Lanes.Count; at += Lanes.Count)
        {
            mass += Vector512.LessThanOrEqual(Load(totals, at), bound) & Load(weights, at);
        }

        long sum = Vector512.Sum(mass);
        for (; at < totals.Length; at++)
        {
            sum += totals[at] <= total ? weights[at] : 0;
        }

        return sum;
    }

    private static Vector512<long> Load(ReadOnlySpan<long> numbers, int at) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(numbers), (nuint)at);
}
