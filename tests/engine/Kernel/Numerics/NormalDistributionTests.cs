using Verifiable.Kernel.Numerics;
using Xunit;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class NormalDistributionTests
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
}
