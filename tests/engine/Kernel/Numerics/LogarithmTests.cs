using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class LogarithmTests(ITestOutputHelper output)
{
    // floor(ln(n) * 2^46) by mpmath at 300 bits.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 48_775_896_626_291)]
    [InlineData(3, 77_307_967_091_724)]
    [InlineData(10, 162_030_021_356_200)]
    [InlineData(1L << 40, 1_951_035_865_051_674)]
    [InlineData(1_000_000_000_000, 1_944_360_256_274_408)]
    [InlineData(1L << 62, 3_024_105_590_830_095)]
    [InlineData(long.MaxValue, 3_072_881_487_456_387)]
    public void Natural_KnownNumber_IsTheKnownLogarithm(long number, long logarithmQ46) =>
        Assert.InRange(Logarithm.Natural(number), logarithmQ46 - 1, logarithmQ46);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Natural_NotPositive_Refuses(long number)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => Logarithm.Natural(number));

        Assert.Equal(ErrorCode.LogarithmOfNonPositive, refusal.Code);
    }

    // ln(2n) = ln n + ln 2; two floors and two errors of 0.02 units.
    [Fact]
    public void Natural_AnyNumberDoubled_AddsTheLogarithmOfTwo() =>
        Assert.All(
            Draws.From(output, seeded => Draws.Positive(seeded, 62)),
            number => Assert.InRange(
                Logarithm.Natural(2 * number) - Logarithm.Natural(number), 48_775_896_626_290, 48_775_896_626_293));

    [Fact]
    public void Natural_AnyGreaterNumber_IsNotLess() =>
        Assert.All(
            Draws.From(output, seeded => Draws.Positive(seeded, 62)),
            number => Assert.True(Logarithm.Natural(number + (number >> 40) + 1) >= Logarithm.Natural(number)));
}
