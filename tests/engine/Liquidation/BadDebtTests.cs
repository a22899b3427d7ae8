using System;
using System.Linq;
using System.Numerics;
using Verifiable.Engine.Liquidation;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Liquidation;

/// <summary>Who pays: the fund first, then everybody with equity, to the last raw unit.</summary>
public sealed class BadDebtTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(100, 30, 30, 70)]
    [InlineData(100, 100, 100, 0)]
    [InlineData(100, 250, 100, 0)]
    [InlineData(0, 5, 0, 0)]
    public void Pay_ABadDebt_PaysWhatIsThere(long balance, long debt, long paid, long left)
    {
        InsuranceFund after = new InsuranceFund(balance).Pay(debt, out Int128 spent);

        Assert.Equal(paid, spent);
        Assert.Equal(left, after.Balance);
    }

    // 10 over 7, 0, -3, 1 and 3: sum 11, floors 70/11 = 6, 10/11 = 0, 30/11 = 2; the two left over go to the first and
    // the next with equity. A loss of 12 finds 11. A loss of nothing costs nothing.
    [Theory]
    [InlineData(10, 10, new long[] { 7, 0, 0, 1, 2 })]
    [InlineData(11, 11, new long[] { 7, 0, 0, 1, 3 })]
    [InlineData(12, 11, new long[] { 7, 0, 0, 1, 3 })]
    [InlineData(1, 1, new long[] { 1, 0, 0, 0, 0 })]
    [InlineData(0, 0, new long[] { 0, 0, 0, 0, 0 })]
    public void Spread_ALoss_IsTheWorkedExample(long loss, long spread, long[] expected)
    {
        long[] shares = new long[5];

        Int128 total = SocialisedLoss.Spread(loss, [7, 0, -3, 1, 3], shares);

        Assert.Equal(spread, total);
        Assert.Equal(expected, shares);
    }

    [Fact]
    public void Spread_OverNobody_IsNothing()
    {
        long[] shares = [5, 5];

        Assert.Equal(0, SocialisedLoss.Spread(9, [0, -4], shares));
        Assert.Equal([0, 0], shares);
    }

    [Fact]
    public void Spread_AnyLoss_IsExactProRataAndLeavesNobodyInDebt()
    {
        Seeded random = Seeded.Printed(output);
        const int Cases = 10_000;
        for (int index = 0; index < Cases; index++)
        {
            long[] equities = [.. Enumerable.Range(0, (int)random.Between(1, 40))
                .Select(_ => random.OfAnyMagnitude(62) * (random.Between(0, 3) == 0 ? -1 : 1))];
            BigInteger total = equities.Aggregate(BigInteger.Zero, static (sum, one) => sum + Math.Max(0, one));
            Int128 loss = (Int128)(total * random.OfAnyMagnitude(20) / (1 << 19));
            long[] shares = new long[equities.Length];

            Int128 spread = SocialisedLoss.Spread(loss, equities, shares);

            AssertSpread(loss, spread, equities, shares, total);
        }

        output.WriteLine($"{Cases} losses");
    }

    /// <summary>The pro-rata floor by whole numbers of any width, and what may stand above it.</summary>
    private static void AssertSpread(Int128 loss, Int128 spread, long[] equities, long[] shares, BigInteger total)
    {
        Assert.Equal(BigInteger.Min(loss, total), spread);
        Assert.Equal((BigInteger)spread, shares.Aggregate(BigInteger.Zero, static (sum, one) => sum + one));
        Assert.All(equities.Zip(shares), pair =>
        {
            BigInteger floor = pair.First > 0 ? (BigInteger)spread * pair.First / total : 0;
            Assert.InRange(pair.Second - floor, 0, 1);
            Assert.InRange(pair.Second, 0, Math.Max(0, pair.First));
        });
    }
}
