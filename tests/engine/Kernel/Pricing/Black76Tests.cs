using System.Numerics;
using Verifiable.Kernel.Pricing;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Pricing;

public sealed class Black76Tests(ITestOutputHelper output)
{
    private const long OneQ46 = 1L << 46;

    // floor(sqrt(seconds / 31536000) * 2^46) and floor(seconds / 31536000 * 2^46) by mpmath at 300 bits.
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 12_530_733_599, 2_231_378)]
    [InlineData(86_400, 3_683_268_410_522, 192_791_079_938)]
    [InlineData(2_592_000, 20_174_091_937_891, 5_783_732_398_164)]
    [InlineData(31_536_000, OneQ46, OneQ46)]
    [InlineData(126_144_000, 2 * OneQ46, 4 * OneQ46)]
    [InlineData(4_294_967_296, 821_214_157_163_267, 9_583_696_565_945_500)]
    public void SquareRootOfYearsAndYears_KnownSeconds_AreTheKnownFloors(long seconds, long rootQ46, long yearsQ46)
    {
        Assert.Equal(rootQ46, Black76.SquareRootOfYears(seconds));
        Assert.Equal(yearsQ46, Black76.Years(seconds));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(Black76.MaxSeconds + 1, Black76.MaxSeconds)]
    [InlineData(long.MaxValue, Black76.MaxSeconds)]
    public void SquareRootOfYearsAndYears_OutsideTheRange_AreThoseOfItsEnd(long seconds, long end)
    {
        Assert.Equal(Black76.SquareRootOfYears(end), Black76.SquareRootOfYears(seconds));
        Assert.Equal(Black76.Years(end), Black76.Years(seconds));
    }

    // sigma * sqrt(tau) by hand; 16 is the largest.
    [Theory]
    [InlineData(OneQ46 / 2, OneQ46 / 2, OneQ46 / 4)]
    [InlineData(8 * OneQ46, 2 * OneQ46, 16 * OneQ46)]
    [InlineData((8 * OneQ46) + 1, 2 * OneQ46, 16 * OneQ46)]
    [InlineData(long.MaxValue, long.MaxValue, 16 * OneQ46)]
    [InlineData(1, OneQ46 - 1, 0)]
    [InlineData(-1, OneQ46, 0)]
    [InlineData(OneQ46, 0, 0)]
    public void TotalVolatility_KnownProduct_IsTheClampedFloor(long sigmaQ46, long sqrtTauQ46, long vQ46) =>
        Assert.Equal(vQ46, Black76.TotalVolatility(sigmaQ46, sqrtTauQ46));

    [Theory]
    [InlineData(OneQ46, 1L << 38)]
    [InlineData(16 * OneQ46, 1L << 34)]
    [InlineData((1L << 32) + 1, (1L << 52) - (1L << 20))]
    [InlineData(1L << 32, 0)]
    [InlineData(0, 0)]
    [InlineData(long.MinValue, 0)]
    public void Reciprocal_KnownVolatility_IsTheFloorOrZero(long vQ46, long rvQ38) =>
        Assert.Equal(rvQ38, Black76.Reciprocal(vQ46));

    [Fact]
    public void Reciprocal_AnyPricedVolatility_LeavesARemainderBelowIt() =>
        Assert.All(
            Draws.From(output, seeded => seeded.Between((1L << 32) + 1, 16 * OneQ46)),
            vQ46 => Assert.InRange(
                (BigInteger.One << 84) - ((BigInteger)Black76.Reciprocal(vQ46) * vQ46), 0, vQ46 - 1));

    [Fact]
    public void SquareRootOfYears_AnySeconds_SquaresToTheYears() =>
        Assert.All(
            Draws.From(output, seeded => seeded.OfAnyMagnitude(33)),
            seconds =>
            {
                BigInteger root = Black76.SquareRootOfYears(seconds);
                BigInteger scaled = (BigInteger)seconds << 92;
                Assert.True(root * root * 31_536_000 <= scaled);
                Assert.True((root + 1) * (root + 1) * 31_536_000 > scaled);
            });
}
