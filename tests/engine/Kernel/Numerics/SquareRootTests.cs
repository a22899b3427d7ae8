using System;
using System.Numerics;
using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Numerics;

public sealed class SquareRootTests(ITestOutputHelper output)
{
    // Roots of perfect squares and their neighbours, by hand.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(99, 9)]
    [InlineData(100, 10)]
    public void Floor_SmallRadicand_IsTheKnownRoot(long radicand, long root) =>
        Assert.Equal(root, SquareRoot.Floor(radicand));

    [Fact]
    public void Floor_LargestRadicand_IsTwoToThe63LessOne() =>
        Assert.Equal(long.MaxValue, SquareRoot.Floor(SquareRoot.MaxRadicand));

    public static TheoryData<Int128> OutOfRange =>
        [-1, SquareRoot.MaxRadicand + 1, Int128.MinValue, Int128.MaxValue];

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Floor_OutsideItsDomain_Refuses(Int128 radicand) =>
        Refusals.Expect(ErrorCode.RadicandOutOfRange, () => SquareRoot.Floor(radicand));

    // The definition itself with arbitrary precision: root^2 <= radicand < (root + 1)^2.
    [Fact]
    public void Floor_AnyRadicand_BracketsItsSquare() => Assert.All(Draws.From(output, Radicand), AssertBrackets);

    [Fact]
    public void Floor_AnySquareAndItsNeighbours_BracketTheirSquare() =>
        Assert.All(Draws.From(output, seeded => (Int128)Draws.Positive(seeded, 63)), root =>
        {
            AssertBrackets(root * root);
            AssertBrackets((root * root) - 1);
        });

    private static Int128 Radicand(Seeded seeded) =>
        new Int128(seeded.Bits() >> 2, seeded.Bits()) >> (int)seeded.Between(0, 125);

    private static void AssertBrackets(Int128 radicand)
    {
        BigInteger root = SquareRoot.Floor(radicand);

        Assert.True(root * root <= (BigInteger)radicand);
        Assert.True((root + 1) * (root + 1) > (BigInteger)radicand);
    }
}
