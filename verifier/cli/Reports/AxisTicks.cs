using System;
using System.Collections.Generic;
using System.Linq;

namespace Verifiable.Cli.Reports;

/// <summary>Where the marks of an axis stand: at multiples of 1, 2 or 5 times a power of ten.</summary>
internal static class AxisTicks
{
    private static readonly int[] Factors = [1, 2, 5, 10];

    /// <summary>The marks from one number to a larger one.</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="most">About how many marks there may be.</param>
    internal static IEnumerable<double> Between(double low, double high, int most)
    {
        double span = high - low;
        double power = Math.Pow(10, Math.Floor(Math.Log10(span / most)));
        double step = Factors.Select(factor => factor * power).First(one => span / one <= most);
        for (double count = Math.Ceiling(low / step); count * step <= high; count++)
        {
            yield return count * step;
        }
    }
}
