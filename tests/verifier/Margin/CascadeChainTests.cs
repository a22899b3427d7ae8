using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Margin;

/// <summary>A cascade over every option chain of the reference data: it ends, and explains every dollar.</summary>
public sealed class CascadeChainTests(ITestOutputHelper output)
{
    private const int Accounts = 150;
    private const int Rows = 8;
    private const long Dollar = 1_000_000;

    private static readonly MarginModel Model =
        new(ChainMarket.Profile.Model.Parameters, ChainMarket.Profile.Scenarios.Set);

    [DataFact("option-chains")]
    public void Run_OverEveryReferenceChain_EndsAndExplainsEquity()
    {
        Seeded random = Seeded.Printed(output);
        string[] files = ReferenceData.Files("option-chains", "*.gz");
        foreach (string file in files)
        {
            MarketSnapshot market = ChainMarket.Import(file);
            foreach (UnderlyingMarket listed in market.Underlyings)
            {
                Cascade cascade = Start(random, market, listed);
                AssertExplained(cascade);
                int liquidated = cascade.Rounds.Sum(static round => round.Liquidated);
                string name = $"{Path.GetFileName(file)}: {listed.Underlying}";
                output.WriteLine($"{name}, {cascade.Rounds.Count} rounds, {liquidated} liquidations");
                Assert.True(liquidated > 0);
            }
        }

        output.WriteLine($"{files.Length} files");
        Assert.NotEmpty(files);
    }

    private static void AssertExplained(Cascade cascade)
    {
        BigInteger cash = CashOf(cascade);
        while (cascade.Outcome == CascadeOutcome.Running)
        {
            MarketSnapshot market = cascade.Market;
            cascade.Value(0, Accounts, cascade.NewSolver());

            CascadeRound round = cascade.Close();

            Assert.Equal(EquityOf(cascade.Accounts, market), (BigInteger)round.EquityAfter);
            Assert.Equal(
                round.EquityAfter,
                round.EquityBefore - round.LiquidatorGain + round.DebtTakenOver - round.Socialised);
            Assert.Equal(cash, CashOf(cascade));
        }

        Assert.Equal(CascadeOutcome.FixedPoint, cascade.Outcome);
    }

    private static BigInteger CashOf(Cascade cascade) => (BigInteger)cascade.Fund.Balance
        + (BigInteger)cascade.Liquidator.Cash
        + Enumerable.Range(0, Accounts).Sum(account => cascade.Accounts.BookOf(account).Cash.Raw);

    private static BigInteger EquityOf(AccountSet accounts, MarketSnapshot market) =>
        Enumerable.Range(0, accounts.Count).Aggregate(
            BigInteger.Zero,
            (sum, account) => sum + MarginRules.Compute(market, Model, accounts.BookOf(account)).Equity.Raw);

    private static Cascade Start(Seeded random, MarketSnapshot market, UnderlyingMarket listed)
    {
        InstrumentId[] instruments =
        [
            .. from expiry in listed.Expiries
               where expiry.Expiry > market.ObservedAt
               from point in expiry.Surface.Strikes
               from kind in new[] { InstrumentKind.Call, InstrumentKind.Put }
               select InstrumentId.Create(
                   listed.Underlying, market.Quote, Settlement.Linear, expiry.Expiry, point.Strike, kind),
        ];
        Book[] books = [.. Enumerable.Range(0, Accounts).Select(number => Holding(random, market, instruments, number))];
        MarketSnapshot shocked = MarketMove.Apply(
            market, [new UnderlyingMove(listed.Underlying, new Ratio(-Ratio.One / 4))]);
        return new Cascade(
            shocked,
            Model,
            AccountSet.Of(books),
            new InsuranceFund(50_000 * Dollar),
            new CascadeRule(
                LiquidationRule.Vault,
                new PriceImpact(new Ratio(Ratio.One / 100), new Ratio(Ratio.One / 20)),
                1_000));
    }

    /// <summary>A few rows of either sign, with cash for between one and one and a half initial margins.</summary>
    private static Book Holding(Seeded random, MarketSnapshot market, InstrumentId[] instruments, int number)
    {
        IEnumerable<InstrumentId> held =
            Enumerable.Range(0, Rows).Select(_ => random.Pick<InstrumentId>(instruments)).Distinct().Order();
        Book book = new(
            new Bytes32(0, 0, 0, (ulong)number),
            0,
            default,
            [],
            [.. held.Select(id => new Position(
                id, new Quantity(random.Between(1, 1_000_000_000) * (random.Coin() ? 1 : -1)), default, default))]);
        MarginResult margin = MarginRules.Compute(market, Model, book);
        long cash = (margin.InitialMargin.Raw * random.Between(100, 150) / 100) - margin.Equity.Raw;
        return book with { Cash = new Money(cash) };
    }
}
