using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Edges;

/// <summary>What cannot be priced counts as a stated bound, and the result says so.</summary>
public sealed class MissingInputTests(ITestOutputHelper output)
{
    public static TheoryData<string> Missing =>
        ["strike", "expiry", "underlying", "factor", "expiry and underlying of a future too"];

    // Owed: the larger of the strike and six forwards of 100; of an unknown underlying, six of the lowest strike. There
    // 1,000 over 150 is rounded up and costs a micro-dollar.
    [Theory]
    [MemberData(nameof(Missing))]
    public void Option_NotListed_IsNothingLongAndAtLeastTheStrikeShort(string missing)
    {
        MarginCase inputs = Without(missing);

        MarginResult held = inputs.Holding(Call(150, 1), Put(150, 1)).Margin();
        MarginResult owed = inputs.Holding(Call(150, -1)).Margin();
        MarginResult owedFar = inputs.Holding(Put(150, -1), Put(1_000, -1)).Margin();

        Assert.Equal(0, held.Equity.Raw);
        Assert.All(held.Totals, static total => Assert.Equal(0, total.Raw));
        Assert.Equal(Assumptions.InstrumentMissing, held.Assumed);
        Assert.Equal(missing.Contains("underlying") ? -900 * Dollar : -600 * Dollar, owed.Equity.Raw);
        Assert.Equal(Assumptions.InstrumentMissing, owed.Assumed);
        Assert.Equal(missing.Contains("underlying") ? (-1_900 * Dollar) - 1 : -1_600 * Dollar, owedFar.Equity.Raw);
    }

    // The lowest row of the group is the future, which has no strike to stand for the forward.
    [Fact]
    public void Option_NotListedBesideAFuture_IsBoundByItsStrike()
    {
        MarginCase inputs = Without("expiry and underlying of a future too");

        MarginResult owed = inputs.Holding(Future(1, 100), Call(150, -1)).Margin();

        Assert.Equal((-100 - 900) * Dollar, owed.Equity.Raw);
    }

    // A long of 10 entered at 100 is worth nothing, so 1,000 are lost; a short owes six entries, so 5,000 are. That is
    // the bound: no scenario loses any more.
    [Theory]
    [InlineData(10, -1_000)]
    [InlineData(-10, -5_000)]
    public void PerpetualOrFuture_NotListed_IsNothingLongAndSixEntriesShort(long quantity, long equityDollars)
    {
        MarginCase inputs = Case.WithUnderlying(static listed => listed with { Perpetual = null, Expiries = [] });

        MarginResult perpetual = inputs.Holding(Perpetual(quantity, 100)).Margin();
        MarginResult future = inputs.Holding(Future(quantity, 100)).Margin();

        Assert.All([perpetual, future], margin =>
        {
            Assert.Equal(equityDollars * Dollar, margin.Equity.Raw);
            Assert.Equal([0, 0, 0], margin.Totals.Select(static total => total.Raw));
            Assert.Equal(0, margin.InitialMargin.Raw);
            Assert.Equal(Assumptions.InstrumentMissing, margin.Assumed);
        });
    }

    // In coin a short of 10 entered at 100 owes 10 (1 - 100 / 600) coins at six entries: 8.333333334, rounded up.
    [Fact]
    public void CoinPerpetual_NotListed_OwesSixEntriesOnceShort()
    {
        MarginCase inputs = InCoin.WithUnderlying(static listed => listed with { Perpetual = null });

        MarginResult margin = inputs.Holding(OfCoin(default, default, InstrumentKind.Perpetual, -10, 100)).Margin();

        Assert.Equal(-8_333_333_334, margin.Equity.Raw);
        Assert.Equal([0, 0, 0], margin.Totals.Select(static total => total.Raw));
    }

    // Of an underlying that no scenario moves: spot owed is owed at six prices of 100, once.
    [Fact]
    public void Spot_OwedAndNotShocked_IsSixPricesOnce()
    {
        MarginResult margin = Without("factor").Holding(Spot(-2)).Margin();

        Assert.Equal(-1_200 * Dollar, margin.Equity.Raw);
        Assert.All(margin.Totals, static total => Assert.Equal(0, total.Raw));
    }

    // Its value is not a mark, so the bound is in the scenarios: a coin of 100 is worth nothing.
    [Fact]
    public void Collateral_CancellingAnUnderlyingThatIsNotShocked_IsLostAndFlagged()
    {
        MarginCase inputs = Without("factor") with
        {
            Book = Book() with { Collateral = [new CollateralBalance(Name.Asset("BTC"), new Quantity(One))] },
        };

        MarginResult margin = inputs.Margin();

        Assert.Equal([-100 * Dollar], margin.Totals.Select(static total => total.Raw));
        Assert.Equal(Assumptions.InstrumentMissing, margin.Assumed);
    }

    // Strike 102,500 is past 2^10 forwards of 100. A short call owes the forward, a short put its strike.
    [Fact]
    public void Option_BeyondThePricedStrikes_IsIntrinsicLongAndTheForwardOrStrikeShort()
    {
        MarginCase inputs = WithStrike(102_500);

        MarginResult heldCall = inputs.Holding(Call(102_500, 1)).Margin();
        MarginResult owedCall = inputs.Holding(Call(102_500, -1)).Margin();
        MarginResult heldPut = inputs.Holding(Put(102_500, 1)).Margin();
        MarginResult owedPut = inputs.Holding(Put(102_500, -1)).Margin();

        Assert.Equal([0, 0, 0], heldCall.Totals.Select(static total => total.Raw));
        Assert.Equal([50 * Dollar, 0, -50 * Dollar], owedCall.Totals.Select(static total => total.Raw));
        Assert.Equal(-100 * Dollar, owedCall.Equity.Raw);
        Assert.Equal(102_400 * Dollar, heldPut.Equity.Raw);
        Assert.Equal(-102_500 * Dollar, owedPut.Equity.Raw);
        Assert.All(
            new[] { heldCall, owedCall, heldPut, owedPut },
            static margin => Assert.Equal(Assumptions.MoneynessBound, margin.Assumed));
    }

    // A coin that fell from 1,000 to 0.0001, 10^7 times: a ratio ends at 2^22, what a short put owes does not. The
    // notional is whole micro-dollars, so 2^22 of those is the room that a bound has.
    [Fact]
    public void Option_BeyondTheLargestRatio_OwesItsWholeStrikeShortAndAtMostThatLong()
    {
        const long room = 1L << 22;
        MarginCase inputs = WithStrike(1_000).WithExpiry(static expiry => expiry with { Forward = new Price(10_000) });

        long owedPut = inputs.Holding(Put(1_000, -1)).Margin().Equity.Raw;
        long owedCall = inputs.Holding(Call(1_000, -1)).Margin().Equity.Raw;
        long heldPut = inputs.Holding(Put(1_000, 1)).Margin().Equity.Raw;
        long heldCall = inputs.Holding(Call(1_000, 1)).Margin().Equity.Raw;

        Assert.InRange(owedPut, (-1_000 * Dollar) - room, -1_000 * Dollar);
        Assert.InRange(owedCall, -1_000, -100);
        Assert.InRange(heldPut, (1_000 * Dollar) - room, (1_000 * Dollar) - 100);
        Assert.Equal(0, heldCall);
    }

    // In coin a put of 1,000 on 0.0001 owes 10^7 coins, beyond the 2^22 that a cell counts to; a call owes one.
    [Fact]
    public void CoinOption_BeyondTheLargestRatio_OwesItsWholeStrikeShortAndAtMostThatLong()
    {
        const long coin = 1_000_000_000;
        MarginCase inputs = (InCoin with { Market = WithStrike(1_000).Market })
            .WithExpiry(static expiry => expiry with { Forward = new Price(10_000) });
        Position call = OfCoin(Expiry, Dollars(1_000), InstrumentKind.Call, 1);
        Position put = OfCoin(Expiry, Dollars(1_000), InstrumentKind.Put, 1);

        long owedPut = inputs.Holding(put with { Quantity = new Quantity(-One) }).Margin().Equity.Raw;
        long owedCall = inputs.Holding(call with { Quantity = new Quantity(-One) }).Margin().Equity.Raw;
        long heldPut = inputs.Holding(put).Margin().Equity.Raw;
        long heldCall = inputs.Holding(call).Margin().Equity.Raw;

        Assert.InRange(owedPut, (-10_000_000 * coin) - 5, -10_000_000 * coin);
        Assert.Equal(-coin, owedCall);
        Assert.InRange(heldPut, 9_999_990 * coin, 9_999_999 * coin);
        Assert.Equal(0, heldCall);
    }

    [Fact]
    public void Option_AtTheLastPricedStrike_IsPriced() =>
        Assert.Equal(Assumptions.None, WithStrike(102_400).Holding(Put(102_400, -1)).Margin().Assumed);

    /// <summary>
    /// Whatever is missing of a book of options, its equity is no more than if it were there: a long is worth at least
    /// nothing, and a short owes at most its strike or a forward, of which six are counted.
    /// </summary>
    [Fact]
    public void Option_WithoutItsStrikeOrExpiry_NeverRaisesEquity()
    {
        int flagged = 0;
        BookChanges.ForAllPlain(output, 10_000, withRotations: false, (random, inputs, _) =>
        {
            MarginCase options = inputs with
            {
                Book = inputs.Book with
                {
                    Positions = [.. inputs.Book.Positions.Where(static row => row.Instrument.IsOption)],
                },
            };
            MarginResult missing = (options with { Market = WithLess(inputs.Market, random) }).Margin();

            Assert.True(missing.Equity.Raw <= options.Margin().Equity.Raw);
            flagged += (missing.Assumed & Assumptions.InstrumentMissing) != 0 ? 1 : 0;
        });
        output.WriteLine($"{flagged} books lacked an input");
        Assert.True(flagged > 5_000);
    }

    private static MarketSnapshot WithLess(MarketSnapshot market, Seeded random) => market with
    {
        Underlyings = [.. market.Underlyings.Select(listed => listed with
        {
            Expiries = [.. listed.Expiries.Where(_ => random.Coin()).Select(expiry => expiry with
            {
                Surface = expiry.Surface with { Strikes = [.. expiry.Surface.Strikes.Where(_ => random.Coin())] },
            })],
        })],
    };

    /// <summary>The sample settled in the coin.</summary>
    private static MarginCase InCoin => Case with { Model = Model with { Settlement = Name.Asset("BTC") } };

    private static Position OfCoin(
        Instant expiry, Price strike, InstrumentKind kind, long quantity, long entryDollars = 0) =>
        Of(InstrumentId.Create(Btc, Usd, Settlement.Inverse, expiry, strike, kind), quantity, entryDollars);

    private static MarginCase Without(string missing) => missing switch
    {
        "strike" => Case,
        "expiry" => Case.WithUnderlying(static listed => listed with { Expiries = [] }),
        "factor" => Case with { Scenarios = new([], [Move(OneQ40) with { Shocks = [] }]) },
        _ => Case with { Market = Case.Market with { Underlyings = [] } },
    };

    private static MarginCase WithStrike(long dollars) => Case.WithExpiry(expiry => expiry with
    {
        Surface = expiry.Surface with { Strikes = expiry.Surface.Strikes.Add(At(dollars, Ratio.One)) },
    });
}
