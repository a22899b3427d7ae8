using System;
using System.Collections.Generic;
using System.Linq;

namespace Verifiable.Calibration.Returns;

/// <summary>Mean and central moments of a sample, all with divisor n.</summary>
/// <param name="Count">The number of observations.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Variance">The second central moment.</param>
/// <param name="Skewness">The third, over the deviation cubed; 0 of a sample that does not vary.</param>
/// <param name="ExcessKurtosis">
/// The fourth, over the variance squared, less 3; 0 of a sample that does not vary.
/// </param>
public readonly record struct Moments(
    int Count,
    double Mean,
    double Variance,
    double Skewness,
    double ExcessKurtosis)
{
    /// <summary>The square root of the variance with divisor n.</summary>
    public double Deviation => Math.Sqrt(Variance);

    /// <summary>The square root of the variance with divisor n - 1.</summary>
    public double SampleDeviation => Math.Sqrt(Variance * Count / (Count - 1));

    /// <summary>The shape of a distribution with these moments.</summary>
    public DistributionShape Shape => new(Mean, Deviation, Skewness, ExcessKurtosis);

    /// <summary>The moments of a sample.</summary>
    /// <remarks>
    /// Deviations are taken from the first observation, then from the mean of those: a sample of large numbers that
    /// differ in their last digits loses nothing but what its own doubles have lost.
    /// </remarks>
    public static Moments Of(IReadOnlyList<double> sample)
    {
        if (sample.Count == 0)
        {
            throw Refusal.TooFew("observations", 0, 1);
        }

        double origin = sample[0];
        double shift = sample.Average(observation => observation - origin);
        double second = 0;
        double third = 0;
        double fourth = 0;
        foreach (double observation in sample)
        {
            double deviation = observation - origin - shift;
            double square = deviation * deviation;
            second += square;
            third += square * deviation;
            fourth += square * square;
        }

        second /= sample.Count;
        third /= sample.Count;
        fourth /= sample.Count;
        return new Moments(
            sample.Count,
            origin + shift,
            second,
            second > 0 ? third / (second * Math.Sqrt(second)) : 0,
            second > 0 ? (fourth / (second * second)) - 3 : 0);
    }

    /// <summary>
    /// The autocorrelation at a lag: the sum of products of deviations <paramref name="lag"/> apart, over the sum of
    /// their squares.
    /// </summary>
    /// <param name="sample">The observations in time order; they vary.</param>
    /// <param name="lag">From 1 to one less than their number.</param>
    public static double Autocorrelation(IReadOnlyList<double> sample, int lag)
    {
        if (lag < 1 || lag >= sample.Count)
        {
            throw Refusal.Parameter("lag", lag, "from 1 to the number of observations less 1");
        }

        double origin = sample[0];
        double shift = sample.Average(observation => observation - origin);
        double products = 0;
        double squares = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double deviation = sample[i] - origin - shift;
            squares += deviation * deviation;
            products += i < lag ? 0 : deviation * (sample[i - lag] - origin - shift);
        }

        return products / squares;
    }
}
