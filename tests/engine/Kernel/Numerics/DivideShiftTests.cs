using System;
using System.Numerics;
using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class DivideShiftTests(ITestOutputHelper output)
{
    // By hand: 7 * 4 / 3 = 9.33.
    [Theory]
    [InlineData(7, 2, 3, 9)]
    [InlineData(-7, 2, 3, -10)]
    [InlineData(-6, 2, 3, -8)]
    [InlineData(0, 63, 1, 0)]
    [InlineData(-1, 0, long.MaxValue, -1)]
    [InlineData(long.MaxValue, 62, long.MaxValue, 1L << 62)]
    [InlineData(long.MinValue, 0, 1, long.MinValue)]
    public void Floor_KnownQuotient_IsTheFloor(long dividend, int shift, long divisor, long floor) =>
        Assert.Equal(floor, DivideShift.Floor(dividend, shift, divisor));

    [Theory]
    [InlineData(7, 2, 10, 3)]
    [InlineData(-7, 2, 10, -4)]
    [InlineData(7, 2, 3, 3)]
    [InlineData(7, 2, 2, 2)]
    [InlineData(-7, 2, 3, -3)]
    public void Clamp_KnownQuotient_StopsAtTheLimit(long dividend, long divisor, long limit, long clamped) =>
        Assert.Equal(clamped, DivideShift.Clamp(dividend, divisor, limit));

    [Fact]
    public void Clamp_WidestDividends_StopAtTheLimit()
    {
        Assert.Equal(5, DivideShift.Clamp(Int128.MaxValue, 1, 5));
        Assert.Equal(-5, DivideShift.Clamp(Int128.MinValue + 1, 1, 5));
    }

    [Theory]
    [InlineData(1, 63, 1)]
    [InlineData(long.MinValue, 1, 1)]
    [InlineData(long.MinValue, 63, long.MaxValue)]
    public void Floor_BeyondSixtyFourBits_Refuses(long dividend, int shift, long divisor) =>
        Refusals.Expect(ErrorCode.ResultOutOfRange, () => DivideShift.Floor(dividend, shift, divisor));

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void Floor_ShiftOutsideItsRange_Refuses(int shift) =>
        Refusals.Expect(ErrorCode.ShiftOutOfRange, () => DivideShift.Floor(1, shift, 1));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void All_DivisorNotPositive_Refuse(long divisor)
    {
        Refusals.Expect(ErrorCode.DivisorNotPositive, () => DivideShift.Floor(1, 1, divisor));
        Refusals.Expect(ErrorCode.DivisorNotPositive, () => DivideShift.Clamp(1, divisor, 1));
    }

    // The definition with arbitrary precision; a dividend whose quotient fits.
    [Fact]
    public void Floor_AnyQuotient_LeavesARemainderBelowTheDivisor() =>
        Assert.All(
            Draws.From(output, seeded =>
            {
                int shift = (int)seeded.Between(0, 63);
                long dividend = Draws.EitherSign(seeded, 63 - shift);
                return (Dividend: dividend, Shift: shift, Divisor: Draws.Positive(seeded, 63));
            }),
            drawn => Assert.InRange(
                ((BigInteger)drawn.Dividend << drawn.Shift)
                    - ((BigInteger)DivideShift.Floor(drawn.Dividend, drawn.Shift, drawn.Divisor) * drawn.Divisor),
                0,
                drawn.Divisor - 1));

    [Fact]
    public void Clamp_AnyQuotient_IsTheClampedFloor() =>
        Assert.All(
            Draws.From(output, seeded => (
                Dividend: (Int128)Draws.EitherSign(seeded, 63) * Draws.Positive(seeded, 63),
                Divisor: Draws.Positive(seeded, 63),
                Limit: seeded.OfAnyMagnitude(63))),
            drawn =>
            {
                BigInteger remainder = (((BigInteger)drawn.Dividend % drawn.Divisor) + drawn.Divisor) % drawn.Divisor;
                BigInteger floor = ((BigInteger)drawn.Dividend - remainder) / drawn.Divisor;
                Assert.Equal(
                    BigInteger.Max(-drawn.Limit, BigInteger.Min(drawn.Limit, floor)),
                    DivideShift.Clamp(drawn.Dividend, drawn.Divisor, drawn.Limit));
            });
}
