using System;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Covariance;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Covariance;

public sealed class DynamicCorrelationTests(ITestOutputHelper output)
{
    // Two series: Engle's recursion by hand on three numbers of Q, and the bivariate normal density in closed form.
    [Fact]
    public void At_TwoSeries_IsTheBivariateClosedForm()
    {
        const double a = 0.07;
        const double b = 0.85;
        Matrix<double> z = Simulate(Seeded.Printed(output), 400, a, b);

        DynamicCorrelation model = DynamicCorrelation.At(z, a, b);

        double s11 = (z.Column(0) * z.Column(0)) / z.RowCount;
        double s22 = (z.Column(1) * z.Column(1)) / z.RowCount;
        double s12 = (z.Column(0) * z.Column(1)) / z.RowCount;
        (double q11, double q22, double q12, double logLikelihood) = (s11, s22, s12, 0);
        for (int t = 0; t < z.RowCount; t++)
        {
            (double x, double y) = (z[t, 0], z[t, 1]);
            double rho = q12 / Math.Sqrt(q11 * q22);
            double free = 1 - (rho * rho);
            double form = ((x * x) + (y * y) - (2 * rho * x * y)) / free;
            logLikelihood -= (Math.Log(free) + form - (x * x) - (y * y)) / 2;
            q11 = ((1 - a - b) * s11) + (a * x * x) + (b * q11);
            q22 = ((1 - a - b) * s22) + (a * y * y) + (b * q22);
            q12 = ((1 - a - b) * s12) + (a * x * y) + (b * q12);
        }

        Assert.Equal(logLikelihood, model.LogLikelihood, 9);
        Assert.Equal(q12 / Math.Sqrt(q11 * q22), model.Forecast[0, 1], 12);
    }

    // Simulated with known weights: found within a wide band; and, the sharper check, no point of a grid is likelier.
    [Fact]
    public void Fit_SimulatedSeries_FindsTheWeights()
    {
        Matrix<double> z = Simulate(Seeded.Printed(output), 3000, 0.05, 0.9);

        DynamicCorrelation fit = DynamicCorrelation.Fit(z);

        output.WriteLine($"a {fit.Shock:F4} b {fit.Memory:F4} log-likelihood {fit.LogLikelihood:F4}");
        Assert.InRange(fit.Shock, 0.002, 0.12);
        Assert.InRange(fit.Memory, 0.65, 0.997);
        for (int i = 0; i <= 10; i++)
        {
            for (int j = 0; j <= 10; j++)
            {
                double likelihood = DynamicCorrelation.At(z, 0.005 + (0.01 * i), 0.79 + (0.01 * j)).LogLikelihood;
                Assert.True(likelihood <= fit.LogLikelihood + 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(-0.01, 0.9)]
    [InlineData(0.1, 0.9)]
    [InlineData(0.1, double.NaN)]
    public void At_WeightsOutsideDomain_AreRefused(double shock, double memory)
    {
        Matrix<double> z = Matrix<double>.Build.DenseIdentity(2);

        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(() => DynamicCorrelation.At(z, shock, memory)).Code);
    }

    [Fact]
    public void Fit_FewRows_IsRefused() =>
        Assert.Equal(
            ErrorCode.RowCountOutOfRange,
            Assert.Throws<MarginException>(() => DynamicCorrelation.Fit(Matrix<double>.Build.Dense(19, 2, 1))).Code);

    private static Matrix<double> Simulate(Seeded seeded, int rows, double a, double b)
    {
        const double longRun = 0.5;
        (double q11, double q22, double q12) = (1, 1, longRun);
        Matrix<double> z = Matrix<double>.Build.Dense(rows, 2);
        for (int t = 0; t < rows; t++)
        {
            double rho = q12 / Math.Sqrt(q11 * q22);
            double x = seeded.StandardNormal();
            double y = (rho * x) + (Math.Sqrt(1 - (rho * rho)) * seeded.StandardNormal());
            z.SetRow(t, [x, y]);
            q11 = (1 - a - b) + (a * x * x) + (b * q11);
            q22 = (1 - a - b) + (a * y * y) + (b * q22);
            q12 = ((1 - a - b) * longRun) + (a * x * y) + (b * q12);
        }

        return z;
    }
}
