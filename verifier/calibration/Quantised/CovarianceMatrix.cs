using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Covariance;
using Verifiable.Documents;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Quantised;

/// <summary>A covariance document's numbers of some underlyings, as linear algebra takes them.</summary>
/// <param name="Volatilities">The volatility of a year of each.</param>
/// <param name="Correlation">Their correlation.</param>
public sealed record CovarianceMatrix(ImmutableArray<Volatility> Volatilities, Matrix<double> Correlation)
{
    private const double OneRaw = Ratio.One;

    // Each of n^2 numbers is rounded by half of 1e-12, which moves an eigenvalue by at most n / 2 of them: 255 / 2.
    private const double LeastEigenvalue = -2e-10;

    /// <summary>The rows and columns of some underlyings.</summary>
    /// <param name="document">The document.</param>
    /// <param name="file">Its file, for refusals.</param>
    /// <param name="underlyings">The underlyings wanted, in this order.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.MemberMissing"/>: an underlying that it lacks;
    /// <see cref="ErrorCode.DocumentInconsistent"/>: a matrix under which a portfolio would have a negative variance.
    /// </exception>
    public static CovarianceMatrix Of(
        CovarianceDocument document, string file, ImmutableArray<UnderlyingId> underlyings)
    {
        int[] places = [.. underlyings.Select(underlying => document.Underlyings.IndexOf(underlying))];
        if (places.Contains(-1))
        {
            throw new MarginException(
                ErrorCode.MemberMissing,
                file,
                "/underlyings",
                underlyings[Array.IndexOf(places, -1)].ToString(),
                $"one of {string.Join(", ", document.Underlyings)}");
        }

        Matrix<double> correlation = Matrix<double>.Build.Dense(
            places.Length,
            places.Length,
            (row, column) => document.CorrelationOf(places[row], places[column]).Raw / OneRaw);
        double smallest = NearestCorrelation.SmallestEigenvalue(correlation);
        return smallest >= LeastEigenvalue
            ? new CovarianceMatrix([.. places.Select(place => document.Volatilities[place])], correlation)
            : throw new MarginException(
                ErrorCode.DocumentInconsistent,
                file,
                "/underlyings",
                $"smallest eigenvalue {smallest.ToString("G6", CultureInfo.InvariantCulture)}",
                "correlations that have none below 0, as calibrate --covariance repairs them");
    }
}
