using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Liquidation;

/// <summary>What must hold of every cascade, over random markets, models and accounts.</summary>
public sealed class CascadePropertyTests(ITestOutputHelper output)
{
    private const int Cascades = 60;
    private const int Accounts = 60;

    [Fact]
    public void Run_RandomAccounts_EndsAndConservesEverything()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        int rounds = 0;
        int liquidated = 0;
        int shared = 0;
        for (int index = 0; index < Cascades; index++)
        {
            MarginCase first = cases.Next();
            MarginModel model = new(first.Model, first.Scenarios);
            Book[] books = Population(random, first.Market, model, () => cases.Another(first).Book);
            Cascade cascade = Start(random, first.Market, model, books);

            AssertConserves(cascade, model);

            rounds += cascade.Rounds.Count;
            liquidated += cascade.Rounds.Sum(static round => round.Liquidated);
            shared += cascade.Rounds.Count(static round => round.Socialised > 0);
        }

        output.WriteLine($"{Cascades} cascades, {rounds} rounds, {liquidated} liquidations, {shared} shared losses");
        Assert.True(rounds > 3 * Cascades && liquidated > Cascades * Accounts / 5 && shared > Cascades / 5);
    }

    /// <summary>Tail measures, add-ons, limits and, of every second account, a line of credit.</summary>
    [Fact]
    public void Run_ModelWithOptionalMembers_EndsAndConservesEverything()
    {
        Seeded random = Seeded.Printed(output);
        MeasuredCaseGenerator cases = new(random);
        for (int index = 0; index < Cascades / 4; index++)
        {
            MarginCase first = cases.Next();
            ModelParameters parameters = first.Model with { Credit = EverySecondAccount(random) };
            MarginModel model = new(parameters, first.Scenarios);
            Book[] books = Population(random, first.Market, model, () => cases.Another(first).Book);
            AssertConserves(Start(random, first.Market, model, books), model);
        }
    }

    [Theory]
    [MemberData(nameof(RulePropertyTests.Rules), MemberType = typeof(RulePropertyTests))]
    public void Run_UnderEveryRule_EndsAndConservesEverything(MarginRule rule)
    {
        Seeded random = Seeded.Printed(output);
        RuleGenerator rules = new(random);
        for (int index = 0; index < Cascades / 20; index++)
        {
            (MarketSnapshot market, MarginModel model, Book book) = rules.Next(rule);
            Book[] books = Population(random, market, model, () => Resized(random, book));
            AssertConserves(Start(random, market, model, books), model);
        }
    }

    /// <summary>The order of documents, and how accounts are dealt to threads, change no bit.</summary>
    [Fact]
    public void Run_OtherOrderAndThreads_IsTheSame()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        for (int index = 0; index < Cascades / 4; index++)
        {
            MarginCase first = cases.Next();
            MarginModel model = new(first.Model, first.Scenarios);
            Book[] books = Population(random, first.Market, model, () => cases.Another(first).Book);
            CascadeRule rule = RuleOf(random);
            Cascade plain = new(first.Market, model, AccountSet.Of(books), new InsuranceFund(1_000_000), rule);
            plain.Run();

            Book[] shuffled = [.. books.OrderBy(_ => random.Bits())];
            Cascade other = new(first.Market, model, AccountSet.Of(shuffled), new InsuranceFund(1_000_000), rule);
            RunOnThreads(other, (int)random.Between(2, 9));

            Assert.Equal(TextOf(plain), TextOf(other));
        }
    }

    /// <summary>Without impact and with a fund for everything, whoever was restored stays so.</summary>
    [Fact]
    public void Run_WithoutImpactOrSharedLoss_LiquidatesInOneRoundAtMost()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        for (int index = 0; index < Cascades; index++)
        {
            MarginCase first = cases.Next();
            MarginModel model = new(first.Model, first.Scenarios);
            Book[] books = Population(random, first.Market, model, () => cases.Another(first).Book);
            Cascade cascade = new(
                first.Market,
                model,
                AccountSet.Of(books),
                new InsuranceFund((Int128)1 << 100),
                RuleOf(random) with { Impact = PriceImpact.None });

            cascade.Run();

            Assert.Equal(CascadeOutcome.FixedPoint, cascade.Outcome);
            Assert.InRange(cascade.Rounds.Count, 1, 2);
            Assert.All(cascade.Rounds, static round => Assert.Equal(0, round.Socialised));
        }
    }

    /// <summary>Of accounts that only lose when prices fall, a deeper fall never liquidates fewer at once.</summary>
    [Fact]
    public void Close_DeeperShock_LiquidatesNoFewerLongAccounts()
    {
        Seeded random = Seeded.Printed(output);
        MarginModel model = new(Sample.Model, Sample.Scenarios);
        Book[] books = [.. Enumerable.Range(0, 500).Select(number => Numbered(number, Sample.Book(
            Sample.Perpetual(random.Between(1, 100), random.Between(80, 120)),
            Sample.Put(75, -random.Between(1, 50)))) with
            {
                Cash = new Money(random.Between(0, 10_000 * Sample.Dollar)),
            })];
        int[] liquidated = [.. Enumerable.Range(0, 20).Select(step => FirstRound(model, books, step * 4).Liquidated)];

        output.WriteLine(string.Join(' ', liquidated));
        Assert.All(liquidated.Zip(liquidated.Skip(1)), static pair => Assert.True(pair.First <= pair.Second));
        Assert.True(liquidated[0] < liquidated[^1]);
    }

    private static CascadeRound FirstRound(MarginModel model, Book[] books, long percentDown)
    {
        UnderlyingMove fall = new(Sample.Btc, new Ratio(-percentDown * Ratio.One / 100));
        Cascade cascade = new(
            MarketMove.Apply(Sample.Market, [fall]),
            model,
            AccountSet.Of(books),
            default,
            new CascadeRule(LiquidationRule.Vault, PriceImpact.None, 1));
        cascade.Value(0, books.Length, cascade.NewSolver());
        return cascade.Close();
    }

    /// <summary>Runs to the end; every round is recomputed from documents, and nothing appears or is lost.</summary>
    private static void AssertConserves(Cascade cascade, MarginModel model)
    {
        BigInteger[] holdings = HoldingsOf(cascade);
        BigInteger size = SizeOf(cascade.Accounts);
        while (cascade.Outcome == CascadeOutcome.Running)
        {
            MarketSnapshot market = cascade.Market;
            ValueAndCheck(cascade, market, model);

            CascadeRound round = cascade.Close();

            BigInteger after = EquityOf(cascade.Accounts, market, model);
            Assert.Equal(after, (BigInteger)round.EquityAfter);
            Assert.Equal(
                round.EquityAfter,
                round.EquityBefore - round.LiquidatorGain + round.DebtTakenOver - round.Socialised);
            Assert.Equal(round.BadDebt, round.FundPaid + round.Socialised + round.Uncovered);
            Assert.Equal(holdings, HoldingsOf(cascade));
            BigInteger smaller = SizeOf(cascade.Accounts);
            Assert.Equal(round.Liquidated > 0, smaller < size);
            size = smaller;
        }

        Assert.Equal(CascadeOutcome.FixedPoint, cascade.Outcome);
        Assert.DoesNotContain(cascade.Solutions.ToArray(), static found => found.Before.IsBelowMaintenance);
    }

    /// <summary>Values a round; each account's figures are those of its document.</summary>
    private static void ValueAndCheck(Cascade cascade, MarketSnapshot market, MarginModel model)
    {
        cascade.Value(0, cascade.Accounts.Count, cascade.NewSolver());
        MarginResult[] margins = [.. Enumerable.Range(0, cascade.Accounts.Count)
            .Select(account => MarginRules.Compute(market, model, cascade.Accounts.BookOf(account)))];
        Assert.Equal(
            margins.Select(static margin => new AccountFigures(
                margin.Equity.Raw, margin.InitialMargin.Raw, margin.MaintenanceMargin.Raw)),
            cascade.Solutions.ToArray().Select(static found => found.Before));
    }

    /// <summary>
    /// Cash with the fund, then of each instrument quantity, quantity times entry and quantity times funding, then of
    /// each asset the amount: over all accounts and who took from them.
    /// </summary>
    private static BigInteger[] HoldingsOf(Cascade cascade)
    {
        AccountSet accounts = cascade.Accounts;
        Book[] books = [.. Enumerable.Range(0, accounts.Count).Select(accounts.BookOf)];
        Liquidator taker = cascade.Liquidator;
        ILookup<InstrumentId, Position> rows = books.SelectMany(static book => book.Positions)
            .ToLookup(static row => row.Instrument);
        ILookup<AssetId, CollateralBalance> balances = books.SelectMany(static book => book.Collateral)
            .ToLookup(static balance => balance.Asset);
        BigInteger cash = Sum(books.Select(static book => (BigInteger)book.Cash.Raw));
        return
        [
            cash + (BigInteger)taker.Cash + (BigInteger)cascade.Fund.Balance,
            .. Added(taker.Quantities, accounts.Instruments.Select(id => Sum(rows[id].Select(QuantityOf)))),
            .. Added(taker.EntryProducts, accounts.Instruments.Select(
                id => Sum(rows[id].Select(static row => QuantityOf(row) * row.EntryPrice.Raw)))),
            .. Added(taker.FundingProducts, accounts.Instruments.Select(
                id => Sum(rows[id].Select(static row => QuantityOf(row) * row.FundingIndex.Raw)))),
            .. Added(taker.Balances, accounts.Assets.Select(
                id => Sum(balances[id].Select(static balance => (BigInteger)balance.Amount.Raw)))),
        ];
    }

    /// <summary>The number that the proof of an end has fall.</summary>
    private static BigInteger SizeOf(AccountSet accounts)
    {
        Book[] books = [.. Enumerable.Range(0, accounts.Count).Select(accounts.BookOf)];
        IEnumerable<Position> rows = books.SelectMany(static book => book.Positions);
        return Sum(rows.Select(static row => BigInteger.Abs(QuantityOf(row))))
            + Sum(books.SelectMany(static book => book.Collateral).Select(static one => (BigInteger)one.Amount.Raw))
            + books.Count(static book =>
                book.Cash.Raw < 0 || !book.Positions.IsEmpty || !book.Collateral.IsEmpty);
    }

    private static BigInteger EquityOf(AccountSet accounts, MarketSnapshot market, MarginModel model) => Sum(
        Enumerable.Range(0, accounts.Count).Select(
            account => (BigInteger)MarginRules.Compute(market, model, accounts.BookOf(account)).Equity.Raw));

    private static IEnumerable<BigInteger> Added(ReadOnlySpan<Int128> taken, IEnumerable<BigInteger> held) =>
        [.. taken.ToArray().Zip(held, static (one, other) => (BigInteger)one + other)];

    private static BigInteger QuantityOf(Position row) => row.Quantity.Raw;

    private static BigInteger Sum(IEnumerable<BigInteger> numbers) =>
        numbers.Aggregate(BigInteger.Zero, static (sum, one) => sum + one);

    private static void RunOnThreads(Cascade cascade, int parts)
    {
        while (cascade.Outcome == CascadeOutcome.Running)
        {
            int count = cascade.Accounts.Count;
            Parallel.For(0, parts, part =>
                cascade.Value(count * part / parts, count * (part + 1) / parts, cascade.NewSolver()));
            cascade.Close();
        }
    }

    private static string TextOf(Cascade cascade) => string.Join('\n', cascade.Rounds.Select(static round =>
        $"{round with { Underlyings = [] }} {string.Join(' ', round.Underlyings)}"))
        + string.Join('\n', cascade.Solutions.ToArray())
        + string.Join('\n', Enumerable.Range(0, cascade.Accounts.Count)
            .Select(cascade.Accounts.BookOf)
            .Select(static book => $"{book.Account} {book.Cash} {string.Join(' ', book.Positions)}"));

    private static Cascade Start(Seeded random, MarketSnapshot market, MarginModel model, Book[] books) => new(
        market, model, AccountSet.Of(books), new InsuranceFund(random.OfAnyMagnitude(45)), RuleOf(random));

    private static CascadeRule RuleOf(Seeded random) => new(
        LiquidationRule.Vault with
        {
            Target = random.Coin() ? RestoreTarget.InitialMargin : RestoreTarget.BufferedMaintenance,
            ElapsedSeconds = random.Between(0, 5_000),
        },
        new PriceImpact(random.Ratio(0, 2), random.Ratio(0, 0.1)),
        10_000);

    /// <summary>Accounts near maintenance, on either side, and a few in debt.</summary>
    private static Book[] Population(Seeded random, MarketSnapshot market, MarginModel model, Func<Book> next) =>
        [.. Enumerable.Range(0, Accounts).Select(number =>
        {
            Book book = Numbered(number, next());
            MarginResult margin = MarginRules.Compute(market, model, book);
            long perMille = random.Chance(5) ? random.Between(-200, 0) : random.Between(950, 1_300);
            Int128 equity = (Int128)margin.MaintenanceMargin.Raw * perMille / 1_000;
            return book with { Cash = new Money((long)(book.Cash.Raw + equity - margin.Equity.Raw)) };
        })];

    private static Book Resized(Seeded random, Book book) => book with
    {
        Positions =
        [
            .. book.Positions.Select(row => row with
            {
                Quantity = new Quantity((row.Quantity.Raw * random.Between(-200, 200) / 100) | 1),
            }),
        ],
    };

    private static CreditParameters EverySecondAccount(Seeded random) => new(
        random.Ratio(0, 1),
        [.. Enumerable.Range(0, Accounts / 2).Select(
            pair => new CreditLine(Id(2 * pair), new Money(random.OfAnyMagnitude(45))))]);

    private static Bytes32 Id(int number) => new(0, 0, 0, (ulong)number);

    private static Book Numbered(int number, Book book) => book with { Account = Id(number) };
}
