using MathNet.Numerics.LinearAlgebra;

namespace Verifiable.Calibration.Covariance;

/// <summary>The covariance of the past as it was.</summary>
public static class SampleCovariance
{
    /// <summary>Covariances about the column means, divisor n - 1.</summary>
    /// <param name="returns">One observation a row, at least 2.</param>
    public static Matrix<double> Of(Matrix<double> returns)
    {
        if (returns.RowCount < 2)
        {
            throw Refusal.TooFew("returns", returns.RowCount, 2);
        }

        Matrix<double> deviations = Deviations(returns);
        return deviations.TransposeThisAndMultiply(deviations) / (returns.RowCount - 1);
    }

    /// <summary>The returns less their column means.</summary>
    internal static Matrix<double> Deviations(Matrix<double> returns)
    {
        Vector<double> means = returns.ColumnSums() / returns.RowCount;
        return returns.MapIndexed((_, column, value) => value - means[column], Zeros.Include);
    }
}
