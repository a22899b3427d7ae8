using System;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Verifiable.Calibration.Risk;

/// <summary>Tail measures of a normal distribution: delta-normal, or Gaussian, value at risk.</summary>
public static class NormalRisk
{
    /// <summary>Both measures of a normal distribution.</summary>
    /// <param name="mean">Its mean.</param>
    /// <param name="deviation">Its standard deviation, at least 0.</param>
    /// <param name="confidence">As 0.99.</param>
    public static TailRisk Of(double mean, double deviation, double confidence)
    {
        double tail = TailProbability.Of(confidence);
        double quantile = TailProbability.NormalQuantile(confidence);
        return new TailRisk(
            mean + (quantile * deviation), mean - (Normal.PDF(0, 1, quantile) / tail * deviation));
    }

    /// <summary>Both measures of a book that is linear in normal factors.</summary>
    /// <param name="deltas">Profit per unit of each factor's return.</param>
    /// <param name="means">The factors' mean returns.</param>
    /// <param name="covariance">The factors' covariance over the horizon.</param>
    /// <param name="confidence">As 0.99.</param>
    public static TailRisk Of(
        Vector<double> deltas,
        Vector<double> means,
        Matrix<double> covariance,
        double confidence) =>
        Of(deltas * means, Math.Sqrt(deltas * (covariance * deltas)), confidence);

    /// <summary>
    /// What each factor contributes to the value at risk of such a book, by Euler's theorem: they sum to it.
    /// </summary>
    /// <param name="deltas">Profit per unit of each factor's return.</param>
    /// <param name="means">The factors' mean returns.</param>
    /// <param name="covariance">The factors' covariance over the horizon.</param>
    /// <param name="confidence">As 0.99.</param>
    public static Vector<double> Components(
        Vector<double> deltas,
        Vector<double> means,
        Matrix<double> covariance,
        double confidence)
    {
        Vector<double> products = covariance * deltas;
        double scale = TailProbability.NormalQuantile(confidence) / Math.Sqrt(deltas * products);
        return deltas.PointwiseMultiply(means + (scale * products));
    }
}
