using System.Numerics;
using Verifiable.Kernel.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class BitsTests(ITestOutputHelper output)
{
    // Floor division by a power of two, by hand.
    [Theory]
    [InlineData(5, 1, 2)]
    [InlineData(-5, 1, -3)]
    [InlineData(-1, 63, -1)]
    [InlineData(long.MinValue, 63, -1)]
    [InlineData(long.MaxValue, 0, long.MaxValue)]
    public void ShiftRight_KnownNumber_IsTheFloor(long value, int count, long shifted) =>
        Assert.Equal(shifted, Bits.ShiftRight(value, count));

    [Theory]
    [InlineData(5, 2, 1)]
    [InlineData(-1, 3, 7)]
    [InlineData(-1, 62, (1L << 62) - 1)]
    [InlineData(long.MinValue, 62, 0)]
    [InlineData(long.MaxValue, 0, 0)]
    public void LowBits_KnownNumber_IsTheRemainder(long value, int count, long low) =>
        Assert.Equal(low, Bits.LowBits(value, count));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(255, 8)]
    [InlineData(256, 9)]
    [InlineData(long.MaxValue, 63)]
    public void Length_KnownNumber_IsTheKnownLength(long value, int length) => Assert.Equal(length, Bits.Length(value));

    [Fact]
    public void ShiftRightAndLowBits_AnyNumber_PutItTogetherAgain() =>
        Assert.All(
            Draws.From(output, seeded => (Value: Draws.EitherSign(seeded, 63), Count: (int)seeded.Between(0, 62))),
            drawn => Assert.Equal(
                drawn.Value,
                ((BigInteger)Bits.ShiftRight(drawn.Value, drawn.Count) << drawn.Count)
                    + Bits.LowBits(drawn.Value, drawn.Count)));

    [Fact]
    public void Length_AnyNumber_IsTheLengthOfItsDigits() =>
        Assert.All(
            Draws.From(output, seeded => seeded.OfAnyMagnitude(63)),
            value => Assert.Equal(((BigInteger)value).GetBitLength(), Bits.Length(value)));
}
