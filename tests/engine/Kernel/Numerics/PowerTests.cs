using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class PowerTests(ITestOutputHelper output)
{
    private const long OneQ46 = 1L << 46;
    private const long OneQ40 = 1L << 40;

    // (n / d)^p by hand.
    [Theory]
    [InlineData(4, 1, OneQ46 / 2, 2 * OneQ40)]
    [InlineData(1, 4, OneQ46 / 2, OneQ40 / 2)]
    [InlineData(27, 8, -OneQ46, OneQ40 / 27 * 8)]
    [InlineData(10, 1, 3 * OneQ46, 1_000 * OneQ40)]
    [InlineData(123, 456, 0, OneQ40)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, OneQ40)]
    public void OfRatio_KnownPower_IsWithinTheStatedError(
        long numerator, long denominator, long exponentQ46, long powerQ40)
    {
        long tolerance = 9 + (powerQ40 >> 42);

        Assert.InRange(Power.OfRatio(numerator, denominator, exponentQ46), powerQ40 - tolerance, powerQ40 + tolerance);
    }

    [Theory]
    [InlineData(long.MaxValue, 1, long.MaxValue)]
    [InlineData(1, long.MaxValue, long.MinValue)]
    [InlineData(2, 1, 23 * OneQ46)]
    public void OfRatio_BeyondTwoToThe22_StaysThere(long numerator, long denominator, long exponentQ46) =>
        Assert.Equal(
            Exponential.Natural(Exponential.MaxExponentQ46), Power.OfRatio(numerator, denominator, exponentQ46));

    [Theory]
    [InlineData(1, long.MaxValue, long.MaxValue)]
    [InlineData(2, 1, -50 * OneQ46)]
    public void OfRatio_FarBelowOneUnit_IsZero(long numerator, long denominator, long exponentQ46) =>
        Assert.Equal(0, Power.OfRatio(numerator, denominator, exponentQ46));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, long.MinValue)]
    public void OfRatio_NumbersThatAreNotPositive_Refuses(long numerator, long denominator) =>
        Refusals.Expect(ErrorCode.LogarithmOfNonPositive, () => Power.OfRatio(numerator, denominator, OneQ46));

    // The logarithms are subtracted, so swapping the numbers and the exponent's sign changes at most a floor.
    [Fact]
    public void OfRatio_AnyRatio_IsThePowerOfTheInverseRatio() =>
        Assert.All(
            Draws.From(output, seeded => (
                N: Draws.Positive(seeded, 63), D: Draws.Positive(seeded, 63), P: Draws.EitherSign(seeded, 44))),
            drawn =>
            {
                long power = Power.OfRatio(drawn.N, drawn.D, drawn.P);
                Assert.InRange(
                    Power.OfRatio(drawn.D, drawn.N, -drawn.P) - power, -2 - (power >> 45), 2 + (power >> 45));
            });
}
