using System;
using System.Collections.Generic;
using System.Linq;

namespace Verifiable.Calibration.Risk;

/// <summary>
/// Historical simulation as the Open Source Risk Engine computes it: the quantile is a value of the sample,
/// x[ceil(n p)] of n ascending values counted from 1, and the shortfall the mean of all values up to it.
/// </summary>
public static class OrderStatistic
{
    /// <summary>Both measures of a sample of profit and loss at a probability from below.</summary>
    /// <param name="profits">Profit and loss in any order, at least one.</param>
    /// <param name="probability">From below: 0.01 is the loss side of a confidence of 0.99.</param>
    public static TailRisk Of(IReadOnlyList<double> profits, double probability)
    {
        if (probability is not (> 0 and < 1))
        {
            throw Refusal.Parameter("probability", probability, "above 0 and below 1");
        }

        if (profits.Count == 0)
        {
            throw Refusal.TooFew("observations", 0, 1);
        }

        double[] ascending = [.. profits.Order()];
        double quantile = ascending[(int)Math.Ceiling(ascending.Length * probability) - 1];
        return new TailRisk(quantile, ascending.TakeWhile(profit => profit <= quantile).Average());
    }
}
