using System.Numerics;
using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class ScaleTests(ITestOutputHelper output)
{
    // By hand: a half is 2^39 in Q40; 10^-12 is 1.0995 units of Q40, so its negative floors to -2.
    [Theory]
    [InlineData(500_000_000_000, 40, 1L << 39)]
    [InlineData(1, 40, 1)]
    [InlineData(-1, 40, -2)]
    [InlineData(1, 39, 0)]
    [InlineData(-1, 39, -1)]
    [InlineData(1_000_000_000_000, 62, 1L << 62)]
    [InlineData(1_000_000_000_000_000_000, 40, 1_000_000L << 40)]
    [InlineData(long.MaxValue, 0, 9_223_372)]
    public void Convert_KnownNumber_IsTheFloor(long raw12, int fractionBits, long converted) =>
        Assert.Equal(converted, Scale.Convert(raw12, fractionBits));

    [Theory]
    [InlineData(1_000_000_000_000, 63)]
    [InlineData(long.MinValue, 63)]
    public void Convert_BeyondSixtyFourBits_Refuses(long raw12, int fractionBits) =>
        Refusals.Expect(ErrorCode.ResultOutOfRange, () => Scale.Convert(raw12, fractionBits));

    [Theory]
    [InlineData(-1, 40, -2)]
    [InlineData(1_000_000_000_000, 62, 1L << 62)]
    [InlineData(1_000_000_000_000, 63, long.MaxValue)]
    [InlineData(-1_000_000_000_001, 63, -long.MaxValue)]
    [InlineData(long.MaxValue, 63, long.MaxValue)]
    [InlineData(long.MinValue, 63, -long.MaxValue)]
    public void Clamp_KnownNumber_IsTheFloorOrTheLargest(long raw12, int fractionBits, long converted) =>
        Assert.Equal(converted, Scale.Clamp(raw12, fractionBits));

    [Fact]
    public void Clamp_AnyNumberThatFits_IsConvert() =>
        Assert.All(
            Draws.From(output, seeded => Draws.EitherSign(seeded, 56)),
            raw12 => Assert.Equal(Scale.Convert(raw12, 46), Scale.Clamp(raw12, 46)));

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void ConvertAndClamp_FractionBitsOutsideTheirRange_Refuse(int fractionBits)
    {
        Refusals.Expect(ErrorCode.ShiftOutOfRange, () => Scale.Convert(1, fractionBits));
        Refusals.Expect(ErrorCode.ShiftOutOfRange, () => Scale.Clamp(1, fractionBits));
    }

    [Fact]
    public void Convert_AnyNumber_LeavesLessThanOneUnit() =>
        Assert.All(
            Draws.From(output, seeded => Draws.EitherSign(seeded, 56)),
            raw12 => Assert.InRange(
                ((BigInteger)raw12 << 46) - ((BigInteger)Scale.Convert(raw12, 46) * 1_000_000_000_000),
                0,
                999_999_999_999));
}
