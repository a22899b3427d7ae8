using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class ExponentialTests(ITestOutputHelper output)
{
    private const long OneQ46 = 1L << 46;

    // floor(e^x * 2^40) by mpmath at 300 bits.
    [Theory]
    [InlineData(0, 1L << 40)]
    [InlineData(1, 1L << 40)]
    [InlineData(-1, (1L << 40) - 1)]
    [InlineData(OneQ46, 2_988_782_477_962)]
    [InlineData(-OneQ46, 404_487_723_187)]
    [InlineData(5 * OneQ46, 163_181_994_148_252)]
    [InlineData(-20 * OneQ46, 2_266)]
    [InlineData(-28 * OneQ46, 0)]
    public void Natural_KnownExponent_IsTheKnownPower(long exponentQ46, long powerQ40) =>
        Assert.Equal(powerQ40, Exponential.Natural(exponentQ46));

    // e^x * 2^40 = 4611686018427380431.6 by mpmath at 300 bits.
    [Fact]
    public void Natural_LargestExponent_StaysBelowTwoToThe62() =>
        Assert.InRange(Exponential.Natural(Exponential.MaxExponentQ46), 4_611_686_018_427_380_031, (1L << 62) - 1);

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(Exponential.UnderflowQ46 - 1)]
    [InlineData(Exponential.UnderflowQ46)]
    [InlineData(Exponential.UnderflowQ46 + 1)]
    public void Natural_FarBelowZero_IsZero(long exponentQ46) => Assert.Equal(0, Exponential.Natural(exponentQ46));

    [Theory]
    [InlineData(Exponential.MaxExponentQ46 + 1)]
    [InlineData(long.MaxValue)]
    public void Natural_BeyondTheLargestExponent_Refuses(long exponentQ46)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => Exponential.Natural(exponentQ46));

        Assert.Equal(ErrorCode.ExponentOutOfRange, refusal.Code);
    }

    // e^x * e^-x = 1, each within a unit; the product of the errors is below a unit.
    [Fact]
    public void Natural_AnyExponentAndItsNegative_MultiplyToOne() =>
        Assert.All(
            Draws.From(output, seeded => seeded.Between(-(7L << 46), 7L << 46)),
            exponentQ46 =>
            {
                long power = Exponential.Natural(exponentQ46);
                long inverse = Exponential.Natural(-exponentQ46);
                Assert.InRange(
                    MulShift.Floor(power, inverse, 40), (1L << 40) - 2 - ((power + inverse) >> 40), (1L << 40) + 1);
            });

    [Fact]
    public void Natural_AnyGreaterExponent_IsNotLess() =>
        Assert.All(
            Draws.From(output, seeded => seeded.Between(-(30L << 46), 15L << 46)),
            exponentQ46 => Assert.True(Exponential.Natural(exponentQ46 + 64) >= Exponential.Natural(exponentQ46)));
}
