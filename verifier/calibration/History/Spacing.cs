using System.Linq;

namespace Verifiable.Calibration.History;

/// <summary>The time from one bar to the next.</summary>
public static class Spacing
{
    /// <summary>
    /// The most frequent positive step between bars in seconds, the shorter of two alike; 0 without a step.
    /// </summary>
    public static long Of(PriceSeries series) => series.Bars
        .Zip(series.Bars.Skip(1), static (bar, next) => next.Time.Seconds - bar.Time.Seconds)
        .Where(static step => step > 0)
        .GroupBy(static step => step)
        .OrderByDescending(static steps => steps.Count())
        .ThenBy(static steps => steps.Key)
        .Select(static steps => steps.Key)
        .FirstOrDefault();
}
