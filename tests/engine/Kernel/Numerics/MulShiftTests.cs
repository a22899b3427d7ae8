using System;
using System.Numerics;
using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class MulShiftTests(ITestOutputHelper output)
{
    // By hand: 7 * 3 / 4 = 5.25.
    [Theory]
    [InlineData(7, 3, 2, 5, 6)]
    [InlineData(-7, 3, 2, -6, -5)]
    [InlineData(8, 3, 2, 6, 6)]
    [InlineData(-8, 3, 2, -6, -6)]
    [InlineData(1, 1, 63, 0, 1)]
    [InlineData(-1, 1, 63, -1, 0)]
    [InlineData(long.MaxValue, 1, 0, long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MaxValue, 63, -long.MaxValue, -long.MaxValue)]
    public void FloorAndCeil_KnownProduct_AreItsNeighbours(long left, long right, int shift, long floor, long ceiling)
    {
        Assert.Equal(floor, MulShift.Floor(left, right, shift));
        Assert.Equal(ceiling, MulShift.Ceil(left, right, shift));
    }

    [Theory]
    [InlineData(7, 3, 2, 5, 5)]
    [InlineData(7, 3, 2, 4, 4)]
    [InlineData(-7, 3, 2, 5, -5)]
    [InlineData(long.MaxValue, long.MaxValue, 0, long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MaxValue, 0, 10, -10)]
    public void Clamp_KnownProduct_StopsAtTheLimit(long left, long right, int shift, long limit, long clamped) =>
        Assert.Equal(clamped, MulShift.Clamp(left, right, shift, limit));

    [Theory]
    [InlineData(long.MaxValue, 2, 0)]
    [InlineData(long.MinValue, long.MinValue, 63)]
    public void FloorAndCeil_BeyondSixtyFourBits_Refuse(long left, long right, int shift)
    {
        Refusals.Expect(ErrorCode.ResultOutOfRange, () => MulShift.Floor(left, right, shift));
        Refusals.Expect(ErrorCode.ResultOutOfRange, () => MulShift.Ceil(left, right, shift));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void All_ShiftOutsideItsRange_Refuse(int shift)
    {
        Refusals.Expect(ErrorCode.ShiftOutOfRange, () => MulShift.Floor(1, 1, shift));
        Refusals.Expect(ErrorCode.ShiftOutOfRange, () => MulShift.Ceil(1, 1, shift));
        Refusals.Expect(ErrorCode.ShiftOutOfRange, () => MulShift.Clamp(1, 1, shift, 1));
        Refusals.Expect(ErrorCode.ShiftOutOfRange, () => (long)MulShift.Wide(1, 1, shift));
    }

    [Theory]
    [InlineData(7, 3, 2, 5)]
    [InlineData(-7, 3, 2, -6)]
    [InlineData(1, 1, 63, 0)]
    [InlineData(-1, 1, 63, -1)]
    public void Wide_KnownProduct_IsTheFloor(long left, long right, int shift, int floor) =>
        Assert.Equal((Int128)floor, MulShift.Wide(left, right, shift));

    // Products of 126 bits: none is narrowed.
    [Fact]
    public void Wide_AnyProduct_IsTheFloor() =>
        Assert.All(
            Draws.From(output, seeded => (
                Left: Draws.EitherSign(seeded, 63), Right: Draws.EitherSign(seeded, 63), Shift: seeded.Between(0, 63))),
            drawn => Assert.Equal(
                ((BigInteger)drawn.Left * drawn.Right) >> (int)drawn.Shift,
                (BigInteger)MulShift.Wide(drawn.Left, drawn.Right, (int)drawn.Shift)));

    // The definition with arbitrary precision; factors of which the product's upper half fits.
    [Fact]
    public void FloorAndCeil_AnyProduct_BracketIt() =>
        Assert.All(Draws.From(output, Factors), drawn =>
        {
            BigInteger product = (BigInteger)drawn.Left * drawn.Right;
            BigInteger unit = BigInteger.One << drawn.Shift;
            Assert.InRange(product - (MulShift.Floor(drawn.Left, drawn.Right, drawn.Shift) * unit), 0, unit - 1);
            Assert.InRange((MulShift.Ceil(drawn.Left, drawn.Right, drawn.Shift) * unit) - product, 0, unit - 1);
        });

    [Fact]
    public void Clamp_AnyProduct_IsTheClampedFloor() =>
        Assert.All(Draws.From(output, seeded => (Factors: Factors(seeded), Limit: seeded.OfAnyMagnitude(63))), drawn =>
        {
            (long left, long right, int shift) = drawn.Factors;
            Assert.Equal(
                long.Clamp(MulShift.Floor(left, right, shift), -drawn.Limit, drawn.Limit),
                MulShift.Clamp(left, right, shift, drawn.Limit));
        });

    private static (long Left, long Right, int Shift) Factors(Seeded seeded)
    {
        int shift = (int)seeded.Between(0, 63);
        return (Draws.EitherSign(seeded, 62), Draws.EitherSign(seeded, shift), shift);
    }
}
