using System;
using MathNet.Numerics.Distributions;
using Verifiable.Calibration.Returns;

namespace Verifiable.Calibration.Risk;

/// <summary>
/// Modified value at risk and expected shortfall: normal quantiles and tails corrected for skewness s and excess
/// kurtosis k by the Cornish-Fisher and Edgeworth expansions to second order.
/// </summary>
/// <remarks>
/// Favre and Galeano, Journal of Alternative Investments 5 (2002); Boudt, Peterson and Croux, Journal of Risk 11
/// (2008), with their operational rule that the shortfall is no smaller loss than the quantile. The expansion
/// is a quantile only while it rises with the confidence; see <see cref="IsMonotone"/>.
/// </remarks>
public static class CornishFisher
{
    private const double GridStep = 0.001;

    /// <summary>Both measures of a distribution of this shape.</summary>
    public static TailRisk Of(DistributionShape shape, double confidence)
    {
        double quantile = Quantile(shape, confidence);
        double shortfall = Math.Min(TailMean(shape, confidence), quantile);
        return new TailRisk(
            shape.Mean + (quantile * shape.Deviation), shape.Mean + (shortfall * shape.Deviation));
    }

    /// <summary>The standardised quantile: z + (z^2 - 1) s / 6 + (z^3 - 3 z) k / 24 - (2 z^3 - 5 z) s^2 / 36.</summary>
    public static double Quantile(DistributionShape shape, double confidence) =>
        Expand(TailProbability.NormalQuantile(confidence), shape.Skewness, shape.ExcessKurtosis);

    /// <summary>
    /// Whether the expansion rises from the mirrored tail to this one, so that a larger confidence is a larger loss:
    /// what it says outside that domain is no quantile.
    /// </summary>
    public static bool IsMonotone(DistributionShape shape, double confidence)
    {
        double end = Math.Abs(TailProbability.NormalQuantile(confidence));
        double before = double.NegativeInfinity;
        for (double z = -end; z <= end; z += GridStep)
        {
            double expanded = Expand(z, shape.Skewness, shape.ExcessKurtosis);
            if (expanded <= before)
            {
                return false;
            }

            before = expanded;
        }

        return true;
    }

    private static double Expand(double z, double s, double k) =>
        z + (((z * z) - 1) * s / 6) + (z * ((z * z) - 3) * k / 24) - (z * ((2 * z * z) - 5) * s * s / 36);

    // The mean below the quantile q under the Edgeworth density phi(x) (1 + s/6 H3 + k/24 H4 + s^2/72 H6), with the
    // truncated moments of the normal distribution in closed form: integral of x He_n(x) phi(x) up to q is
    // -(q He_{n-1}(q) + He_{n-2}(q)) phi(q), by parts twice.
    private static double TailMean(DistributionShape shape, double confidence)
    {
        double q = Quantile(shape, confidence);
        double s = shape.Skewness;
        double k = shape.ExcessKurtosis;
        double q2 = q * q;
        double bracket = 1
            + (s / 6 * q2 * q)
            + (k / 24 * ((q2 * (q2 - 2)) - 1))
            + (s * s / 72 * ((q2 * ((q2 * (q2 - 9)) + 9)) + 3));
        return -Normal.PDF(0, 1, q) * bracket / TailProbability.Of(confidence);
    }
}
