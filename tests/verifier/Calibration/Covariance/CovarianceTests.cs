using System;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Covariance;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Covariance;

public sealed class CovarianceTests(ITestOutputHelper output)
{
    // By hand: columns 1 2 3 and 2 4 9; means 2 and 5; products of deviations 3 + 0 + 4 = 7, over 2.
    [Fact]
    public void Sample_ThreeRows_IsThatByHand()
    {
        Matrix<double> covariance = SampleCovariance.Of(Matrix<double>.Build.DenseOfRowArrays([1, 2], [2, 4], [3, 9]));

        Assert.Equal([1, 3.5, 3.5, 13], covariance.ToColumnMajorArray());
    }

    // The recursion written out: lambda^n C0 + (1 - lambda) sum lambda^(n - 1 - i) r r'.
    [Fact]
    public void Ewma_RandomReturns_IsTheWeightedSum()
    {
        const double lambda = 0.94;
        const int seedRows = 20;
        Matrix<double> returns = Seeded.Printed(output).StandardNormals(100, 3);
        int updates = returns.RowCount - seedRows;

        Matrix<double> expected = Matrix<double>.Build.Dense(3, 3);
        for (int row = 0; row < returns.RowCount; row++)
        {
            double weight = row < seedRows
                ? Math.Pow(lambda, updates) / seedRows
                : (1 - lambda) * Math.Pow(lambda, returns.RowCount - 1 - row);
            expected += weight * returns.Row(row).OuterProduct(returns.Row(row));
        }

        Assert.True((EwmaCovariance.Of(returns, lambda, seedRows) - expected).FrobeniusNorm() < 1e-13);
    }

    [Theory]
    [InlineData(0, 1, ErrorCode.ParameterOutOfRange)]
    [InlineData(1, 1, ErrorCode.ParameterOutOfRange)]
    [InlineData(double.NaN, 1, ErrorCode.ParameterOutOfRange)]
    [InlineData(0.97, 0, ErrorCode.RowCountOutOfRange)]
    [InlineData(0.97, 6, ErrorCode.RowCountOutOfRange)]
    public void Ewma_OutsideDomain_IsRefused(double lambda, int seedRows, ErrorCode code)
    {
        Matrix<double> returns = Matrix<double>.Build.Dense(5, 2, 1);

        Assert.Equal(code, Assert.Throws<MarginException>(() => EwmaCovariance.Of(returns, lambda, seedRows)).Code);
    }

    [Fact]
    public void Correlation_OfCovariance_GoesBackToIt()
    {
        Matrix<double> covariance = Matrix<double>.Build.DenseOfRowArrays([4, 1.5], [1.5, 9]);

        Matrix<double> correlation = Correlation.Of(covariance);

        Assert.Equal([1, 0.25, 0.25, 1], correlation.ToColumnMajorArray());
        Assert.Equal(covariance, Correlation.ToCovariance(correlation, Correlation.Deviations(covariance)));
    }

    [Fact]
    public void Correlation_SeriesThatNeverMoves_IsRefused()
    {
        Matrix<double> covariance = Matrix<double>.Build.DenseOfRowArrays([1, 0], [0, 0]);

        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(() => Correlation.Of(covariance)).Code);
    }
}
