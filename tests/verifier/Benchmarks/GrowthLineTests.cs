using System;
using System.Linq;
using Verifiable.Benchmarks.Growth;
using Xunit;

namespace Verifiable.Tests.Verifier.Benchmarks;

/// <summary>The exponent that scripts/bench.sh judges growth by.</summary>
public sealed class GrowthLineTests
{
    [Theory]
    [InlineData(0.5, true)]
    [InlineData(1.0, true)]
    [InlineData(1.05, true)]
    [InlineData(1.1, false)]
    [InlineData(2.0, false)]
    public void Slope_OfAPower_IsItsExponent(double exponent, bool holds)
    {
        GrowthLine line = Line([1, 10, 100, 1_000, 10_000], size => 3 * Math.Pow(size, exponent));

        Assert.Equal(exponent, line.Slope, 12);
        Assert.Equal(holds, line.Holds);
    }

    /// <summary>Quadratic growth that a fixed cost hides at first is found in the larger half.</summary>
    [Fact]
    public void Slope_QuadraticBehindAFixedCost_IsFound()
    {
        GrowthLine line = Line([1, 10, 100, 1_000, 10_000, 100_000], size => 1e4 + ((double)size * size));

        Assert.InRange(line.Slope, 1.9, 2.1);
        Assert.False(line.Holds);
    }

    [Fact]
    public void Slope_OfTwoSizes_IsOfBoth() =>
        Assert.Equal(1, Line([1, 2], static size => 5 * size).Slope, 12);

    private static GrowthLine Line(int[] sizes, Func<int, double> nanoseconds) =>
        new("work", "things", [.. sizes.Select(size => new GrowthPoint(size, nanoseconds(size)))]);
}
