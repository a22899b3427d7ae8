using System;
using Verifiable.Kernel.Margin;
using Xunit;

namespace Verifiable.Tests.Engine.Kernel.Margin;

/// <summary>From the losses to the requirement, and an underlying's share of its scenario.</summary>
public sealed class RequirementTests
{
    private const long One = 1L << 40;
    private const long Largest = (1L << 62) - 1;

    [Theory]
    [InlineData(10, 3, 2, 10)]
    [InlineData(3, 10, 2, 10)]
    [InlineData(3, 2, 10, 10)]
    [InlineData(0, 2, 2, 2)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, Largest, 1, Largest)]
    public void Binding_Losses_IsTheLargest(long scan, long basis, long tail, long expected) =>
        Assert.Equal(expected, Requirement.Binding(scan, basis, tail));

    [Theory]
    [InlineData(-10, 10)]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(-Largest, Largest)]
    public void LossOf_Total_IsItsNegativePart(long total, long expected) =>
        Assert.Equal(expected, Requirement.LossOf(total));

    [Theory]
    [InlineData(100, One + One / 4, 125)]
    [InlineData(1, One + 1, 2)]
    [InlineData(1, 1, 1)]
    [InlineData(0, One, 0)]
    [InlineData(Largest, 2 * One, Largest)]
    public void OfLossCeil_KnownLosses_RoundsUp(long loss, long multiplier, long expected) =>
        Assert.Equal(expected, Requirement.OfLossCeil(loss, multiplier));

    [Fact]
    public void Equity_BeyondTheRange_IsTheNearestAmount()
    {
        Assert.Equal(Largest, Requirement.Equity((Int128)Largest * 5));
        Assert.Equal(-Largest, Requirement.Equity((Int128)Largest * -5));
        Assert.Equal(-5, Requirement.Equity(-5));
    }

    [Theory]
    [InlineData(7, One / 2, 3)]
    [InlineData(-7, One / 2, -4)]
    [InlineData(-7, One, -7)]
    [InlineData(-7, 0, 0)]
    public void Dampened_KnownSums_AreFloored(long sum, long dampening, long expected) =>
        Assert.Equal(expected, UnderlyingTotal.Dampened(sum, dampening));

    [Fact]
    public void Dampened_BeyondTheRange_IsClampedFirst() =>
        Assert.Equal(-(Largest / 2) - 1, UnderlyingTotal.Dampened((Int128)Largest * -9, One / 2));
}
