using System.Linq;
using System.Numerics;
using Verifiable.Engine.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

public sealed class ApportionmentTests(ITestOutputHelper output)
{
    /// <summary>By hand: exact shares of 10 are 10/3 each; the unit left goes to the first.</summary>
    [Theory]
    [InlineData(10, new long[] { 1, 1, 1 }, new long[] { 4, 3, 3 })]
    [InlineData(7, new long[] { 3, 2, 1 }, new long[] { 4, 2, 1 })]
    [InlineData(5, new long[] { 0, 0, 7 }, new long[] { 0, 0, 5 })]
    [InlineData(100, new long[] { 3, -1 }, new long[] { 150, -50 })]
    [InlineData(10, new long[] { 4, -1 }, new long[] { 13, -3 })]
    [InlineData(0, new long[] { 4, 5 }, new long[] { 0, 0 })]
    public void Split_ByHand_IsTheLargestRemainder(long amount, long[] weights, long[] expected)
    {
        long[] parts = new long[weights.Length];

        Apportionment.Split(amount, weights, parts);

        Assert.Equal(expected, parts);
    }

    /// <summary>
    /// The Alabama paradox, which the method is known for, with three states (Balinski and Young, Fair Representation).
    /// </summary>
    [Fact]
    public void Split_OneUnitMore_MayTakeAUnitFromOne()
    {
        long[] ten = new long[3];
        long[] eleven = new long[3];

        Apportionment.Split(10, [6, 6, 2], ten);
        Apportionment.Split(11, [6, 6, 2], eleven);

        Assert.Equal([4, 4, 2], ten);
        Assert.Equal([5, 5, 1], eleven);
    }

    [Fact]
    public void Split_AnyWeights_AddsUpAndIsWithinAUnitOfTheExactShare()
    {
        Seeded random = Seeded.Printed(output);
        for (int draw = 0; draw < 20_000; draw++)
        {
            long amount = random.OfAnyMagnitude(62);
            long[] weights = [.. Enumerable.Range(0, (int)random.Between(1, 20))
                .Select(_ => random.OfAnyMagnitude(58) * (random.Between(0, 3) == 0 ? -1 : 1))];
            BigInteger sum = weights.Aggregate(BigInteger.Zero, static (total, weight) => total + weight);
            if (sum <= 0 || weights.Any(weight => BigInteger.Abs((BigInteger)weight * amount / sum) > 1L << 62))
            {
                continue;
            }

            long[] parts = new long[weights.Length];
            Apportionment.Split(amount, weights, parts);

            Assert.Equal(amount, parts.Aggregate(BigInteger.Zero, static (total, part) => total + part));
            Assert.All(parts.Zip(weights), pair => Assert.True(
                BigInteger.Abs(((BigInteger)pair.First * sum) - ((BigInteger)amount * pair.Second)) < sum));
        }
    }
}
