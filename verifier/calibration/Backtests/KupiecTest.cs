using System.Globalization;
using System.Linq;

namespace Verifiable.Calibration.Backtests;

/// <summary>
/// Whether breaches are as frequent as promised (proportion of failures): Kupiec, "Techniques for verifying the
/// accuracy of risk measurement models", Journal of Derivatives 3 (1995).
/// </summary>
public static class KupiecTest
{
    /// <summary>-2 ln of (1-p)^(T-N) p^N over the same with N/T for p; chi-squared with 1 degree of freedom.</summary>
    /// <param name="observations">T, at least 1.</param>
    /// <param name="breaches">N, from 0 to T.</param>
    /// <param name="probability">p, one less the confidence.</param>
    public static LikelihoodRatio Of(int observations, int breaches, double probability)
    {
        if (observations < 1)
        {
            throw Refusal.TooFew("observations", observations, 1);
        }

        if (breaches < 0 || breaches > observations)
        {
            string days = observations.ToString(CultureInfo.InvariantCulture);
            throw Refusal.Parameter("breaches", breaches, $"from 0 to {days}");
        }

        if (probability is not (> 0 and < 1))
        {
            throw Refusal.Parameter("probability", probability, "above 0 and below 1");
        }

        double quiet = observations - breaches;
        double promised =
            LikelihoodRatio.LogTerm(quiet, 1 - probability) + LikelihoodRatio.LogTerm(breaches, probability);
        double seen = LikelihoodRatio.LogTerm(quiet, quiet / observations)
            + LikelihoodRatio.LogTerm(breaches, (double)breaches / observations);
        return new LikelihoodRatio(2 * (seen - promised), 1);
    }

    /// <summary>The fewest and the most breaches that do not reject the promise.</summary>
    /// <param name="observations">The number of days.</param>
    /// <param name="probability">One less the confidence.</param>
    /// <param name="significance">As 0.05.</param>
    public static (int Fewest, int Most) Accepted(int observations, double probability, double significance)
    {
        int[] accepted = [.. Enumerable.Range(0, observations + 1)
            .Where(breaches => !Of(observations, breaches, probability).IsRejected(significance))];
        return (accepted[0], accepted[^1]);
    }
}
