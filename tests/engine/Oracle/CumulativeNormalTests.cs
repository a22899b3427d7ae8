using System;
using Xunit;

namespace Verifiable.Tests.Engine.Oracle;

/// <summary>The oracle's own function against 20 digits of mpmath's ncdf.</summary>
public sealed class CumulativeNormalTests
{
    [Theory]
    [InlineData(-37, 5.7255712225245768227e-300)]
    [InlineData(-8, 6.2209605742717841235e-16)]
    [InlineData(-4.5, 3.3976731247300604017e-6)]
    [InlineData(-4, 0.000031671241833119921254)]
    [InlineData(-3.999, 0.000031805340054202048146)]
    [InlineData(-1, 0.15865525393145705141)]
    [InlineData(-0.1, 0.46017216272297101853)]
    [InlineData(0, 0.5)]
    [InlineData(0.1, 0.53982783727702898147)]
    [InlineData(1, 0.84134474606854294859)]
    [InlineData(3.999, 0.99996819465994579795)]
    [InlineData(4.5, 0.99999660232687526994)]
    [InlineData(8, 0.9999999999999993779)]
    public void Of_KnownDeviations_IsWithinTwoLastPlacesOfOne(double deviation, double expected) =>
        Assert.InRange(Math.Abs(CumulativeNormal.Of(deviation) - expected), 0, 3e-16);
}
