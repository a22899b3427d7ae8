using System;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Covariance;

/// <summary>
/// Repairs a symmetric matrix that is no correlation: an eigenvalue below zero, as rounding or opinion makes.
/// </summary>
public static class NearestCorrelation
{
    private const int MaxIterations = 10_000;
    private const double SymmetryTolerance = 1e-12;

    /// <summary>
    /// The nearest correlation in the Frobenius norm by alternating projections with Dykstra's correction: Higham,
    /// "Computing the nearest correlation matrix", IMA Journal of Numerical Analysis 22 (2002), algorithm 3.3.
    /// </summary>
    /// <param name="matrix">Symmetric.</param>
    /// <param name="tolerance">Largest relative change of the last step, in the Frobenius norm.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ResultOutOfRange"/> if 10,000 steps do not reach the tolerance.
    /// </exception>
    public static Matrix<double> Higham(Matrix<double> matrix, double tolerance = 1e-12)
    {
        Matrix<double> current = Symmetric(matrix);
        Matrix<double> correction = Matrix<double>.Build.Dense(matrix.RowCount, matrix.ColumnCount);
        for (int i = 0; i < MaxIterations; i++)
        {
            Matrix<double> corrected = current - correction;
            Matrix<double> semidefinite = Clipped(corrected);
            correction = semidefinite - corrected;
            Matrix<double> next = UnitDiagonal(semidefinite);
            if ((next - current).FrobeniusNorm() <= tolerance * next.FrobeniusNorm())
            {
                return next;
            }

            current = next;
        }

        throw Refusal.Estimate(
            "nearest correlation", MaxIterations.ToString(CultureInfo.InvariantCulture) + " steps", "convergence");
    }

    /// <summary>
    /// Negative eigenvalues become zero and the rows are scaled back to a unit diagonal: the spectral decomposition of
    /// Rebonato and Jaeckel, "The most general methodology to create a valid correlation matrix", Journal of Risk 2
    /// (1999). Not the nearest, but one step, and exactly semidefinite up to rounding.
    /// </summary>
    /// <param name="matrix">Symmetric, with a positive diagonal.</param>
    public static Matrix<double> Clip(Matrix<double> matrix) => Correlation.Of(Clipped(Symmetric(matrix)));

    /// <summary>The smallest eigenvalue of a symmetric matrix; not below zero for a correlation.</summary>
    public static double SmallestEigenvalue(Matrix<double> matrix) =>
        Symmetric(matrix).Evd(Symmetricity.Symmetric).EigenValues.Min(static eigenvalue => eigenvalue.Real);

    private static Matrix<double> Clipped(Matrix<double> matrix)
    {
        Evd<double> decomposition = matrix.Evd(Symmetricity.Symmetric);
        Vector<double> kept = Vector<double>.Build.Dense(
            matrix.RowCount, i => Math.Max(0, decomposition.EigenValues[i].Real));
        Matrix<double> scaled = decomposition.EigenVectors.MapIndexed(
            (_, column, value) => value * kept[column], Zeros.Include);
        Matrix<double> product = scaled.TransposeAndMultiply(decomposition.EigenVectors);
        return (product + product.Transpose()) / 2;
    }

    private static Matrix<double> UnitDiagonal(Matrix<double> matrix) =>
        matrix.MapIndexed((row, column, value) => row == column ? 1 : value, Zeros.Include);

    // Sums of the same products in another order differ in their last bits; an opinion that contradicts itself by more
    // is refused.
    private static Matrix<double> Symmetric(Matrix<double> matrix)
    {
        double asymmetry = matrix.RowCount == matrix.ColumnCount && matrix.RowCount > 0
            ? (matrix - matrix.Transpose()).Enumerate().Max(Math.Abs)
            : double.NaN;
        return asymmetry <= SymmetryTolerance * matrix.Enumerate().Max(Math.Abs)
            ? (matrix + matrix.Transpose()) / 2
            : throw Refusal.Parameter("largest asymmetry", asymmetry, "a symmetric matrix");
    }
}
