using System;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>Trades at the mark: what a book becomes, and that nothing is won or lost by them.</summary>
public sealed class TradedBookTests(ITestOutputHelper output)
{
    private const int Books = 3_000;

    /// <summary>The sample's perpetual marks at 100: 3 held from 90, and what becomes of their entry.</summary>
    [Theory]
    [InlineData(1, 4, 92.5)]
    [InlineData(-1, 2, 90)]
    [InlineData(-5, -2, 100)]
    [InlineData(3, 6, 95)]
    public void After_APerpetual_AveragesKeepsOrTurns(long traded, long quantity, double entry)
    {
        MarginCase inputs = Sample.Case with { Book = Sample.Book(Sample.Perpetual(3, 90)) };

        Book after = After(inputs, new Trade(Sample.Perpetual(1, 1).Instrument, new Quantity(traded * Sample.One)));

        Position row = after.Positions.Single();
        Assert.Equal((quantity * Sample.One, (long)(entry * Sample.One)), (row.Quantity.Raw, row.EntryPrice.Raw));
    }

    /// <summary>3 perpetuals from 90 that mark at 100 are closed: their 30 dollars are cash.</summary>
    [Fact]
    public void After_TheOpposite_ClosesAndPaysTheProfit()
    {
        MarginCase inputs = Sample.Case with { Book = Sample.Book(Sample.Perpetual(3, 90)) };

        Book after = After(inputs, new Trade(Sample.Perpetual(1, 1).Instrument, new Quantity(-3 * Sample.One)));

        Assert.Empty(after.Positions);
        Assert.Equal(30 * Sample.Dollar, after.Cash.Raw);
    }

    /// <summary>A coin bought at 100 is paid with 100 dollars.</summary>
    [Fact]
    public void After_ASpotPurchase_IsPaidInCash()
    {
        Book after = After(Sample.Case, new Trade(Sample.Spot(1).Instrument, new Quantity(Sample.One)));

        Assert.Equal(-100 * Sample.Dollar, after.Cash.Raw);
    }

    [Fact]
    public void After_EveryTrade_LeavesEquityAsItWas() => ForAll((inputs, trades) =>
    {
        MarginResult before = inputs.Margin();
        MarginResult after = (inputs with { Book = After(inputs, trades) }).Margin();

        Assert.Equal(before.Equity, after.Equity);
    });

    [Fact]
    public void After_TheOppositeOfEveryRow_HoldsNothing() => ForAll((inputs, _) =>
    {
        Trade[] opposite = [.. inputs.Book.Positions.Select(
            static row => new Trade(row.Instrument, new Quantity(-row.Quantity.Raw)))];

        Book after = After(inputs, opposite);

        Assert.Empty(after.Positions);
        Assert.Equal(inputs.Margin().Equity, (inputs with { Book = after }).Margin().Equity);
    });

    /// <summary>There and back again: options and spot keep no entry, so the book is the same to the last unit.</summary>
    [Fact]
    public void After_OptionsBoughtAndSold_IsTheBookAgain() => ForAll((inputs, trades) =>
    {
        Trade[] options = [.. trades.Where(static trade => !trade.Instrument.HasEntryPrice)];
        Trade[] back =
            [.. options.Select(static trade => trade with { Quantity = new Quantity(-trade.Quantity.Raw) })];

        Book there = After(inputs, options);
        Book again = After(inputs with { Book = there }, back);

        Assert.Equal(inputs.Book.Cash, again.Cash);
        Assert.Equal(inputs.Book.Positions.AsEnumerable(), again.Positions.AsEnumerable());
    });

    [Theory]
    [MemberData(nameof(RulePropertyTests.Rules), MemberType = typeof(RulePropertyTests))]
    public void After_UnderEveryRule_LeavesEquityAsItWas(MarginRule rule)
    {
        RuleGenerator rules = new(Seeded.Printed(output));
        for (int book = 0; book < 200; book++)
        {
            (MarketSnapshot market, MarginModel model, Book held) = rules.Next(rule);
            Trade[] doubled = [.. held.Positions.Select(static row => new Trade(row.Instrument, row.Quantity))];

            Book after = TradedBook.After(market, model, held, doubled);

            Assert.Equal(
                MarginRules.Compute(market, model, held).Equity, MarginRules.Compute(market, model, after).Equity);
        }
    }

    [Fact]
    public void After_NoQuantity_IsRefused()
    {
        MarginException refusal = Assert.Throws<MarginException>(
            () => After(Sample.Case, new Trade(Sample.Spot(1).Instrument, default)));

        Assert.Equal((ErrorCode.QuantityZero, "/trades/0"), (refusal.Code, refusal.Path));
    }

    private static Book After(MarginCase inputs, params Trade[] trades) => TradedBook.After(
        inputs.Market, new MarginModel(inputs.Model, inputs.Scenarios), inputs.Book, trades);

    /// <summary>Random books, each with the rows of another for trades.</summary>
    private void ForAll(Action<MarginCase, Trade[]> property)
    {
        CaseGenerator cases = new(Seeded.Printed(output));
        for (int book = 0; book < Books; book++)
        {
            MarginCase inputs = cases.Next();
            Trade[] trades = [.. cases.Another(inputs).Book.Positions.Select(
                static row => new Trade(row.Instrument, row.Quantity))];
            property(inputs, trades);
        }
    }
}
