using System;
using System.Collections.Generic;
using System.Linq;

namespace Verifiable.Calibration.Backtests;

/// <summary>
/// A measure walked through history: each day's forecast from the days before it, and what then happened.
/// </summary>
/// <param name="Confidence">The confidence of the measure.</param>
/// <param name="Profits">The profits of the forecast days.</param>
/// <param name="Forecasts">The value at risk forecast for each, signed as a profit.</param>
/// <param name="Counts">The breaches.</param>
public sealed record RollingBacktest(
    double Confidence,
    IReadOnlyList<double> Profits,
    IReadOnlyList<double> Forecasts,
    BreachCounts Counts)
{
    /// <summary>Whether breaches are as frequent as promised.</summary>
    public LikelihoodRatio Frequency => KupiecTest.Of(Counts.Observations, Counts.Breaches, 1 - Confidence);

    /// <summary>Whether breaches come alone.</summary>
    public LikelihoodRatio Independence => ChristoffersenTest.Independence(Counts);

    /// <summary>Both together.</summary>
    public LikelihoodRatio Joint => ChristoffersenTest.Joint(Counts, 1 - Confidence);

    /// <summary>The supervisory zone.</summary>
    public BaselZone Zone => BaselTrafficLight.Zone(Counts.Observations, Counts.Breaches, 1 - Confidence);

    /// <summary>Runs a measure over every day that has a whole window before it.</summary>
    /// <param name="profits">Profits, oldest first.</param>
    /// <param name="windowDays">How many days a forecast sees, at least 1.</param>
    /// <param name="confidence">The confidence of the measure.</param>
    /// <param name="forecast">The value at risk, signed as a profit, from the window before a day.</param>
    public static RollingBacktest Run(
        IReadOnlyList<double> profits,
        int windowDays,
        double confidence,
        Func<IReadOnlyList<double>, double> forecast)
    {
        if (windowDays < 1 || profits.Count <= windowDays)
        {
            throw Refusal.TooFew("profits", profits.Count, Math.Max(windowDays, 1) + 1);
        }

        double[] sample = [.. profits];
        double[] tested = sample[windowDays..];
        double[] forecasts = [.. Enumerable.Range(0, tested.Length)
            .Select(day => forecast(new ArraySegment<double>(sample, day, windowDays)))];
        return new RollingBacktest(confidence, tested, forecasts, BreachCounts.Of(tested, forecasts));
    }
}
