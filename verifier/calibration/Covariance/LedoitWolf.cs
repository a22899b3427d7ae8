using System;
using MathNet.Numerics.LinearAlgebra;

namespace Verifiable.Calibration.Covariance;

/// <summary>The two linear shrinkages of Ledoit and Wolf, each with the intensity that is optimal as n grows.</summary>
public static class LedoitWolf
{
    private const int MinimumRows = 2;

    /// <summary>
    /// Towards sample variances with one common correlation: "Honey, I shrunk the sample covariance matrix", Journal of
    /// Portfolio Management 30 (2004), appendices A and B; intensity = clamp((pi - rho) / gamma / n, 0, 1).
    /// </summary>
    /// <param name="returns">One observation a row; two columns or more, each of which varies.</param>
    public static Shrinkage ConstantCorrelation(Matrix<double> returns)
    {
        RequireRows(returns);
        int rows = returns.RowCount;
        int size = returns.ColumnCount;
        if (size < 2)
        {
            throw Refusal.TooFew("series", size, 2);
        }

        Matrix<double> x = SampleCovariance.Deviations(returns);
        Matrix<double> sample = x.TransposeThisAndMultiply(x) / rows;
        Vector<double> deviations = Correlation.Deviations(sample);
        double meanCorrelation = (Correlation.Of(sample).RowSums().Sum() - size) / (size * (size - 1));
        Matrix<double> target = Correlation.ToCovariance(
            Matrix<double>.Build.Dense(size, size, (i, j) => i == j ? 1 : meanCorrelation), deviations);

        // pi: the variances of the sample covariances. Entry (i, j) is mean((x_i x_j)^2) - s_ij^2.
        Matrix<double> squares = x.PointwiseMultiply(x);
        Matrix<double> entryVariances =
            (squares.TransposeThisAndMultiply(squares) / rows) - sample.PointwiseMultiply(sample);

        // theta(i, j), the covariance of s_ii and s_ij: mean(x_i^3 x_j) - s_ii s_ij.
        Matrix<double> thetas = (squares.PointwiseMultiply(x).TransposeThisAndMultiply(x) / rows)
            - sample.MapIndexed((i, _, value) => value * sample[i, i], Zeros.Include);
        double rho = entryVariances.Trace();
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                rho += i == j ? 0 : meanCorrelation * deviations[j] / deviations[i] * thetas[i, j];
            }
        }

        return Shrink(sample, target, entryVariances.RowSums().Sum() - rho, rows);
    }

    /// <summary>
    /// Towards the mean variance times the identity: "A well-conditioned estimator for large-dimensional covariance
    /// matrices", Journal of Multivariate Analysis 88 (2004), lemmas 3.2 to 3.5; intensity = min(1, b^2 / d^2).
    /// </summary>
    /// <param name="returns">One observation a row.</param>
    public static Shrinkage Identity(Matrix<double> returns)
    {
        RequireRows(returns);
        int rows = returns.RowCount;
        int size = returns.ColumnCount;
        Matrix<double> x = SampleCovariance.Deviations(returns);
        Matrix<double> sample = x.TransposeThisAndMultiply(x) / rows;
        Matrix<double> target = Matrix<double>.Build.DenseDiagonal(size, size, sample.Trace() / size);
        Matrix<double> squares = x.PointwiseMultiply(x);
        double entryVariances = (squares.TransposeThisAndMultiply(squares).RowSums().Sum() / rows)
            - sample.PointwiseMultiply(sample).RowSums().Sum();
        return Shrink(sample, target, entryVariances, rows);
    }

    private static Shrinkage Shrink(Matrix<double> sample, Matrix<double> target, double numerator, int rows)
    {
        double gamma = Math.Pow((sample - target).FrobeniusNorm(), 2);
        double intensity = gamma > 0 ? Math.Clamp(numerator / gamma / rows, 0, 1) : 1;
        return new Shrinkage((intensity * target) + ((1 - intensity) * sample), target, intensity);
    }

    private static void RequireRows(Matrix<double> returns)
    {
        if (returns.RowCount < MinimumRows)
        {
            throw Refusal.TooFew("returns", returns.RowCount, MinimumRows);
        }
    }
}
