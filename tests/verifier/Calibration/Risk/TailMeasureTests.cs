using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Risk;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.Risk;

public sealed class TailMeasureTests
{
    private static readonly double[] OneToTen = [.. Enumerable.Range(1, 10).Select(static i => (double)i)];

    // R: quantile(1:10, 0.25) is 3.25 (type 7), and 1, 2, 3 lie below.
    [Fact]
    public void Interpolated_OneToTen_IsRsDefault() =>
        Assert.Equal(new TailRisk(3.25, 2), InterpolatedQuantile.Of(OneToTen, 0.75));

    [Fact]
    public void Interpolated_TiesAtTheBottom_AreTheWholeTail() =>
        Assert.Equal(new TailRisk(-5, -5), InterpolatedQuantile.Of([-5, -5, -5, 1], 0.9));

    // ceil(10 * 0.25) = 3: the third smallest, and the mean of three.
    [Fact]
    public void OrderStatistic_OneToTen_IsAValueOfTheSample() =>
        Assert.Equal(new TailRisk(3, 2), OrderStatistic.Of(OneToTen, 0.25));

    // The normal table: z(0.99) = 2.326347874, phi(z) / 0.01 = 2.665214220 (mpmath 1.3).
    [Fact]
    public void Normal_Standard_IsTheTable()
    {
        TailRisk risk = NormalRisk.Of(0, 1, 0.99);

        Assert.Equal(-2.326347874, risk.ValueAtRisk, 9);
        Assert.Equal(-2.665214220, risk.ExpectedShortfall, 9);
    }

    [Fact]
    public void NormalComponents_TwoFactors_SumToTheWhole()
    {
        Vector<double> deltas = Vector<double>.Build.DenseOfArray([100, -40]);
        Vector<double> means = Vector<double>.Build.DenseOfArray([0.001, 0.002]);
        Matrix<double> covariance = Matrix<double>.Build.DenseOfRowArrays([0.0004, 0.0003], [0.0003, 0.0009]);

        Vector<double> components = NormalRisk.Components(deltas, means, covariance, 0.975);

        // The derivative by the size of each position, by differences.
        const double step = 1e-4;
        for (int i = 0; i < deltas.Count; i++)
        {
            Vector<double> more = deltas.Clone();
            Vector<double> less = deltas.Clone();
            more[i] += step;
            less[i] -= step;
            double slope = (NormalRisk.Of(more, means, covariance, 0.975).ValueAtRisk
                - NormalRisk.Of(less, means, covariance, 0.975).ValueAtRisk) / (2 * step);
            Assert.Equal(deltas[i] * slope, components[i], 6);
        }
    }

    // Strong negative skew bends the expansion back: it must say so rather than call it a quantile.
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(-0.5, 1, true)]
    [InlineData(-3, 0, false)]
    [InlineData(0, 20, false)]
    public void CornishFisher_Monotone_IsToldFromTheShape(double skewness, double excessKurtosis, bool monotone) =>
        Assert.Equal(
            monotone, CornishFisher.IsMonotone(new DistributionShape(0, 1, skewness, excessKurtosis), 0.99));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Measures_ConfidenceOutsideDomain_AreRefused(double confidence)
    {
        Action[] measures =
        [
            () => InterpolatedQuantile.Of(OneToTen, confidence),
            () => OrderStatistic.Of(OneToTen, confidence),
            () => NormalRisk.Of(0, 1, confidence),
            () => CornishFisher.Of(new DistributionShape(0, 1, 0, 0), confidence),
        ];

        Assert.All(
            measures,
            static measure =>
                Assert.Equal(ErrorCode.ParameterOutOfRange, Assert.Throws<MarginException>(measure).Code));
    }

    [Fact]
    public void Measures_NoSample_AreRefused()
    {
        Assert.Equal(
            ErrorCode.RowCountOutOfRange, Assert.Throws<MarginException>(() => OrderStatistic.Of([], 0.1)).Code);
        Assert.Equal(
            ErrorCode.RowCountOutOfRange,
            Assert.Throws<MarginException>(() => InterpolatedQuantile.Of([1], 0.9)).Code);
    }
}
