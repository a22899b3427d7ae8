using System;
using System.Collections.Generic;
using System.Linq;

namespace Verifiable.Calibration.Backtests;

/// <summary>
/// How much margin for one unchanged book swings: Murphy, Vasios and Vause, "An investigation into the procyclicality
/// of risk-based initial margin models", Bank of England Financial Stability Paper 29 (2014).
/// </summary>
/// <param name="PeakToTrough">The largest margin over the smallest.</param>
/// <param name="LargestRise">The largest margin over the smallest before it: a rise as one lives it.</param>
/// <param name="Deviation">The deviation of one-day log changes.</param>
public readonly record struct Procyclicality(double PeakToTrough, double LargestRise, double Deviation)
{
    /// <summary>The measures of a series of margins, each above 0.</summary>
    /// <param name="margins">One a day, at least 2.</param>
    public static Procyclicality Of(IReadOnlyList<double> margins)
    {
        Require(margins, 2);
        double trough = margins[0];
        double rise = 1;
        foreach (double margin in margins)
        {
            trough = Math.Min(trough, margin);
            rise = Math.Max(rise, margin / trough);
        }

        double[] changes = [.. margins.Skip(1).Zip(margins, static (margin, before) => Math.Log(margin / before))];
        return new Procyclicality(margins.Max() / margins.Min(), rise, Returns.Moments.Of(changes).Deviation);
    }

    /// <summary>The largest margin call over a number of days, margin / margin then - 1.</summary>
    /// <param name="margins">One a day, each above 0, more than <paramref name="days"/>.</param>
    /// <param name="days">1, 5 and 30 in the paper.</param>
    public static double LargestIncrease(IReadOnlyList<double> margins, int days)
    {
        if (days < 1)
        {
            throw Refusal.Parameter("days", days, "at least 1");
        }

        Require(margins, days + 1);
        return margins.Skip(days).Zip(margins, static (margin, then) => (margin / then) - 1).Max();
    }

    private static void Require(IReadOnlyList<double> margins, int count)
    {
        if (margins.Count < count)
        {
            throw Refusal.TooFew("margins", margins.Count, count);
        }

        double least = margins.Min();
        if (!(least > 0))
        {
            throw Refusal.Parameter("margin", least, "above 0");
        }
    }
}
