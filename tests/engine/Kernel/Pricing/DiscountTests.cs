using System.Numerics;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Pricing;

public sealed class DiscountTests(ITestOutputHelper output)
{
    private const long Q40 = 1L << 40;
    private const long Q46 = 1L << 46;

    // e^-1 in Q40, 404487723187.6 (mpmath).
    [Theory]
    [InlineData(0, Q46, Q40)]
    [InlineData(Q46, 0, Q40)]
    [InlineData(Q46, Q46, 404_487_723_187)]
    [InlineData(Q46 / 2, 2 * Q46, 404_487_723_187)]
    [InlineData(-Q46, Q46, Q40)]
    [InlineData(long.MinValue, long.MaxValue, Q40)]
    [InlineData(long.MaxValue, long.MaxValue, 0)]
    public void Factor_KnownRate_IsCappedAtOne(long rateQ46, long tauYearsQ46, long factorQ40) =>
        Assert.Equal(factorQ40, Discount.Factor(rateQ46, tauYearsQ46));

    // 0.5 e^-(1/2 (1/2 * 2 + 1)) = 0.5 e^-1; a negative rate counts as none.
    [Theory]
    [InlineData(Q40 / 2, Q46 / 2, 2 * Q40, Q46, Q46 / 2, 202_243_861_593)]
    [InlineData(Q40 / 2, -Q46, 2 * Q40, 2 * Q46, Q46 / 2, 202_243_861_593)]
    [InlineData(Q40, Q46, Q40, Q46, 0, Q40)]
    [InlineData(Q40, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, 0)]
    [InlineData(0, Q46, Q40, Q46, Q46, 0)]
    public void LongSide_KnownRate_IsTheKnownFactor(
        long baseQ40, long rateQ46, long multiplierQ40, long addQ46, long tauYearsQ46, long factorQ40) =>
        Assert.InRange(
            Discount.LongSide(baseQ40, rateQ46, multiplierQ40, addQ46, tauYearsQ46), factorQ40 - 1, factorQ40);

    // e^1 in Q40 is 2988782477962.1 (mpmath); 1/D of a rate of 2 over a year, e^2, is more; of a rate of 0 it is 1.
    [Theory]
    [InlineData(Q40, 2 * Q46, Q40 / 2, 0, Q46, 2_988_782_477_962)]
    [InlineData(Q40, 0, Q40, Q46, Q46, Q40)]
    [InlineData(Q40, -Q46, Q40, Q46, Q46, Q40)]
    [InlineData(Q40 / 2, 0, Q40, 0, Q46, Q40 / 2)]
    public void ShortSide_KnownRate_IsTheLesserFactor(
        long baseQ40, long rateQ46, long multiplierQ40, long addQ46, long tauYearsQ46, long factorQ40) =>
        Assert.Equal(factorQ40, Discount.ShortSide(baseQ40, rateQ46, multiplierQ40, addQ46, tauYearsQ46));

    [Fact]
    public void ShortSide_NothingLeftOfFutureMoney_IsTheLargestFactor() =>
        Assert.InRange(
            Discount.ShortSide(Q40, long.MaxValue, Q40, 0, Q46),
            Exponential.Natural(Exponential.MaxExponentQ46),
            Discount.MaxFactorQ40);

    // 1 / D is the most that a short side takes: its product with D is at most one.
    [Fact]
    public void ShortSide_AnyRate_IsAtMostTheInverseDiscount() =>
        Assert.All(
            Draws.From(output, seeded => (
                Rate: seeded.Between(-Q46, Q46), Add: seeded.Between(0, Q46), Tau: seeded.OfAnyMagnitude(48))),
            drawn => Assert.True(
                (BigInteger)Discount.ShortSide(Q40 / 25 * 26, drawn.Rate, Q40 / 2, drawn.Add, drawn.Tau)
                    * Discount.Factor(drawn.Rate, drawn.Tau) <= BigInteger.One << 80));

    [Fact]
    public void LongSide_AnyLongerTime_IsNotMore() =>
        Assert.All(
            Draws.From(output, seeded => (
                Rate: seeded.Between(-Q46, Q46), Add: seeded.Between(0, Q46), Tau: seeded.OfAnyMagnitude(48))),
            drawn => Assert.True(
                Discount.LongSide(Q40, drawn.Rate, Q40, drawn.Add, drawn.Tau + Q46)
                    <= Discount.LongSide(Q40, drawn.Rate, Q40, drawn.Add, drawn.Tau)));
}
