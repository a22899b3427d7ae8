using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.Statistics;

namespace Verifiable.Calibration.Risk;

/// <summary>
/// Historical simulation as PerformanceAnalytics computes it: the quantile by R's type 7 (Hyndman and Fan 1996), and
/// the mean of what lies strictly below it.
/// </summary>
public static class InterpolatedQuantile
{
    /// <summary>Both measures of a sample of profit and loss.</summary>
    /// <param name="profits">Profit and loss, or returns, in any order.</param>
    /// <param name="confidence">As 0.99.</param>
    public static TailRisk Of(IReadOnlyList<double> profits, double confidence)
    {
        double tail = TailProbability.Of(confidence);
        if (profits.Count < 2)
        {
            throw Refusal.TooFew("observations", profits.Count, 2);
        }

        double quantile = profits.QuantileCustom(tail, QuantileDefinition.R7);

        // Ties at the bottom leave nothing strictly below: then the quantile is the whole tail.
        return new TailRisk(
            quantile, profits.Where(profit => profit < quantile).DefaultIfEmpty(quantile).Average());
    }
}
