using System;
using System.Linq;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Engine.Oracle;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Margin;

public sealed class MoneyRangeTests(ITestOutputHelper output)
{
    private const long Limit = 4_611_686_018_427_387_903;

    [Fact]
    public void Limit_IsTwoToThe62LessOne() => Assert.Equal(Limit, MoneyRange.Limit);

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, -1, -1)]
    [InlineData(2, 199, 1)]
    [InlineData(2, 200, 2)]
    [InlineData(2, -1, -1)]
    [InlineData(2, -100, -1)]
    [InlineData(2, -101, -2)]
    [InlineData(10, 19_999_999_999, 1)]
    [InlineData(18, -1, -1)]
    [InlineData(18, 999_999_999_999_999_999, 0)]
    public void Floor_KnownProducts_GoTowardsMinusInfinity(int places, long product, long expected)
    {
        Assert.Equal(expected, MoneyRange.Floor(product, places));
        Assert.Equal(-expected, MoneyRange.Ceil(-(Int128)product, places));
    }

    [Fact]
    public void Clamp_AroundTheLimit_IsTheNearestAmount()
    {
        Assert.Equal(Limit, MoneyRange.Clamp(Limit));
        Assert.Equal(Limit, MoneyRange.Clamp((Int128)Limit + 1));
        Assert.Equal(-Limit, MoneyRange.Clamp(-(Int128)Limit));
        Assert.Equal(-Limit, MoneyRange.Clamp(-(Int128)Limit - 1));
        Assert.Equal(Limit, MoneyRange.Clamp(Int128.MaxValue));
        Assert.Equal(-Limit, MoneyRange.Clamp(Int128.MinValue));
    }

    [Fact]
    public void FloorAndCeil_RandomProducts_AgreeWithTheirDefinition()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Enumerable.Range(0, 20_000), _ =>
        {
            Int128 product = (Int128)random.OfAnyMagnitude(63) * random.OfAnyMagnitude(63) * (random.Coin() ? 1 : -1);
            int places = (int)random.Between(0, 18);
            Assert.Equal(Exact.Money(Exact.Floor(product, Exact.Ten(places))), MoneyRange.Floor(product, places));
            Assert.Equal(Exact.Money(Exact.Ceil(product, Exact.Ten(places))), MoneyRange.Ceil(product, places));
        });
    }
}
