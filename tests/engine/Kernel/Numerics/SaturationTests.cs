using System.Numerics;
using Verifiable.Kernel.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class SaturationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(-11, -10)]
    [InlineData(-10, -10)]
    [InlineData(0, 0)]
    [InlineData(20, 20)]
    [InlineData(21, 20)]
    [InlineData(long.MinValue, -10)]
    [InlineData(long.MaxValue, 20)]
    public void Between_MinusTenAndTwenty_IsTheNearest(long value, long nearest) =>
        Assert.Equal(nearest, Saturation.Between(value, -10, 20));

    [Fact]
    public void Between_AnyNumber_IsTheMiddleOfThree() =>
        Assert.All(
            Draws.From(output, seeded => (
                Value: Draws.EitherSign(seeded, 63), Low: -seeded.OfAnyMagnitude(63), High: seeded.OfAnyMagnitude(63))),
            drawn => Assert.Equal(
                BigInteger.Max(drawn.Low, BigInteger.Min(drawn.High, drawn.Value)),
                Saturation.Between(drawn.Value, drawn.Low, drawn.High)));
}
