using System;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Vector;

/// <summary>
/// Value at risk on any processor: the bits of <see cref="TailMeasure.ValueAtRisk"/>, by halving a range whose ends are
/// always two of the totals (<see cref="WideTail"/>).
/// </summary>
public static class NarrowTail
{
    /// <summary>The largest loss that the tail reaches.</summary>
    /// <param name="totals">Profit or loss of each scenario, money; at least one.</param>
    /// <param name="weights">Their weights, from 1, as many.</param>
    /// <param name="leastMass">The tail's mass, as <see cref="TailMeasure.LeastMass"/> gives it.</param>
    /// <returns>A loss, money; exact.</returns>
    public static long ValueAtRisk(ReadOnlySpan<long> totals, ReadOnlySpan<long> weights, long leastMass)
    {
        long low = totals[0];
        long high = totals[0];
        foreach (long total in totals)
        {
            low = total < low ? total : low;
            high = total > high ? total : high;
        }

        while (low < high)
        {
            long middle = (low + high) >> 1;
            long mass = 0;
            long below = low;
            long above = high;
            for (int at = 0; at < totals.Length; at++)
            {
                long total = totals[at];
                bool isBelow = total <= middle;
                mass += isBelow ? weights[at] : 0;
                below = isBelow && total > below ? total : below;
                above = !isBelow && total < above ? total : above;
            }

            bool suffices = mass >= leastMass;
            high = suffices ? below : high;
            low = suffices ? low : above;
        }

        return -low;
    }
}
