using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Covariance;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Covariance;

public sealed class LedoitWolfTests(ITestOutputHelper output)
{
    private static readonly Matrix<double> Returns = Matrix<double>.Build.DenseOfRowArrays(
        [1, 2, 0], [3, 4, -1], [2, 3, 4], [0, -1, -2], [4, 4, 1], [-1, -2, 2], [-3, -2, -3], [2, 1, -4]);

    // Both tables: the definitions of the papers as nested sums, in 40-digit arithmetic (mpmath 1.3).
    [Fact]
    public void ConstantCorrelation_KnownSample_IsThatOfTheDefinition() =>
        Compare(
            LedoitWolf.ConstantCorrelation(Returns),
            0.80203007671158735,
            [4.5, 2.9372788050684306, 2.4035305132169676, 5.609375, 2.760051865129814, 6.234375]);

    [Fact]
    public void Identity_KnownSample_IsThatOfTheDefinition() =>
        Compare(
            LedoitWolf.Identity(Returns),
            0.46213205532808522,
            [4.9380626774464141, 2.4876392441076059, 0.73956842392388282,
                5.5347599285668196, 1.0337149561663362, 5.8709273939867663]);

    // Fewer observations than series: the sample covariance is singular, what is shrunk is not.
    [Fact]
    public void Shrinkage_FewerRowsThanColumns_IsPositiveDefinite()
    {
        Matrix<double> returns = Seeded.Printed(output).StandardNormals(10, 25);

        Assert.True(NearestCorrelation.SmallestEigenvalue(SampleCovariance.Of(returns)) < 1e-12);
        Assert.True(NearestCorrelation.SmallestEigenvalue(LedoitWolf.ConstantCorrelation(returns).Covariance) > 1e-3);
        Assert.True(NearestCorrelation.SmallestEigenvalue(LedoitWolf.Identity(returns).Covariance) > 1e-3);
    }

    [Fact]
    public void Shrinkage_OneRow_IsRefused()
    {
        Matrix<double> row = Matrix<double>.Build.Dense(1, 2, 1);

        Assert.Equal(
            ErrorCode.RowCountOutOfRange,
            Assert.Throws<MarginException>(() => LedoitWolf.ConstantCorrelation(row)).Code);
        Assert.Equal(
            ErrorCode.RowCountOutOfRange, Assert.Throws<MarginException>(() => LedoitWolf.Identity(row)).Code);
    }

    private static void Compare(Shrinkage found, double intensity, double[] upperTriangle)
    {
        Matrix<double> covariance = found.Covariance;
        Assert.Equal(intensity, found.Intensity, 13);
        Assert.Equal(upperTriangle[0], covariance[0, 0], 13);
        Assert.Equal(upperTriangle[1], covariance[0, 1], 13);
        Assert.Equal(upperTriangle[2], covariance[0, 2], 13);
        Assert.Equal(upperTriangle[3], covariance[1, 1], 13);
        Assert.Equal(upperTriangle[4], covariance[1, 2], 13);
        Assert.Equal(upperTriangle[5], covariance[2, 2], 13);
    }
}
