using System.Linq;
using System.Numerics;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Engine.Oracle;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Margin;

public sealed class PositionValueTests(ITestOutputHelper output)
{
    private const long One = 100_000_000;
    private const long Ratio = 1_000_000_000_000;
    private const long Cell = 1L << 40;
    private const long Largest = (1L << 62) - 1;

    // 47,801.50 dollars times 0.25 is 11,950.375; 0.01 times -0.00000001 is -1e-10, floored to one micro-dollar less.
    [Theory]
    [InlineData(4_780_150_000_000, 25_000_000, 6, 11_950_375_000)]
    [InlineData(4_780_150_000_000, -25_000_000, 6, -11_950_375_000)]
    [InlineData(1_000_000, -1, 6, -1)]
    [InlineData(1_000_000, 1, 6, 0)]
    [InlineData(Largest, Largest, 6, Largest)]
    [InlineData(Largest, -Largest, 6, -Largest)]
    public void Notional_KnownPositions_AreFlooredMoney(long price, long quantity, int decimals, long expected) =>
        Assert.Equal(expected, PositionValue.Notional(price, quantity, decimals));

    [Theory]
    [InlineData(One, 9, 1_000_000_000)]
    [InlineData(-1, 9, -10)]
    [InlineData(Largest, 9, Largest)]
    [InlineData(-Largest, 9, -Largest)]
    [InlineData(7, 8, 7)]
    public void CoinNotional_Quantity_IsTheCoinsThemselves(long quantity, int decimals, long expected) =>
        Assert.Equal(expected, PositionValue.CoinNotional(quantity, decimals));

    // 2 coins entered at 30,000 stand for 60,000 dollars: at 40,000 that is 1.5 coins, and 0.5 coins were gained.
    [Theory]
    [InlineData(40_000 * One, 30_000 * One, 2 * One, 1_500_000_000, 500_000_000)]
    [InlineData(20_000 * One, 30_000 * One, 2 * One, 3_000_000_000, -1_000_000_000)]
    [InlineData(40_000 * One, 30_000 * One, -2 * One, -1_500_000_000, -500_000_000)]
    [InlineData(3, 1, 1, 3, 6)]
    [InlineData(3, 1, -1, -4, -7)]
    [InlineData(0, 1, 1, 10, -10)]
    [InlineData(1, Largest, Largest, Largest, -Largest)]
    public void CoinNotionalAtAndProfit_KnownPositions_AreCoinsAtTheMark(
        long mark,
        long entry,
        long quantity,
        long notional,
        long profit)
    {
        Assert.Equal(notional, PositionValue.CoinNotionalAt(mark, entry, quantity, 9));
        Assert.Equal(profit, PositionValue.CoinProfit(mark, entry, quantity, 9));
    }

    [Theory]
    [InlineData(110 * One, 100 * One, 3 * One, 6, 30_000_000)]
    [InlineData(110 * One, 100 * One, -3 * One, 6, -30_000_000)]
    [InlineData(1, 0, 1, 6, 0)]
    [InlineData(0, 1, 1, 6, -1)]
    [InlineData(Largest, 0, Largest, 6, Largest)]
    public void Profit_KnownPositions_IsFlooredMoney(
        long mark, long entry, long quantity, int decimals, long expected) =>
        Assert.Equal(expected, PositionValue.Profit(mark, entry, quantity, decimals));

    // An index that rose by 0.003 dollars costs a long of 2 coins 0.006 and pays a short as much; halves go against
    // both.
    [Theory]
    [InlineData(Ratio / 1_000 * 5, Ratio / 1_000 * 2, 2 * One, 6_000)]
    [InlineData(Ratio / 1_000 * 5, Ratio / 1_000 * 2, -2 * One, -6_000)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 0, -1, 0)]
    [InlineData(long.MaxValue, long.MinValue + 1, Largest, Largest)]
    public void FundingCeil_KnownPositions_IsRoundedAgainstTheAccount(
        long index, long entry, long quantity, long expected) =>
        Assert.Equal(expected, PositionValue.FundingCeil(index, entry, quantity, 6));

    [Theory]
    [InlineData(2_000 * Ratio, Ratio / 2, 4_000 * Ratio)]
    [InlineData(2_000 * Ratio, 0, Largest)]
    [InlineData(Ratio, 3 * Ratio, 333_333_333_333)]
    [InlineData(1, Ratio, 1)]
    public void InStable_KnownPrices_AreFloored(long price, long stable, long expected) =>
        Assert.Equal(expected, PositionValue.InStable(price, stable));

    [Theory]
    [InlineData(3 * One, 2_000 * Ratio, 6, 6_000_000_000)]
    [InlineData(1, 1, 6, 0)]
    [InlineData(Largest, Largest, 6, Largest)]
    public void Collateral_KnownBalances_AreFloored(long amount, long price, int decimals, long expected) =>
        Assert.Equal(expected, PositionValue.Collateral(amount, price, decimals));

    [Theory]
    [InlineData(7, Cell, 7)]
    [InlineData(7, Cell / 2, 3)]
    [InlineData(-7, Cell / 2, -4)]
    [InlineData(7, -1, -1)]
    [InlineData(Largest, Cell * 64, Largest)]
    [InlineData(-Largest, Cell * 64, -Largest)]
    public void OfCell_KnownRows_AreFloored(long notional, long cell, long expected) =>
        Assert.Equal(expected, PositionValue.OfCell(notional, cell));

    [Fact]
    public void AllFormulas_RandomNumbers_AgreeWithTheirDefinition()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Enumerable.Range(0, 10_000), _ =>
        {
            long price = random.OfAnyMagnitude(62);
            long entry = random.OfAnyMagnitude(62);
            long quantity = random.OfAnyMagnitude(62) * (random.Coin() ? 1 : -1);
            int decimals = random.Coin() ? 6 : 9;
            BigInteger coins = Exact.Money((BigInteger)quantity * (decimals == 9 ? 10 : 1));
            BigInteger divisor = BigInteger.Max(1, price);
            BigInteger move = (BigInteger)price - entry;

            Assert.Equal(
                Floored((BigInteger)price * quantity, 16 - decimals),
                PositionValue.Notional(price, quantity, decimals));
            Assert.Equal(
                Floored(move * quantity, 16 - decimals), PositionValue.Profit(price, entry, quantity, decimals));
            Assert.Equal(
                -Floored(-move * quantity, 20 - decimals), PositionValue.FundingCeil(price, entry, quantity, decimals));
            Assert.Equal(
                Exact.Money(Exact.Floor(coins * entry, divisor)),
                PositionValue.CoinNotionalAt(price, entry, quantity, decimals));
            Assert.Equal(
                Exact.Money(Exact.Floor(coins * move, divisor)),
                PositionValue.CoinProfit(price, entry, quantity, decimals));
            Assert.Equal(
                Exact.Money(Exact.Floor((BigInteger)quantity * entry, Exact.Two(40))),
                PositionValue.OfCell(quantity, entry));
        });
    }

    private static BigInteger Floored(BigInteger product, int places) =>
        Exact.Money(Exact.Floor(product, Exact.Ten(places)));
}
