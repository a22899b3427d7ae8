using System;
using MathNet.Numerics.LinearAlgebra;

namespace Verifiable.Calibration.Covariance;

/// <summary>Between covariances and correlations.</summary>
public static class Correlation
{
    /// <summary>The correlations of a covariance; the diagonal is exactly 1.</summary>
    /// <param name="covariance">Symmetric, with a positive diagonal.</param>
    public static Matrix<double> Of(Matrix<double> covariance)
    {
        Vector<double> deviations = Deviations(covariance);
        return Matrix<double>.Build.Dense(
            covariance.RowCount,
            covariance.ColumnCount,
            (row, column) => row == column ? 1 : covariance[row, column] / (deviations[row] * deviations[column]));
    }

    /// <summary>The square roots of the diagonal.</summary>
    /// <param name="covariance">With a positive diagonal.</param>
    public static Vector<double> Deviations(Matrix<double> covariance)
    {
        Vector<double> variances = covariance.Diagonal();
        double least = variances.Minimum();
        return least > 0
            ? variances.Map(Math.Sqrt)
            : throw Refusal.Parameter("variance", least, "above 0: a series that never moves has no correlation");
    }

    /// <summary>The covariance of these correlations and deviations.</summary>
    public static Matrix<double> ToCovariance(Matrix<double> correlation, Vector<double> deviations) =>
        correlation.MapIndexed((row, column, value) => value * deviations[row] * deviations[column], Zeros.Include);
}
