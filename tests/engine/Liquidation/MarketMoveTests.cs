using System.Linq;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Liquidation;

/// <summary>How far selling moves a price, and what moves with it.</summary>
public sealed class MarketMoveTests
{
    private static readonly PriceImpact Impact = new(new Ratio(2_000_000_000), new Ratio(50_000_000_000));

    // 0.2 % a million: 3 million move 0.6 %, 25 million exactly the cap of 5 %, a dollar 2e-9, a raw unit 2e-15.
    [Theory]
    [InlineData(3_000_000_000_000, -6_000_000_000)]
    [InlineData(-3_000_000_000_000, 6_000_000_000)]
    [InlineData(25_000_000_000_000, -50_000_000_000)]
    [InlineData(1_000_000_000_000_000, -50_000_000_000)]
    [InlineData(1_000_000, -2_000)]
    [InlineData(499, 0)]
    [InlineData(-500, 1)]
    [InlineData(0, 0)]
    public void MoveOf_ASale_IsLinearUpToTheCap(long sold, long move)
    {
        Assert.Equal(new Ratio(move), Impact.MoveOf(sold, 6));
        Assert.Equal(default, PriceImpact.None.MoveOf(sold, 6));
    }

    // Nine places of a coin: a million coins are 10^15 raw units.
    [Fact]
    public void MoveOf_ASaleInCoin_CountsCoins() =>
        Assert.Equal(new Ratio(-2_000_000_000), Impact.MoveOf(1_000_000_000_000_000, 9));

    // Minus a fifth: spot, perpetual and coin 100 -> 80; of the forward's 100, 30 are settled: 30 + 70 * 0.8 = 86.
    [Fact]
    public void Apply_AMove_TakesEveryPriceOfTheUnderlying()
    {
        MarketSnapshot market = Case.WithExpiry(static expiry => expiry with { SettledPart = Dollars(30) }).Market;

        MarketSnapshot moved = MarketMove.Apply(market, [new UnderlyingMove(Btc, new Ratio(-Ratio.One / 5))]);

        UnderlyingMarket listed = moved.Underlyings.Single();
        Assert.Equal(Dollars(80), listed.Spot);
        Assert.Equal(Dollars(80), listed.Perpetual!.Price);
        Assert.Equal(Dollars(86), listed.Expiries.Single().Forward);
        Assert.Equal([80 * Ratio.One, Ratio.One], moved.Assets.Select(static asset => asset.Price.Raw));
        Assert.Same(market.Underlyings[0].Expiries[0].Surface, listed.Expiries[0].Surface);
        Assert.Equal(Dollars(30), listed.Expiries[0].SettledPart);
    }

    [Fact]
    public void Apply_AWipeOut_LeavesOneRawUnit()
    {
        MarketSnapshot moved = MarketMove.Apply(Market, [new UnderlyingMove(Btc, new Ratio(1 - Ratio.One))]);

        Assert.Equal(new Price(1), moved.Underlyings[0].Spot);
    }

    [Fact]
    public void Apply_NoMoveOrAnUnlistedUnderlying_ChangesNothing()
    {
        UnderlyingMove none = new(Btc, default);
        UnderlyingMove unlisted = new(Name.Underlying("ETH"), new Ratio(Ratio.One));

        MarketSnapshot moved = MarketMove.Apply(Market, [none, unlisted]);

        Assert.Equal(Market.Underlyings[0].Spot, moved.Underlyings[0].Spot);
        Assert.Equal(Market.Underlyings[0].Expiries[0].Forward, moved.Underlyings[0].Expiries[0].Forward);
        Assert.Equal(Market.Assets.ToArray(), moved.Assets.ToArray());
    }
}
