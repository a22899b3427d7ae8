using System.Collections.Generic;
using System.Linq;

namespace Verifiable.Calibration.Backtests;

/// <summary>How often losses broke through the measure, and how often one day's breach followed another's.</summary>
/// <param name="Observations">The number of days.</param>
/// <param name="Breaches">Days with a loss beyond the measure.</param>
/// <param name="QuietThenQuiet">Days without a breach after days without one.</param>
/// <param name="QuietThenBreach">Breaches after days without one.</param>
/// <param name="BreachThenQuiet">Days without a breach after a breach.</param>
/// <param name="BreachThenBreach">Breaches after a breach.</param>
public readonly record struct BreachCounts(
    int Observations,
    int Breaches,
    int QuietThenQuiet,
    int QuietThenBreach,
    int BreachThenQuiet,
    int BreachThenBreach)
{
    /// <summary>Counts a sequence of days.</summary>
    public static BreachCounts Of(IReadOnlyList<bool> breaches)
    {
        BreachCounts counts = new(breaches.Count, breaches.Count(static breach => breach), 0, 0, 0, 0);
        for (int i = 1; i < breaches.Count; i++)
        {
            counts = (breaches[i - 1], breaches[i]) switch
            {
                (false, false) => counts with { QuietThenQuiet = counts.QuietThenQuiet + 1 },
                (false, true) => counts with { QuietThenBreach = counts.QuietThenBreach + 1 },
                (true, false) => counts with { BreachThenQuiet = counts.BreachThenQuiet + 1 },
                (true, true) => counts with { BreachThenBreach = counts.BreachThenBreach + 1 },
            };
        }

        return counts;
    }

    /// <summary>
    /// Counts the days whose profit lies below the value at risk forecast for them, both signed as profits. A loss
    /// equal to the measure is no breach.
    /// </summary>
    public static BreachCounts Of(IReadOnlyList<double> profits, IReadOnlyList<double> valuesAtRisk) =>
        profits.Count == valuesAtRisk.Count
            ? Of([.. profits.Zip(valuesAtRisk, static (profit, valueAtRisk) => profit < valueAtRisk)])
            : throw Refusal.Parameter("forecasts", valuesAtRisk.Count, "one a profit");
}
