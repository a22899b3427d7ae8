using System;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Risk;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Risk;

public sealed class DeltaGammaTests(ITestOutputHelper output)
{
    // r'r / 2 of n standard normals is half a chi-squared: mean n/2, variance n/2, skewness sqrt(8/n), kurtosis 12/n.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Shape_PureGamma_IsThatOfChiSquared(int factors)
    {
        DistributionShape shape = DeltaGamma.Shape(
            Vector<double>.Build.Dense(factors),
            Matrix<double>.Build.DenseIdentity(factors),
            Matrix<double>.Build.DenseIdentity(factors));

        Assert.Equal(factors / 2.0, shape.Mean, 14);
        Assert.Equal(Math.Sqrt(factors / 2.0), shape.Deviation, 14);
        Assert.Equal(Math.Sqrt(8.0 / factors), shape.Skewness, 14);
        Assert.Equal(12.0 / factors, shape.ExcessKurtosis, 13);
    }

    [Fact]
    public void Shape_PureDelta_IsNormal()
    {
        Vector<double> deltas = Vector<double>.Build.DenseOfArray([3, -4]);

        DistributionShape shape = DeltaGamma.Shape(
            deltas, Matrix<double>.Build.Dense(2, 2), Matrix<double>.Build.DenseIdentity(2));

        Assert.Equal(new DistributionShape(0, 5, 0, 0), shape);
        Assert.Equal(NormalRisk.Of(0, 5, 0.99).ValueAtRisk, CornishFisher.Of(shape, 0.99).ValueAtRisk, 13);
        Assert.Equal(NormalRisk.Of(0, 5, 0.99).ExpectedShortfall, CornishFisher.Of(shape, 0.99).ExpectedShortfall, 13);
    }

    // With delta, gamma and correlation at once: against moments of simulated profits, each within five standard errors
    // (those of skewness and kurtosis of a near-normal sample, 6/n and 24/n, times 4 for the heavier tail here).
    [Fact]
    public void Shape_CorrelatedBook_IsThatOfSimulatedProfits()
    {
        const int count = 400_000;
        Seeded seeded = Seeded.Printed(output);
        Vector<double> deltas = Vector<double>.Build.DenseOfArray([1, -0.5]);
        Matrix<double> gammas = Matrix<double>.Build.DenseOfRowArrays([0.2, 0.1], [0.1, -0.15]);
        Matrix<double> covariance = Matrix<double>.Build.DenseOfRowArrays([1, 0.6], [0.6, 2]);
        Matrix<double> root = covariance.Cholesky().Factor;
        double[] profits = new double[count];
        for (int i = 0; i < count; i++)
        {
            Vector<double> r = root * seeded.StandardNormals(2);
            profits[i] = (deltas * r) + (r * (gammas * r) / 2);
        }

        DistributionShape shape = DeltaGamma.Shape(deltas, gammas, covariance);
        DistributionShape simulated = Moments.Of(profits).Shape;

        output.WriteLine($"{shape}\n{simulated}");
        Assert.Equal(simulated.Mean, shape.Mean, 5 * shape.Deviation / Math.Sqrt(count));
        Assert.Equal(1, shape.Deviation / simulated.Deviation, 0.01);
        Assert.Equal(simulated.Skewness, shape.Skewness, 5 * 4 * Math.Sqrt(6.0 / count));
        Assert.Equal(simulated.ExcessKurtosis, shape.ExcessKurtosis, 5 * 4 * Math.Sqrt(24.0 / count));
    }

    [Fact]
    public void Shape_BookThatNothingMoves_IsRefused()
    {
        Matrix<double> none = Matrix<double>.Build.Dense(1, 1);

        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(() => DeltaGamma.Shape(none.Column(0), none, none)).Code);
    }
}
