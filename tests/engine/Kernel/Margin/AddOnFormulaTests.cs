using System;
using System.Numerics;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Engine.Oracle;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Margin;

/// <summary>
/// Concentration, limits, credit, offsets across underlyings and the tools against procyclicality: known values, the
/// formula without a width, direction and edges.
/// </summary>
public sealed class AddOnFormulaTests(ITestOutputHelper output)
{
    private const long One = 1L << 40;
    private const long Year = 1L << 46;
    private const long Largest = (1L << 62) - 1;

    // Half of what netting saves: 60 + (100 - 60) / 2.
    [Theory]
    [InlineData(60, 100, 0, 100)]
    [InlineData(60, 100, One / 2, 80)]
    [InlineData(60, 100, One, 60)]
    [InlineData(60, 101, One / 2, 81)]
    [InlineData(60, 60, 0, 60)]
    [InlineData(60, 50, 0, 60)]
    [InlineData(60, 100, 2 * One, 60)]
    [InlineData(60, 100, -One, 100)]
    [InlineData(0, Largest, 0, Largest)]
    public void AcrossUnderlyings_KnownLosses_GrantThatShare(long joint, long worsts, long credit, long expected) =>
        Assert.Equal(expected, AcrossUnderlyings.LossCeil(joint, worsts, credit));

    // From 100 to 300 the share grows from 0 to a half; a quarter of the way is an eighth.
    [Theory]
    [InlineData(99, 0)]
    [InlineData(100, 0)]
    [InlineData(150, One / 8)]
    [InlineData(200, One / 4)]
    [InlineData(300, One / 2)]
    [InlineData(Largest, One / 2)]
    public void ConcentrationShare_KnownSizes_ClimbTheLadder(long size, long expected) =>
        Assert.Equal(expected, Concentration.ShareCeil(size, 100, 300, One / 2));

    [Theory]
    [InlineData(5, 10, 10)]
    [InlineData(11, 10, 10)]
    [InlineData(11, 10, 5)]
    public void ConcentrationShare_NoWidth_IsAStep(long size, long lower, long upper) =>
        Assert.Equal(size > lower ? One : 0, Concentration.ShareCeil(size, lower, upper, One));

    // A call that gains 3 % of its forward over a move of 10 % counts as three tenths; a put by its magnitude.
    [Theory]
    [InlineData(1_000, 3, 0, 10, 300)]
    [InlineData(-1_000, 0, 3, 10, 300)]
    [InlineData(1, 1, 0, 10, 1)]
    [InlineData(1_000, 10, 0, 10, 1_000)]
    [InlineData(1_000, 99, 0, 10, 1_000)]
    [InlineData(1_000, 0, 0, 10, 0)]
    [InlineData(-1_000, 0, 0, 0, 1_000)]
    [InlineData(Largest, long.MaxValue, long.MinValue, 1, Largest)]
    public void DeltaSize_KnownCells_IsTheDifferenceAsAShare(
        long quantity, long up, long down, long width, long size) =>
        Assert.Equal(size, Concentration.DeltaSizeCeil(quantity, up, down, width));

    [Fact]
    public void Concentration_RandomSizes_AreTheFormulaAndGrow() =>
        Assert.All(Draws.From(output, static seeded => (
            Size: seeded.OfAnyMagnitude(62),
            More: seeded.OfAnyMagnitude(60),
            Lower: seeded.OfAnyMagnitude(60),
            Width: Draws.Positive(seeded, 60),
            Share: seeded.Between(0, One))), static drawn =>
        {
            long upper = drawn.Lower + drawn.Width;
            BigInteger part = BigInteger.Max(0, BigInteger.Min(drawn.Width, (BigInteger)drawn.Size - drawn.Lower));
            long share = Concentration.ShareCeil(drawn.Size, drawn.Lower, upper, drawn.Share);
            long larger = Concentration.ShareCeil(
                Math.Min(Largest, drawn.Size + drawn.More), drawn.Lower, upper, drawn.Share);

            Assert.Equal(Exact.Ceil(part * drawn.Share, drawn.Width), share);
            Assert.InRange(larger, share, drawn.Share);
        });

    [Theory]
    [InlineData(100, 70, 30)]
    [InlineData(70, 70, 0)]
    [InlineData(-100, 0, 0)]
    [InlineData(100, 0, 100)]
    [InlineData(long.MaxValue, 0, Largest)]
    [InlineData(Largest, Largest, 0)]
    public void CollateralLimit_KnownValues_AddTheExcess(long value, long limit, long expected) =>
        Assert.Equal(expected, CollateralLimit.Excess(value, limit));

    // Initial 100, maintenance 60: a floor of 75 % leaves 25 to replace, one of 50 % only the 40 down to maintenance.
    [Theory]
    [InlineData(100, 60, 10, 0, 10)]
    [InlineData(100, 60, 1_000, 0, 40)]
    [InlineData(100, 60, 1_000, One / 2, 40)]
    [InlineData(100, 60, 1_000, One / 4 * 3, 25)]
    [InlineData(100, 60, 1_000, One / 4 * 3 + 1, 24)]
    [InlineData(100, 60, 1_000, One, 0)]
    [InlineData(100, 60, 0, 0, 0)]
    [InlineData(60, 60, 1_000, 0, 0)]
    [InlineData(Largest, 0, Largest, 0, Largest)]
    [InlineData(100, 60, 1_000, 2 * One, 0)]
    public void CreditRelief_KnownLines_StopsAtTheFloorAndAtMaintenance(
        long initial, long maintenance, long line, long floor, long expected) =>
        Assert.Equal(expected, CreditRelief.OfInitial(initial, maintenance, line, floor));

    // With a quarter of stressed 200 % on today's 40 %: 80 %. A floor of 90 % holds; a quarter on top is 112.5 %, of
    // which a release at 100 % leaves 100 %, and one below the floor nothing.
    [Theory]
    [InlineData(40, 0, 0, 0, 0, 0, 40)]
    [InlineData(40, 200, One / 4, 0, 0, 0, 80)]
    [InlineData(40, 200, One / 4, 90, 0, 0, 90)]
    [InlineData(40, 200, One / 4, 96, One / 4, 500, 120)]
    [InlineData(40, 200, One / 4, 96, One / 4, 100, 100)]
    [InlineData(40, 200, One / 4, 96, One / 4, 50, 96)]
    [InlineData(40, 200, One, 0, 0, 0, 200)]
    [InlineData(40, 200, 2 * One, 0, 0, 0, 200)]
    public void Volatility_KnownTools_HoldItBack(
        long today, long stressed, long share, long floor, long buffer, long release, long percent) =>
        Assert.Equal(
            percent * Year,
            AntiProcyclicality.Volatility(today * Year, stressed * Year, share, floor * Year, buffer, release * Year));

    // Up to release / 1.25 the whole buffer, from there a standstill, beyond the release today's alone.
    [Theory]
    [InlineData(60, 75)]
    [InlineData(80, 100)]
    [InlineData(90, 100)]
    [InlineData(100, 100)]
    [InlineData(110, 110)]
    public void Volatility_RisingToday_UsesTheBufferUp(long today, long percent) =>
        Assert.Equal(
            percent * Year, AntiProcyclicality.Volatility(today * Year, 0, 0, 0, One / 4, 100 * Year));

    [Fact]
    public void Volatility_RandomTools_GrowAndStayBounded() =>
        Assert.All(Draws.From(output, static seeded => (
            Today: seeded.OfAnyMagnitude(51),
            More: seeded.OfAnyMagnitude(50),
            Stressed: seeded.OfAnyMagnitude(51),
            Share: seeded.Between(0, One),
            Floor: seeded.OfAnyMagnitude(51),
            Buffer: seeded.Between(0, 10 * One),
            Release: seeded.OfAnyMagnitude(51))), static drawn =>
        {
            long Of(long today) => AntiProcyclicality.Volatility(
                today, drawn.Stressed, drawn.Share, drawn.Floor, drawn.Buffer, drawn.Release);
            long sigma = Of(drawn.Today);
            long largest = Math.Max(drawn.Floor, Math.Max(drawn.Today, drawn.Stressed) + 2);

            Assert.True(Of(drawn.Today + drawn.More) >= sigma);
            Assert.True(sigma >= drawn.Floor);
            Assert.True(sigma <= Exact.Ceil((BigInteger)largest * (One + drawn.Buffer), One) + 2);
        });

    [Theory]
    [InlineData(80, 40, 2 * One)]
    [InlineData(40, 40, One)]
    [InlineData(20, 40, One)]
    [InlineData(0, 40, One)]
    [InlineData(1, 0, AntiProcyclicality.MaxScaleQ40)]
    [InlineData(4, 3, (4 * One / 3) + 1)]
    public void Scale_KnownVolatilities_IsTheirRatioFromOne(long volatility, long reference, long expected) =>
        Assert.Equal(expected, AntiProcyclicality.ScaleCeil(volatility * Year, reference * Year));
}
