using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Vector;

/// <summary>
/// Value at risk of eight totals at a time: the bits of <see cref="TailMeasure.ValueAtRisk"/>, whose halving of the
/// range it repeats in integers. Either end of the range is one of the totals, so that it ends when one is left, after
/// 63 halvings at most. How long that takes depends on the values alone, never on their order.
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
            (long mass, long below, long above) = Split(totals, weights, middle);
            bool suffices = mass >= leastMass;
            high = suffices ? below : high;
            low = suffices ? low : above;
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

        return (LeastOf(low), MostOf(high));
    }

    /// <summary>The weight of all totals up to a bound, the greatest of those, and the least of the others.</summary>
    private static (long Mass, long Below, long Above) Split(
        ReadOnlySpan<long> totals, ReadOnlySpan<long> weights, long bound)
    {
        Vector512<long> bounds = Vector512.Create(bound);
        Vector512<long> mass = Vector512<long>.Zero;
        Vector512<long> below = Vector512.Create(long.MinValue);
        Vector512<long> above = Vector512.Create(long.MaxValue);
        int at = 0;
        for (; at <= totals.Length - Lanes.Count; at += Lanes.Count)
        {
            Vector512<long> own = Load(totals, at);
            Vector512<long> isBelow = Vector512.LessThanOrEqual(own, bounds);
            mass += isBelow & Load(weights, at);
            below = Vector512.ConditionalSelect(isBelow, Vector512.Max(below, own), below);
            above = Vector512.ConditionalSelect(isBelow, above, Vector512.Min(above, own));
        }

        (long Mass, long Below, long Above) split = (Vector512.Sum(mass), MostOf(below), LeastOf(above));
        for (; at < totals.Length; at++)
        {
            split = totals[at] <= bound
                ? (split.Mass + weights[at], long.Max(split.Below, totals[at]), split.Above)
                : (split.Mass, split.Below, long.Min(split.Above, totals[at]));
        }

        return split;
    }

    private static long LeastOf(Vector512<long> numbers)
    {
        Vector256<long> four = Vector256.Min(numbers.GetLower(), numbers.GetUpper());
        Vector128<long> two = Vector128.Min(four.GetLower(), four.GetUpper());
        return long.Min(two[0], two[1]);
    }

    private static long MostOf(Vector512<long> numbers)
    {
        Vector256<long> four = Vector256.Max(numbers.GetLower(), numbers.GetUpper());
        Vector128<long> two = Vector128.Max(four.GetLower(), four.GetUpper());
        return long.Max(two[0], two[1]);
    }

    private static Vector512<long> Load(ReadOnlySpan<long> numbers, int at) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(numbers), (nuint)at);
}
