using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Covariance;

namespace Verifiable.Calibration.Quantised;

/// <summary>
/// The correlation of residuals: shrunk towards one common correlation (Ledoit and Wolf 2004), repaired if need be.
/// </summary>
public static class ResidualCorrelation
{
    /// <summary>The correlation matrix of a matrix of residuals, one observation a row.</summary>
    public static Matrix<double> Of(Matrix<double> residuals)
    {
        // Shrunk, it is positive definite but for rounding; the repair then changes nothing.
        Matrix<double> shrunk = Shrink(residuals).Correlation;
        return NearestCorrelation.SmallestEigenvalue(shrunk) < 0 ? NearestCorrelation.Clip(shrunk) : shrunk;
    }

    /// <summary>The shrunk correlation, and how far it was shrunk; one series has nothing to shrink.</summary>
    internal static (Matrix<double> Correlation, double Intensity) Shrink(Matrix<double> residuals)
    {
        if (residuals.ColumnCount == 1)
        {
            return (Matrix<double>.Build.DenseIdentity(1), 0);
        }

        Shrinkage shrunk = LedoitWolf.ConstantCorrelation(residuals);
        return (Correlation.Of(shrunk.Covariance), shrunk.Intensity);
    }
}
