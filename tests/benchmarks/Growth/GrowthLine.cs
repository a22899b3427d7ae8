using System;
using System.Linq;

namespace Verifiable.Benchmarks.Growth;

/// <summary>One measured size.</summary>
/// <param name="Size">How many.</param>
/// <param name="Nanoseconds">The whole work.</param>
internal readonly record struct GrowthPoint(int Size, double Nanoseconds);

/// <summary>How the cost of one kind of work grows.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Points">Ascending by size.</param>
internal sealed record GrowthLine(string Name, string Unit, GrowthPoint[] Points)
{
    /// <summary>Most that counts as linear: 15 % a decade are for caches that no longer hold everything.</summary>
    internal const double LargestSlope = 1.06;

    /// <summary>
    /// The exponent of size, by least squares on logarithms over the larger half of the sizes, at least two of them:
    /// below that, fixed costs hide it.
    /// </summary>
    public double Slope
    {
        get
        {
            GrowthPoint[] upper = Points[Math.Min(Points.Length / 2, Points.Length - 2)..];
            double[] x = [.. upper.Select(static point => Math.Log(point.Size))];
            double[] y = [.. upper.Select(static point => Math.Log(point.Nanoseconds))];
            double meanX = x.Average();
            double meanY = y.Average();
            double covariance = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
            return covariance / x.Sum(a => (a - meanX) * (a - meanX));
        }
    }

    /// <summary>Whether it is no worse than linear.</summary>
    public bool Holds => Slope <= LargestSlope;
}
