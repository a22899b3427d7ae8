using System;
using Verifiable.Calibration.Volatilities;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.Volatilities;

public sealed class EwmaVolatilityTests
{
    // By hand with lambda 1/2: variances (9 + 1) / 2 = 5, then (5 + 3^2) / 2 = 7, then (7 + 1) / 2 = 4.
    [Fact]
    public void Forecasts_FourReturns_AreThoseByHand()
    {
        double[] deviations = EwmaVolatility.Forecasts([3, -1, 3, -1], 0.5, 2);

        Assert.Equal([Math.Sqrt(5), Math.Sqrt(7), 2], deviations);
    }

    [Theory]
    [InlineData(0, 1, ErrorCode.ParameterOutOfRange)]
    [InlineData(1, 1, ErrorCode.ParameterOutOfRange)]
    [InlineData(0.97, 0, ErrorCode.RowCountOutOfRange)]
    [InlineData(0.97, 3, ErrorCode.RowCountOutOfRange)]
    public void Forecasts_OutsideDomain_AreRefused(double lambda, int seedBars, ErrorCode code) =>
        Assert.Equal(
            code, Assert.Throws<MarginException>(() => EwmaVolatility.Forecasts([1, 2], lambda, seedBars)).Code);
}
