using System;
using System.Collections.Generic;

namespace Verifiable.Calibration.Volatilities;

/// <summary>
/// Exponentially weighted variance, s'^2 = lambda s^2 + (1 - lambda) r^2, with the mean taken as zero: J.P. Morgan,
/// RiskMetrics Technical Document (4th ed., 1996), section 5.2.
/// </summary>
public static class EwmaVolatility
{
    /// <summary>
    /// The deviation forecast for each bar from what was known before it, and one more for the bar after the last.
    /// </summary>
    /// <param name="returns">The returns, oldest first.</param>
    /// <param name="lambda">The weight of the past, above 0 and below 1.</param>
    /// <param name="seedBars">How many returns make the first variance, their mean square.</param>
    /// <returns>Deviations from bar <paramref name="seedBars"/> on: one a later return, and the forecast.</returns>
    public static double[] Forecasts(IReadOnlyList<double> returns, double lambda, int seedBars)
    {
        if (lambda is not (> 0 and < 1))
        {
            throw Refusal.Parameter("lambda", lambda, "above 0 and below 1");
        }

        if (seedBars < 1 || returns.Count < seedBars)
        {
            throw Refusal.TooFew("returns", returns.Count, Math.Max(seedBars, 1));
        }

        double variance = 0;
        for (int i = 0; i < seedBars; i++)
        {
            variance += returns[i] * returns[i] / seedBars;
        }

        double[] deviations = new double[returns.Count - seedBars + 1];
        for (int i = 0; i < deviations.Length; i++)
        {
            deviations[i] = Math.Sqrt(variance);
            if (seedBars + i < returns.Count)
            {
                double latest = returns[seedBars + i];
                variance = (lambda * variance) + ((1 - lambda) * latest * latest);
            }
        }

        return deviations;
    }
}
