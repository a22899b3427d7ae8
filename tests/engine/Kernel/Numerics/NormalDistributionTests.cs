using System.Numerics;
using Verifiable.Kernel.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class NormalDistributionTests(ITestOutputHelper output)
{
    private const long OneQ46 = 1L << 46;

    // S(d) * 2^52 by mpmath at 300 bits; 18 units are 4e-15.
    [Theory]
    [InlineData(1, 25)]
    [InlineData(OneQ46 / 2, 862_270_269_249_083)]
    [InlineData(OneQ46, 1_537_280_071_199_166)]
    [InlineData(2 * OneQ46, 2_149_342_327_920_798)]
    [InlineData(3 * OneQ46, 2_245_720_413_413_010)]
    [InlineData((8 * OneQ46) - 1, 2_251_799_813_685_245)]
    public void Centred_KnownDeviation_IsTheKnownProbability(long deviationQ46, long centredQ52) =>
        Assert.InRange(NormalDistribution.Centred(deviationQ46), centredQ52 - 18, centredQ52 + 18);

    [Fact]
    public void Centred_Zero_IsZero() => Assert.Equal(0, NormalDistribution.Centred(0));

    [Theory]
    [InlineData((8 * OneQ46) - 1)]
    [InlineData(8 * OneQ46)]
    [InlineData((8 * OneQ46) + 1)]
    [InlineData(long.MaxValue)]
    public void Centred_FromJustBelowEight_KeepsItsValue(long deviationQ46)
    {
        Assert.Equal(NormalDistributionTable.SaturatedQ52, NormalDistribution.Centred(deviationQ46));
        Assert.Equal(-NormalDistributionTable.SaturatedQ52, NormalDistribution.Centred(-deviationQ46));
    }

    [Fact]
    public void Centred_LeastDeviation_IsTheOddValue() =>
        Assert.Equal(-NormalDistributionTable.SaturatedQ52, NormalDistribution.Centred(long.MinValue));

    [Fact]
    public void Centred_AnyDeviation_IsOddAndBelowOneHalf() =>
        Assert.All(
            Draws.From(output, seeded => Draws.EitherSign(seeded, 51)),
            deviationQ46 =>
            {
                long centredQ52 = NormalDistribution.Centred(deviationQ46);
                Assert.Equal(-centredQ52, NormalDistribution.Centred(-deviationQ46));
                Assert.InRange(centredQ52, -NormalDistribution.HalfQ52 + 1, NormalDistribution.HalfQ52 - 1);
            });

    // Phi(d) + Phi(-d) = 1, so with equal numbers the difference is 2 S(d) of them.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(OneQ46, 2 * 1_537_280_071_199_166)]
    [InlineData(100 * OneQ46, 2 * NormalDistributionTable.SaturatedQ52)]
    [InlineData(-100 * OneQ46, -2 * NormalDistributionTable.SaturatedQ52)]
    public void WeightedDifference_OfOneAndOne_IsTwiceTheCentredValue(long deviationQ46, long differenceQ52) =>
        Assert.InRange(
            NormalDistribution.WeightedDifference(1L << 52, deviationQ46, 1L << 58, -deviationQ46),
            differenceQ52 - 36,
            differenceQ52 + 36);

    [Fact]
    public void WeightedDifference_AnyNumbers_IsTheFlooredDifferenceOfTwoFloors() =>
        Assert.All(
            Draws.From(output, seeded => (
                First: seeded.OfAnyMagnitude(63),
                D1: Draws.EitherSign(seeded, 50),
                Second: seeded.OfAnyMagnitude(63),
                D2: Draws.EitherSign(seeded, 50))),
            drawn => Assert.Equal(
                (Weighted(drawn.First, drawn.D1, 46) - Weighted(drawn.Second, drawn.D2, 52)) >> 6,
                NormalDistribution.WeightedDifference(drawn.First, drawn.D1, drawn.Second, drawn.D2)));

    private static BigInteger Weighted(long number, long deviationQ46, int shift) =>
        (number * (BigInteger)(NormalDistribution.HalfQ52 + NormalDistribution.Centred(deviationQ46))) >> shift;
}
