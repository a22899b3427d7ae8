using System;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Risk;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.Risk;

public sealed class ParametricRiskTests
{
    private const long Year = 31_536_000;
    private const double Z99 = 2.3263478740408408; // The 99 % quantile of the standard normal distribution, mpmath.

    [Theory]
    [InlineData(Year, 1_000, 0.5, 500 * Z99)]
    [InlineData(Year / 4, -1_000, 0.5, 250 * Z99)]
    public void Of_LinearBook_IsDeltaTimesDeviation(long horizon, double delta, double volatility, double valueAtRisk)
    {
        ParametricRisk risk = ParametricRisk.Of(Book([delta], [0]), Of(volatility), Of([[1]]), horizon, 0.99);

        Assert.Equal(-valueAtRisk, risk.DeltaNormal.ValueAtRisk, 9);
        Assert.Equal(-valueAtRisk, risk.DeltaGamma.ValueAtRisk, 9);
        Assert.True(risk.IsMonotone);
    }

    // Two coins of one size, long and short: what they have in common cancels. sqrt(2 (1 - 0.8)) of one's deviation.
    [Fact]
    public void Of_SpreadOfTwo_SeesTheirCorrelation()
    {
        ParametricRisk risk = ParametricRisk.Of(
            Book([100, -100], [0, 0]), Of(0.3, 0.3), Of([[1, 0.8], [0.8, 1]]), Year, 0.99);

        Assert.Equal(30 * Math.Sqrt(0.4), risk.Deviation, 12);
        Assert.Equal(-Z99 * 30 * Math.Sqrt(0.4), risk.DeltaNormal.ValueAtRisk, 9);
    }

    // A short straddle at the money loses g x^2 / 2: a chi-squared with one degree of freedom, of mean 1, variance 2,
    // skewness sqrt(8) and excess kurtosis 12.
    [Fact]
    public void Of_PureGamma_HasTheShapeOfChiSquared()
    {
        ParametricRisk risk = ParametricRisk.Of(Book([0], [-200]), Of(0.1), Of([[1]]), Year, 0.99);

        Assert.Equal(0, risk.Deviation, 12);
        Assert.Equal(-1, risk.Shape.Mean, 12);
        Assert.Equal(Math.Sqrt(2), risk.Shape.Deviation, 12);
        Assert.Equal(-Math.Sqrt(8), risk.Shape.Skewness, 12);
        Assert.Equal(12, risk.Shape.ExcessKurtosis, 11);
        Assert.False(risk.IsMonotone);
    }

    [Fact]
    public void Of_BookThatNothingMoves_IsRefused()
    {
        MarginException refusal = Assert.Throws<MarginException>(
            () => ParametricRisk.Of(Book([0], [0]), Of(0.1), Of([[1]]), Year, 0.99));

        Assert.Equal(ErrorCode.ParameterOutOfRange, refusal.Code);
    }

    private static BookSensitivities Book(double[] deltas, double[] gammas) =>
        new([.. new UnderlyingId[deltas.Length]], Of(deltas), Of(gammas));

    private static Vector<double> Of(params double[] numbers) => Vector<double>.Build.DenseOfArray(numbers);

    private static Matrix<double> Of(double[][] rows) => Matrix<double>.Build.DenseOfRowArrays(rows);
}
