using System;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Returns;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Risk;

/// <summary>
/// Value at risk from a covariance alone: of the book's delta as if returns were normal, and of delta and gamma by the
/// Cornish-Fisher expansion of the quadratic form's cumulants. For reports: no contract and no margin reads it.
/// </summary>
/// <param name="Deviation">The deviation of the linear profit over the horizon.</param>
/// <param name="DeltaNormal">Of delta alone.</param>
/// <param name="Shape">The shape of the quadratic profit.</param>
/// <param name="DeltaGamma">Of delta and gamma.</param>
/// <param name="IsMonotone">Whether the expansion is a quantile at this confidence.</param>
public sealed record ParametricRisk(
    double Deviation, TailRisk DeltaNormal, DistributionShape Shape, TailRisk DeltaGamma, bool IsMonotone)
{
    private const double SecondsPerYear = 31_536_000;

    /// <summary>The measures of a book.</summary>
    /// <param name="book">Its sensitivities.</param>
    /// <param name="volatilities">The volatility of a year of each underlying.</param>
    /// <param name="correlation">Their correlation.</param>
    /// <param name="horizonSeconds">The horizon.</param>
    /// <param name="confidence">As 0.99.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ParameterOutOfRange"/>: a book that no underlying moves.
    /// </exception>
    public static ParametricRisk Of(
        BookSensitivities book,
        Vector<double> volatilities,
        Matrix<double> correlation,
        long horizonSeconds,
        double confidence)
    {
        double years = horizonSeconds / SecondsPerYear;
        Matrix<double> covariance = correlation.MapIndexed(
            (row, column, value) => value * volatilities[row] * volatilities[column] * years, Zeros.Include);
        double deviation = Math.Sqrt(book.Deltas * (covariance * book.Deltas));
        DistributionShape shape =
            Risk.DeltaGamma.Shape(book.Deltas, Matrix<double>.Build.DenseOfDiagonalVector(book.Gammas), covariance);
        return new ParametricRisk(
            deviation,
            NormalRisk.Of(0, deviation, confidence),
            shape,
            CornishFisher.Of(shape, confidence),
            CornishFisher.IsMonotone(shape, confidence));
    }
}
