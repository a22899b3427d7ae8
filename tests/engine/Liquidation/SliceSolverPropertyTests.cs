using System;
using System.Collections.Generic;
using System.Linq;
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

/// <summary>Slices of random books of every kind, judged by the margin of whole documents.</summary>
public sealed class SliceSolverPropertyTests(ITestOutputHelper output)
{
    private const int Books = 10_000;
    private const int BooksOfARule = 1_000;

    /// <summary>The generators' funding indices lie within 500 on either side.</summary>
    private const double MostFunding = 1_000;

    [Fact]
    public void Solve_RandomBook_RestoresAndAMillionthLessDoesNot()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        SortedDictionary<SliceOutcome, int> outcomes = [];
        for (int index = 0; index < Books; index++)
        {
            MarginCase inputs = cases.Next();
            Account account = new(inputs.Market, new MarginModel(inputs.Model, inputs.Scenarios), inputs.Book);
            SliceOutcome outcome = AssertSlice(random, account);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine(string.Join(", ", outcomes));
        Assert.All(Enum.GetValues<SliceOutcome>(), outcome => Assert.True(outcomes[outcome] > Books / 20));
    }

    [Theory]
    [MemberData(nameof(RulePropertyTests.Rules), MemberType = typeof(RulePropertyTests))]
    public void Solve_UnderEveryRule_RestoresAndAMillionthLessDoesNot(MarginRule rule)
    {
        Seeded random = Seeded.Printed(output);
        RuleGenerator rules = new(random);
        for (int index = 0; index < BooksOfARule; index++)
        {
            (MarketSnapshot market, MarginModel model, Book book) = rules.Next(rule);
            AssertSlice(random, new Account(market, model, book));
        }
    }

    /// <summary>Tail measures, add-ons, limits and credit are seen as the margin of the documents sees them.</summary>
    [Fact]
    public void Solve_ModelWithOptionalMembers_RestoresAndAMillionthLessDoesNot()
    {
        Seeded random = Seeded.Printed(output);
        MeasuredCaseGenerator cases = new(random);
        int restored = 0;
        for (int index = 0; index < BooksOfARule; index++)
        {
            MarginCase inputs = cases.Next();
            Account account = new(inputs.Market, new MarginModel(inputs.Model, inputs.Scenarios), inputs.Book);
            restored += AssertSlice(random, account) == SliceOutcome.Restored ? 1 : 0;
        }

        output.WriteLine($"{restored} of {BooksOfARule} restored");
        Assert.True(restored > BooksOfARule / 5);
    }

    /// <summary>No smaller fraction restores either, wherever one looks, if it is worth more than floors.</summary>
    [Fact]
    public void Solve_RandomBook_HasNoSmallerFractionThatRestores()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        int probes = 0;
        for (int index = 0; index < Books / 4; index++)
        {
            MarginCase inputs = cases.Next();
            Account account = new(inputs.Market, new MarginModel(inputs.Model, inputs.Scenarios), inputs.Book);
            probes += AssertSmallest(random, account);
        }

        output.WriteLine($"{probes} smaller fractions");
        Assert.True(probes > Books);
    }

    /// <summary>The clamps of absurd inputs break homogeneity; a slice is still found, and is what it says.</summary>
    [Fact]
    public void Solve_AbsurdInputs_IsTotal()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        Absurdity absurd = new(random);
        for (int index = 0; index < Books; index++)
        {
            MarginCase inputs = absurd.Of(cases.Next());
            Account account = new(inputs.Market, new MarginModel(inputs.Model, inputs.Scenarios), inputs.Book);

            SliceSolution solution = SliceSolver.Solve(account.Market, account.Model, RuleOf(random), account.Book);

            Assert.Equal(account.Figures(account.Book), solution.Before);
            Assert.InRange(solution.FractionPpm, 0, Slice.Whole);
            Assert.Equal(solution.Outcome == SliceOutcome.Healthy, solution.FractionPpm == 0);
        }
    }

    private static SliceOutcome AssertSlice(Seeded random, Account given)
    {
        LiquidationRule rule = RuleOf(random);
        Account account = Indebted(random, given);

        SliceSolution solution = SliceSolver.Solve(account.Market, account.Model, rule, account.Book);

        AccountFigures before = account.Figures(account.Book);
        Assert.Equal(before, solution.Before);
        Assert.Equal(before.Equity >= before.MaintenanceMargin, solution.Outcome == SliceOutcome.Healthy);
        if (solution.Outcome != SliceOutcome.Restored)
        {
            Assert.Equal(solution.Outcome == SliceOutcome.Insolvent, before.IsBelowMaintenance && before.Equity <= 0);
            return solution.Outcome;
        }

        Assert.Equal(account.After(solution.FractionPpm, rule), solution.After);
        Assert.True(rule.IsRestored(solution.After) && solution.After.Equity >= solution.After.MaintenanceMargin);
        Assert.InRange(solution.FractionPpm, rule.MinimumFractionPpm, Slice.Whole);
        int less = solution.FractionPpm - 1;
        Assert.True(
            less < rule.MinimumFractionPpm || !account.Moves(less) || !rule.IsRestored(account.After(less, rule)),
            $"{solution} {account.Book}");
        return solution.Outcome;
    }

    /// <summary>
    /// Excess grows by required - equity (1 - discount) over the whole. A fraction far enough below the answer is
    /// beyond what floors can turn: for each row and balance four raw units of quantity in a scenario that multiplies
    /// the highest price, or the most that funding differs by, by 64.
    /// </summary>
    private static int AssertSmallest(Seeded random, Account given)
    {
        LiquidationRule rule = LiquidationRule.Vault with { MinimumFractionPpm = 1 };
        Account account = Indebted(random, given);
        SliceSolution solution = SliceSolver.Solve(account.Market, account.Model, rule, account.Book);
        double slope = (1.15 * solution.Before.MaintenanceMargin) - (0.02 * solution.Before.Equity);
        double floors = account.DearestUnits() * (10 + account.Book.Positions.Length + account.Book.Collateral.Length);
        long nearest = solution.FractionPpm - 1 - (long)Math.Min(1e6, floors * 1e6 / Math.Max(1, slope));
        if (solution.Outcome != SliceOutcome.Restored || nearest < 1)
        {
            return 0;
        }

        int[] smaller = [1, (int)nearest, .. Enumerable.Range(0, 6).Select(_ => (int)random.Between(1, nearest))];
        Assert.All(smaller, fraction => Assert.False(rule.IsRestored(account.After(fraction, rule))));
        return smaller.Length;
    }

    private static LiquidationRule RuleOf(Seeded random) => LiquidationRule.Vault with
    {
        Target = random.Coin() ? RestoreTarget.InitialMargin : RestoreTarget.BufferedMaintenance,
        MinimumFractionPpm = random.Coin() ? 10_000 : 1,
        ElapsedSeconds = random.Between(0, 50_000),
    };

    /// <summary>The account with cash that leaves it between a little insolvent and a little healthy.</summary>
    private static Account Indebted(Seeded random, Account account)
    {
        AccountFigures figures = account.Figures(account.Book);
        long share = random.Between(-200, 1_200);
        Int128 equity = (Int128)figures.MaintenanceMargin * share / 1_000;
        long cash = (long)(account.Book.Cash.Raw + equity - figures.Equity);
        return account with { Book = account.Book with { Cash = new Money(cash) } };
    }

    /// <summary>A book in its market, valued from documents.</summary>
    private sealed record Account(MarketSnapshot Market, MarginModel Model, Book Book)
    {
        public AccountFigures Figures(Book book)
        {
            MarginResult margin = MarginRules.Compute(Market, Model, book);
            return new AccountFigures(margin.Equity.Raw, margin.InitialMargin.Raw, margin.MaintenanceMargin.Raw);
        }

        /// <summary>What a fraction leaves, at the price of AuctionQuote.</summary>
        public AccountFigures After(int fractionPpm, LiquidationRule rule)
        {
            Ratio discount = AuctionQuote.Discount(rule.ElapsedSeconds, rule.Auction);
            Money whole = AuctionQuote.Price(new Money(Figures(Book).Equity), default, discount);
            Money price = new((long)((Int128)whole.Raw * fractionPpm / 1_000_000));
            return Figures(Slice.Remaining(Book, fractionPpm, price));
        }

        /// <summary>Money that four raw units of quantity stand for in the generators' furthest scenario.</summary>
        public double DearestUnits() => 4 * 64 * 1e-2 * Market.Assets
            .Select(static asset => asset.Price.Raw / 1e12)
            .Concat(Market.Underlyings.Select(static listed => listed.Spot.Raw / 1e8))
            .Append(MostFunding)
            .Max();

        public bool Moves(int fractionPpm)
        {
            Book left = Slice.Remaining(Book, fractionPpm, default);
            return !left.Positions.SequenceEqual(Book.Positions) || !left.Collateral.SequenceEqual(Book.Collateral);
        }
    }
}
