using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Covariance;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Covariance;

public sealed class NearestCorrelationTests(ITestOutputHelper output)
{
    // NAG Library, example of g02aac: the matrix of Higham (2002) with 2 on the diagonal and -1 beside it.
    [Fact]
    public void Higham_PublishedExample_IsThePublishedCorrelation()
    {
        Matrix<double> matrix = Matrix<double>.Build.DenseOfRowArrays(
            [2, -1, 0, 0], [-1, 2, -1, 0], [0, -1, 2, -1], [0, 0, -1, 2]);

        Matrix<double> nearest = NearestCorrelation.Higham(matrix);

        Matrix<double> published = Matrix<double>.Build.DenseOfRowArrays(
            [1.00000, -0.80841, 0.19159, 0.10678],
            [-0.80841, 1.00000, -0.65623, 0.19159],
            [0.19159, -0.65623, 1.00000, -0.80841],
            [0.10678, 0.19159, -0.80841, 1.00000]);
        Assert.True((nearest - published).Enumerate().Max(Math.Abs) <= 0.5e-5);
    }

    // Eigenvalues -0.00735, 0.711, 2.297; 40-digit arithmetic (mpmath 1.3, eigsy).
    [Fact]
    public void Clip_OneNegativeEigenvalue_IsTheRescaledSpectrum()
    {
        Matrix<double> matrix = Matrix<double>.Build.DenseOfRowArrays([1, 0.9, 0.7], [0.9, 1, 0.3], [0.7, 0.3, 1]);

        Matrix<double> repaired = NearestCorrelation.Clip(matrix);

        Assert.Equal(-0.0073524394058964, NearestCorrelation.SmallestEigenvalue(matrix), 14);
        Assert.Equal(0.894024408509, repaired[0, 1], 12);
        Assert.Equal(0.696319066114, repaired[0, 2], 12);
        Assert.Equal(0.300969036105, repaired[1, 2], 12);
    }

    // A correlation is its own nearest; nothing is nearer to another matrix than the projection.
    [Fact]
    public void Higham_RandomSymmetric_IsACorrelationNearerThanTheClipped()
    {
        Seeded seeded = Seeded.Printed(output);
        for (int i = 0; i < 50; i++)
        {
            int size = (int)seeded.Between(2, 12);
            Matrix<double> half = seeded.StandardNormals(size, size) / 2;
            Matrix<double> matrix = (half + half.Transpose()).MapIndexed(
                static (row, column, value) => row == column ? 1 : value, Zeros.Include);

            Matrix<double> nearest = NearestCorrelation.Higham(matrix);
            Matrix<double> clipped = NearestCorrelation.Clip(matrix);

            Assert.Equal(Vector<double>.Build.Dense(size, 1), nearest.Diagonal());
            Assert.True(NearestCorrelation.SmallestEigenvalue(nearest) > -1e-9);
            Assert.True(NearestCorrelation.SmallestEigenvalue(clipped) > -1e-9);
            Assert.True((nearest - matrix).FrobeniusNorm() <= (clipped - matrix).FrobeniusNorm() + 1e-9);
            Assert.True((NearestCorrelation.Higham(clipped) - clipped).FrobeniusNorm() < 1e-9);
        }
    }

    [Fact]
    public void Repair_AsymmetricMatrix_IsRefused()
    {
        Matrix<double> matrix = Matrix<double>.Build.DenseOfRowArrays([1, 0.5], [0.4, 1]);

        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(() => NearestCorrelation.Higham(matrix)).Code);
        Assert.Equal(
            ErrorCode.ParameterOutOfRange, Assert.Throws<MarginException>(() => NearestCorrelation.Clip(matrix)).Code);
    }
}
