using System.Linq;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Liquidation;

/// <summary>Cascades worked by hand.</summary>
public sealed class CascadeTests
{
    /// <summary>A thousandth of a per cent for each ten dollars: 100 a million, capped at a half.</summary>
    private static readonly PriceImpact Steep = new(new Ratio(100 * Ratio.One), new Ratio(Ratio.One / 2));

    // Two accounts long ten perpetuals from 100, with 450 and with 505 of cash; maintenance is half the notional.
    // Round 1, spot 100: the first lacks 50; its slice is the worked example of SliceSolverTests, 2.20849 BTC, so
    //   220.849 dollars are sold and the move is -2.20849 %; the price becomes 97.79151.
    // Round 2: the second has 505 - 10 * 2.20849 = 482.9151 against 488.95755, of which 115 % are 562.3011825.
    //   (562.3011825 - 482.9151) / (562.3011825 - 9.658302) = 14.364807 %, up to 143649: 1.43649 BTC at 97.79151 are
    //   140.476526 dollars (floored), which move -1.40476526 %: 97.79151 * 0.9859523474 = 96.41776884 (floored).
    //   The first has 448.012359 - 7.79151 * 2.20849 = 430.80 against 380.97 and stays.
    // Round 3, spot 96.41776884: 420.101369 against 375.620005 and 469.763647 against 412.837264: the fixed point.
    [Fact]
    public void Run_TwoAccounts_IsTheWorkedExample()
    {
        Cascade cascade = Start(Steep, 0, Holding(1, 450 * Dollar, 10), Holding(2, 505 * Dollar, 10));

        cascade.Run();

        Assert.Equal(CascadeOutcome.FixedPoint, cascade.Outcome);
        UnderlyingRound[] btc = [.. cascade.Rounds.Select(static round => round.Underlyings.Single())];
        Assert.Equal(
            [
                new UnderlyingRound(Btc, Dollars(100), 220_849_000, new Ratio(-22_084_900_000)),
                new UnderlyingRound(Btc, new Price(9_779_151_000), 140_476_526, new Ratio(-14_047_652_600)),
                new UnderlyingRound(Btc, new Price(9_641_776_884), 0, default),
            ],
            btc);
        Assert.Equal([1, 1, 0], cascade.Rounds.Select(static round => round.Liquidated));
        Assert.Equal(
            [420_101_369, 469_763_647], cascade.Solutions.ToArray().Select(static found => found.Before.Equity));
        Assert.Equal(new Price(9_641_776_884), cascade.Market.Underlyings[0].Spot);
    }

    // Ten perpetuals from 105 with no cash: equity -50, which the taker is paid. The fund has 20; of the other 30,
    // equities of 300 and 600 carry 10 and 20. The third account is in debt itself, by 5, for the next line: 55 in all,
    // 35 to share, 11.666666 and 23.333333 floored, and the one raw unit left over goes to the first.
    [Fact]
    public void Run_Insolvency_IsPaidByTheFundThenByAll()
    {
        Cascade cascade = Start(
            PriceImpact.None,
            20 * Dollar,
            Book(Perpetual(10, 105)) with { Account = Id(3) },
            Holding(1, 300 * Dollar, 0),
            Holding(2, 600 * Dollar, 0),
            Holding(4, -5 * Dollar, 0));

        cascade.Run();

        CascadeRound first = cascade.Rounds[0];
        Assert.Equal((2, 2), (first.Liquidated, first.Insolvent));
        Assert.Equal((845 * Dollar, 55 * Dollar, 0), (first.EquityBefore, first.DebtTakenOver, first.Premium));
        Assert.Equal((20 * Dollar, 35 * Dollar, 0), (first.FundPaid, first.Socialised, first.Uncovered));
        Assert.Equal(865 * Dollar, first.EquityAfter);
        Assert.Equal(
            [288_333_333, 576_666_667, 0, 0],
            Enumerable.Range(0, 4).Select(account => cascade.Accounts.BookOf(account).Cash.Raw));
        Assert.Equal(0, cascade.Fund.Balance);
        Assert.Equal(10 * One, cascade.Liquidator.Quantities[0]);
        Assert.Equal(50 * Dollar, cascade.Liquidator.Cash);
        Assert.Equal([2, 0], cascade.Rounds.Select(static round => round.Liquidated));
    }

    // A debt of 50 with a fund of 20 and 7 of equity elsewhere: 23 remain with whoever took the account.
    [Fact]
    public void Run_DebtThatNobodyCanPay_IsNamed()
    {
        Cascade cascade = Start(
            PriceImpact.None,
            20 * Dollar,
            Book(Perpetual(10, 105)) with { Account = Id(1) },
            Holding(2, 7 * Dollar, 0));

        cascade.Run();

        Assert.Equal((20 * Dollar, 7 * Dollar, 23 * Dollar), (
            cascade.Rounds[0].FundPaid, cascade.Rounds[0].Socialised, cascade.Rounds[0].Uncovered));
        Assert.Equal(0, cascade.Rounds[^1].EquityAfter);
    }

    // Short ten from 100 with 450 of cash: liquidators buy, and the price rises.
    [Fact]
    public void Run_AShortSqueeze_RaisesThePrice()
    {
        Cascade cascade = Start(Steep, 0, Holding(1, 450 * Dollar, -10));

        cascade.Run();

        Assert.True(cascade.Rounds[0].Underlyings[0].Sold < 0);
        Assert.True(cascade.Market.Underlyings[0].Spot.Raw > Dollars(100).Raw);
    }

    [Fact]
    public void Close_AtTheLastRound_SaysThatItStillLiquidated()
    {
        Cascade cascade = new(
            Market,
            new MarginModel(Model, Scenarios),
            AccountSet.Of([Holding(1, 450 * Dollar, 10), Holding(2, 505 * Dollar, 10)]),
            default,
            new CascadeRule(LiquidationRule.Vault, Steep, 1));

        cascade.Run();

        Assert.Equal((CascadeOutcome.RoundLimit, 1), (cascade.Outcome, cascade.Rounds.Count));
    }

    [Fact]
    public void Run_NoAccounts_IsAFixedPoint()
    {
        Cascade cascade = Start(Steep, 5);

        cascade.Run();

        Assert.Equal(CascadeOutcome.FixedPoint, cascade.Outcome);
        Assert.Equal(0, cascade.Rounds.Single().EquityBefore);
    }

    // Options sell their delta: a call at the money, 30 days at 50 %, has S(d1) + 1/2 = Phi(0.0716..) = 0.52857.
    [Fact]
    public void Run_LongCalls_SellTheirDelta()
    {
        Book book = Book(Call(100, 10), Perpetual(-10, 100)) with
        {
            Account = Id(1),
            Cash = new Money(-20 * Dollar),
        };
        Cascade cascade = Start(PriceImpact.None, 1_000 * Dollar, book);

        cascade.Run();

        CascadeRound round = cascade.Rounds[0];
        double share = cascade.Liquidator.Quantities.ToArray().Max(static taken => (double)taken) / (10 * One);
        double delta = 1_000 * (0.5285685 - 1) * share;
        Assert.InRange((double)round.Underlyings[0].Sold / Dollar, delta - 0.01, delta + 0.01);
        Assert.Equal(-round.Underlyings[0].Sold, round.Traded);
    }

    [Fact]
    public void Of_AnAccountTwice_IsRefused()
    {
        MarginException refusal = Assert.Throws<MarginException>(
            static () => AccountSet.Of([Holding(7, 1, 0), Holding(8, 1, 0), Holding(7, 2, 1)]));

        Assert.Equal((ErrorCode.RowDuplicate, Id(7).ToString()), (refusal.Code, refusal.Value));
    }

    private static Cascade Start(PriceImpact impact, long fund, params Book[] books) => new(
        Market,
        new MarginModel(Model, Scenarios),
        AccountSet.Of(books),
        new InsuranceFund(fund),
        new CascadeRule(LiquidationRule.Vault, impact, 100));

    private static Book Holding(ulong account, long cash, long perpetuals)
    {
        Position[] rows = perpetuals == 0 ? [] : [Perpetual(perpetuals, 100)];
        return Book(rows) with { Account = Id(account), Cash = new Money(cash) };
    }

    private static Bytes32 Id(ulong account) => new(0, 0, 0, account);
}
