using System.Linq;
using System.Numerics;
using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;
using Verifiable.Tests.Engine.Oracle;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class ScaleClampTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1_000_000_000_000, 46, 1L << 46)]
    [InlineData(-1, 46, -71)]
    [InlineData(1, 46, 70)]
    [InlineData(131_071_999_999_999_999, 46, 9_223_372_036_854_775_737)]
    [InlineData(1_000_000_000_000_000_000, 46, long.MaxValue)]
    [InlineData(-1_000_000_000_000_000_000, 46, -long.MaxValue)]
    [InlineData(1_000_000_000_000_000_000, 40, 1_000_000L << 40)]
    public void Clamp_KnownNumbers_SaturatesWhereConvertRefuses(long raw12, int bits, long expected) =>
        Assert.Equal(expected, Scale.Clamp(raw12, bits));

    [Fact]
    public void Clamp_RandomNumbers_AgreesWithTheDefinition()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Enumerable.Range(0, 10_000), _ =>
        {
            long raw12 = random.OfAnyMagnitude(63) * (random.Coin() ? 1 : -1);
            int bits = (int)random.Between(0, 63);
            BigInteger exact = Exact.Floor((BigInteger)raw12 << bits, Exact.Ten(12));
            Assert.Equal(Exact.Clamp(exact, long.MaxValue), Scale.Clamp(raw12, bits));
        });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void Clamp_ShiftOutOfRange_IsRefused(int bits) =>
        Assert.Equal(ErrorCode.ShiftOutOfRange, Assert.Throws<MarginException>(() => Scale.Clamp(1, bits)).Code);
}
