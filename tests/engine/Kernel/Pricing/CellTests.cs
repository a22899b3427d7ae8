using System;
using Verifiable.Kernel;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Pricing;

public sealed class CellTests(ITestOutputHelper output)
{
    private const long One = Cell.OneQ40;
    private const long OneQ46 = 1L << 46;

    // At the money with v = 0.2: 2 Phi(0.1) - 1 = 0.07965567455405345, 87582340390.52 units (mpmath).
    [Fact]
    public void CallAndPut_AtTheMoney_AreTheKnownValue()
    {
        long vQ46 = OneQ46 / 5;

        long callQ40 = Cell.Call(One, OneQ46, 0, vQ46, Black76.Reciprocal(vQ46));
        long putQ40 = Cell.Put(One, OneQ46, 0, vQ46, Black76.Reciprocal(vQ46));

        Assert.Equal(87_582_340_390, callQ40);
        Assert.Equal(callQ40, putQ40);
    }

    [Fact]
    public void CallAndPut_AnyOption_KeepParityExactly() =>
        Assert.All(Draws.From(output, Option), option => Assert.Equal(
            option.FactorQ40 - option.StrikeRatioQ40, option.Call() - option.Put()));

    [Fact]
    public void CallAndPut_AnyOption_LieBetweenTheirBounds() =>
        Assert.All(Draws.From(output, Option), option =>
        {
            Assert.InRange(option.Call(), option.Bound(true, Cell.BoundLong), option.Bound(true, Cell.BoundShort));
            Assert.InRange(option.Put(), option.Bound(false, Cell.BoundLong), option.Bound(false, Cell.BoundShort));
        });

    // Numbers that no valuation produces: whatever they are, parity and bounds hold.
    [Fact]
    public void CallAndPut_AnyNumbers_KeepParityAndBounds() =>
        Assert.All(Draws.From(output, Unrelated), option =>
        {
            Assert.Equal(option.FactorQ40 - option.StrikeRatioQ40, option.Call() - option.Put());
            Assert.InRange(option.Call(), option.Bound(true, Cell.BoundLong), option.Bound(true, Cell.BoundShort));
        });

    // Floors may leave the formula itself two units outside its bounds, never more.
    [Fact]
    public void Black_AnyOption_IsAtMostTwoUnitsBelowTheCall() =>
        Assert.All(Draws.From(output, Option), option => Assert.InRange(
            option.Call() - Cell.Black(
                option.FactorQ40, option.StrikeRatioQ46, option.LogMoneynessQ46, option.VQ46, option.RvQ38),
            0,
            2 + (Math.Max(option.FactorQ40, option.StrikeRatioQ40) >> 47)));

    [Theory]
    [InlineData(1L << 32)]
    [InlineData(1)]
    [InlineData(0)]
    public void CallAndPut_VolatilityUpToTheLeast_AreIntrinsic(long vQ46)
    {
        Assert.Equal(One / 4, Cell.Call(One, OneQ46 / 4 * 3, OneQ46 / 4, vQ46, Black76.Reciprocal(vQ46)));
        Assert.Equal(0, Cell.Put(One, OneQ46 / 4 * 3, OneQ46 / 4, vQ46, Black76.Reciprocal(vQ46)));
    }

    // The jump at v = 2^-14 is at most 2.5e-5 of the forward, at the money: 2 Phi(2^-15) - 1 = 2.4349e-5.
    [Fact]
    public void Call_JustAboveTheLeastVolatility_JumpsByTheStatedAmount()
    {
        long vQ46 = Black76.LeastVolatilityQ46 + 1;

        long jumpQ40 = Cell.Call(One, OneQ46, 0, vQ46, Black76.Reciprocal(vQ46));

        Assert.InRange(jumpQ40, 26_770_000, (long)(2.5e-5 * One));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void CallAndPut_FactorZero_AreZeroAndTheStrike(long logMoneynessQ46)
    {
        Assert.Equal(0, Cell.Call(0, 3 * OneQ46, logMoneynessQ46, OneQ46, Black76.Reciprocal(OneQ46)));
        Assert.Equal(3 * One, Cell.Put(0, 3 * OneQ46, logMoneynessQ46, OneQ46, Black76.Reciprocal(OneQ46)));
    }

    // v = 16: the call is worth the forward within 2e-15.
    [Fact]
    public void Call_LargestVolatility_IsTheForward() =>
        Assert.InRange(
            Cell.Call(One, OneQ46, 0, Black76.MaxVolatilityQ46, Black76.Reciprocal(Black76.MaxVolatilityQ46)),
            One - 1,
            One);

    [Theory]
    [InlineData(One, 0)]
    [InlineData(One / 2, -One / 2)]
    [InlineData(0, -One)]
    [InlineData(64 * One, 63 * One)]
    public void Linear_KnownFactor_IsTheChange(long factorQ40, long changeQ40) =>
        Assert.Equal(changeQ40, Cell.Linear(factorQ40));

    // 1 - 1/f by hand; a factor below 2^-14 counts as 2^-14.
    [Theory]
    [InlineData(One, 0)]
    [InlineData(2 * One, One / 2)]
    [InlineData(One / 2, -One)]
    [InlineData(3 * One, 733_007_751_850)]
    [InlineData(One / 3, -2_199_023_255_556)]
    [InlineData(0, One - (One << 14))]
    [InlineData(-5, One - (One << 14))]
    public void CoinLinear_KnownFactor_IsTheFlooredChange(long factorQ40, long changeQ40) =>
        Assert.Equal(changeQ40, Cell.CoinLinear(factorQ40));

    [Theory]
    [InlineData(One, 2 * One, One / 2)]
    [InlineData(1, 3 * One, 0)]
    [InlineData(10, One / 3, 30)]
    [InlineData(One, 0, One << 14)]
    [InlineData(long.MaxValue, 0, Cell.MaxCoinQ40)]
    public void CoinOption_KnownCell_IsTheFlooredQuotient(long cellQ40, long factorQ40, long coinQ40) =>
        Assert.Equal(coinQ40, Cell.CoinOption(cellQ40, factorQ40));

    [Theory]
    [InlineData(1, 1, OneQ46)]
    [InlineData(1, 3, (OneQ46 / 3) + 1)]
    [InlineData(0, 5, 0)]
    [InlineData(1, 1L << 47, 1)]
    [InlineData(1L << 16, 1, Cell.MaxStrikeRatioQ46)]
    [InlineData((1L << 16) + 1, 1, Cell.MaxStrikeRatioQ46)]
    [InlineData(long.MaxValue, 1, Cell.MaxStrikeRatioQ46)]
    public void StrikeRatio_KnownPrices_IsTheClampedCeiling(long strike, long forward, long ratioQ46) =>
        Assert.Equal(ratioQ46, Cell.StrikeRatioCeil(strike, forward));

    [Theory]
    [InlineData(1, 1, One)]
    [InlineData(1, 3, (One / 3) + 1)]
    [InlineData(0, 5, 0)]
    [InlineData(1, 1L << 41, 1)]
    [InlineData(1L << 22, 1, Cell.MaxBoundRatioQ40)]
    [InlineData((1L << 22) + 1, 1, Cell.MaxBoundRatioQ40)]
    [InlineData(long.MaxValue, 1, Cell.MaxBoundRatioQ40)]
    public void BoundRatio_KnownPrices_IsTheClampedCeiling(long strike, long forward, long ratioQ40) =>
        Assert.Equal(ratioQ40, Cell.BoundRatioCeil(strike, forward));

    // Of prices whose ratio is no binary fraction, up to 2^16.
    [Fact]
    public void ToBoundRatio_AnyPrices_IsTheBoundsRatio() =>
        Assert.All(
            Draws.From(output, seeded => (
                Strike: seeded.OfAnyMagnitude(62), Forward: seeded.Between(1L << 46, (1L << 62) - 1))),
            drawn => Assert.Equal(
                Cell.BoundRatioCeil(drawn.Strike, drawn.Forward),
                Cell.ToBoundRatioCeil(Cell.StrikeRatioCeil(drawn.Strike, drawn.Forward))));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Ratios_ForwardNotPositive_Refuse(long forward)
    {
        Refusals.Expect(ErrorCode.DivisorNotPositive, () => Cell.StrikeRatioCeil(1, forward));
        Refusals.Expect(ErrorCode.DivisorNotPositive, () => Cell.BoundRatioCeil(1, forward));
    }

    [Theory]
    [InlineData(1L << 22, 1, 1)]
    [InlineData((1L << 22) + 1, 1, 2)]
    [InlineData(1L << 32, 1L << 10, 1L << 10)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 0, 0)]
    [InlineData(long.MaxValue, 1, 1L << 41)]
    public void UnitForward_KnownPrices_IsAtLeastTheStrikesPart(long strike, long forward, long unit) =>
        Assert.Equal(unit, Cell.UnitForward(strike, forward));

    // What the bounds are for: no price is so low that a short put owes less than its strike.
    [Fact]
    public void BoundShort_PutOfAnyPrices_OwesItsWholeStrike() =>
        Assert.All(
            Draws.From(output, seeded => (Strike: Draws.Positive(seeded, 62), Forward: Draws.Positive(seeded, 62))),
            drawn =>
            {
                long unit = Cell.UnitForward(drawn.Strike, drawn.Forward);
                long owedQ40 = Cell.BoundShort(false, One, Cell.BoundRatioCeil(drawn.Strike, unit));
                Assert.True((Int128)unit * owedQ40 >= (Int128)drawn.Strike << 40);
            });

    [Theory]
    [InlineData(1L << 10, 1, false)]
    [InlineData((1L << 10) + 1, 1, true)]
    [InlineData(1, 1L << 20, false)]
    [InlineData(1, (1L << 20) + 1, true)]
    [InlineData(long.MaxValue, long.MaxValue, false)]
    [InlineData(long.MaxValue, 1, true)]
    [InlineData(1, long.MaxValue, true)]
    public void OutsideListingRange_KnownPrices_IsStrict(long strike, long forward, bool outside) =>
        Assert.Equal(outside, Cell.OutsideListingRange(strike, forward));

    [Theory]
    [InlineData(true, 5, 3, 2, 5)]
    [InlineData(true, 3, 5, 0, 3)]
    [InlineData(false, 5, 3, 0, 3)]
    [InlineData(false, 3, 5, 2, 5)]
    public void Bounds_KnownOption_AreIntrinsicAndForwardOrStrike(
        bool isCall, long factorQ40, long strikeRatioQ40, long least, long most)
    {
        Assert.Equal(least, Cell.BoundLong(isCall, factorQ40, strikeRatioQ40));
        Assert.Equal(most, Cell.BoundShort(isCall, factorQ40, strikeRatioQ40));
    }

    private static OptionArguments Option(Seeded seeded)
    {
        VectorOption option = VectorFile.Option(seeded, 33);
        return new OptionArguments(
            option.FactorQ40,
            option.StrikeRatioQ46,
            option.LogMoneynessQ46,
            option.VQ46,
            Black76.Reciprocal(option.VQ46));
    }

    private static OptionArguments Unrelated(Seeded seeded) => new(
        seeded.OfAnyMagnitude(63),
        seeded.OfAnyMagnitude(63),
        Draws.EitherSign(seeded, 63),
        seeded.Between(0, Black76.MaxVolatilityQ46),
        Draws.EitherSign(seeded, 63));

    private readonly record struct OptionArguments(
        long FactorQ40, long StrikeRatioQ46, long LogMoneynessQ46, long VQ46, long RvQ38)
    {
        /// <summary>k in the cell's scale, rounded up by its definition.</summary>
        public long StrikeRatioQ40 => (StrikeRatioQ46 / 64) + (StrikeRatioQ46 % 64 > 0 ? 1 : 0);

        public long Call() => Cell.Call(FactorQ40, StrikeRatioQ46, LogMoneynessQ46, VQ46, RvQ38);

        public long Put() => Cell.Put(FactorQ40, StrikeRatioQ46, LogMoneynessQ46, VQ46, RvQ38);

        public long Bound(bool isCall, Func<bool, long, long, long> bound) => bound(isCall, FactorQ40, StrikeRatioQ40);
    }
}
