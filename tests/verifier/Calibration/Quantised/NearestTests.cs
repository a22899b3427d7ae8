using System;
using System.Numerics;
using Verifiable.Calibration.Quantised;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Quantised;

public sealed class NearestTests(ITestOutputHelper output)
{
    private const double UlpQ40 = 1.0 / (1L << 40);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-0.0, 0)]
    [InlineData(1, 1L << 40)]
    [InlineData(-1.5, -3L << 39)]
    [InlineData(0.5 * UlpQ40, 0)] // ties to even
    [InlineData(1.5 * UlpQ40, 2)]
    [InlineData(2.5 * UlpQ40, 2)]
    [InlineData(-1.5 * UlpQ40, -2)]
    [InlineData(0.75 * UlpQ40, 1)]
    [InlineData(double.Epsilon, 0)]
    [InlineData(4_194_303, 4_194_303L << 40)]
    public void Q40_KnownNumber_IsTheNearestInteger(double number, long expected) =>
        Assert.Equal(expected, Nearest.Q40(number));

    // 0.1 is 0.1000000000000000055, and 2^-20 is 953674.31640625e-12.
    [Theory]
    [InlineData(0.1, 100_000_000_000)]
    [InlineData(-0.97, -970_000_000_000)]
    [InlineData(1.0 / (1 << 20), 953_674)]
    [InlineData(4_600_000, 4_600_000_000_000_000_000)]
    public void Ratio_KnownNumber_IsTheNearestInteger(double number, long expected) =>
        Assert.Equal(expected, Nearest.Ratio(number));

    [Theory]
    [InlineData(4_194_304)]
    [InlineData(-4_194_304)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Q40_OutsideDomain_IsRefused(double number) =>
        Assert.Equal(
            ErrorCode.ParameterOutOfRange, Assert.Throws<MarginException>(() => Nearest.Q40(number)).Code);

    // The definition in integers of any size: number = mantissa / 2^shift, and |number * scale - result| <= 1/2.
    [Fact]
    public void Ratio_RandomNumbers_AreWithinHalfAUnit()
    {
        Seeded seeded = Seeded.Printed(output);
        for (int i = 0; i < 10_000; i++)
        {
            long mantissa = seeded.OfAnyMagnitude(53);
            int shift = (int)seeded.Between(32, 90);
            double number = Math.ScaleB(mantissa, -shift);

            BigInteger exact = (BigInteger)mantissa * 1_000_000_000_000;
            BigInteger found = (BigInteger)Nearest.Ratio(number) << shift;

            Assert.True(2 * BigInteger.Abs(exact - found) <= BigInteger.One << shift);
            Assert.Equal(-Nearest.Ratio(number), Nearest.Ratio(-number));
        }
    }
}
