using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin.Derive;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>What must hold of every book under every rule, each over two thousand random ones.</summary>
public sealed class RulePropertyTests(ITestOutputHelper output)
{
    private const int Books = 2_000;

    public static TheoryData<MarginRule> Rules => [.. Enum.GetValues<MarginRule>()];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Initial_Margin_IsAtLeastMaintenanceAndZero(MarginRule rule) => ForAll(rule, static (_, inputs) =>
    {
        MarginResult margin = inputs.Margin();

        Assert.True(margin.InitialMargin.Raw >= margin.MaintenanceMargin.Raw);
        Assert.True(margin.MaintenanceMargin.Raw >= 0);
        Assert.DoesNotContain(margin.Components, static part => part.Initial.Raw < 0 || part.Maintenance.Raw < 0);
    });

    [Theory]
    [MemberData(nameof(Rules))]
    public void Components_Added_AreTheRequirementsExactly(MarginRule rule) => ForAll(rule, (_, inputs) =>
    {
        MarginResult margin = inputs.Margin();

        Assert.Equal(margin.InitialMargin.Raw, margin.Components.Sum(static part => part.Initial.Raw));
        Assert.Equal(margin.MaintenanceMargin.Raw, margin.Components.Sum(static part => part.Maintenance.Raw));
        Assert.Equal(MarginRules.ComponentsOf(rule), margin.Components.Select(static part => part.Kind));
    });

    [Theory]
    [MemberData(nameof(Rules))]
    public void Cash_More_RaisesEquityByAsMuchAndNoRequirement(MarginRule rule) => ForAll(rule, static (random, inputs) =>
    {
        long more = random.OfAnyMagnitude(50);
        Book book = inputs.Book with { Cash = new Money(inputs.Book.Cash.Raw + more) };
        MarginResult richer = (inputs with { Book = book }).Margin();
        MarginResult margin = inputs.Margin();

        Assert.Equal(margin.Equity.Raw + more, richer.Equity.Raw);
        Assert.Equal(margin.Components.AsEnumerable(), richer.Components.AsEnumerable());
    });

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rows_Permuted_ChangeNothing(MarginRule rule) => ForAll(rule, static (random, inputs) =>
    {
        Book book = inputs.Book with
        {
            Positions = Permuted(random, inputs.Book.Positions),
            Collateral = Permuted(random, inputs.Book.Collateral),
        };

        Assert.Equal(ResultText.Of(inputs.Margin()), ResultText.Of((inputs with { Book = book }).Margin()));
    });

    /// <summary>
    /// Of rules that are proportional to size; the price-bucket rule's dampener and delta threshold are amounts.
    /// </summary>
    [Theory]
    [InlineData(MarginRule.UndiscountedPortfolio)]
    [InlineData(MarginRule.Standard)]
    [InlineData(MarginRule.Span)]
    [InlineData(MarginRule.Isolated)]
    [InlineData(MarginRule.Cross)]
    public void Book_Doubled_DoublesItsRequirementsWithinRounding(MarginRule rule) => ForAll(rule, static (_, inputs) =>
    {
        MarginResult doubled = (inputs with { Book = Doubled(inputs.Book) }).Margin();
        MarginResult margin = inputs.Margin();
        long rounding = Rounding(inputs);

        Assert.InRange(doubled.InitialMargin.Raw - (2 * margin.InitialMargin.Raw), -rounding, rounding);
        Assert.InRange(doubled.MaintenanceMargin.Raw - (2 * margin.MaintenanceMargin.Raw), -rounding, rounding);
    });

    [Fact]
    public void PriceBuckets_BookDoubled_NeedsAtLeastTwiceAsMuch() =>
        ForAll(MarginRule.PriceBuckets, static (_, inputs) =>
        {
            MarginResult doubled = (inputs with { Book = Doubled(inputs.Book) }).Margin();
            MarginResult margin = inputs.Margin();

            Assert.True(doubled.InitialMargin.Raw >= (2 * margin.InitialMargin.Raw) - Rounding(inputs));
        });

    /// <summary>One pool of equity never needs more than equity that is kept apart.</summary>
    [Fact]
    public void Cross_OfAnyBook_NeedsNoMoreThanIsolated() => ForAll(MarginRule.Isolated, static (_, inputs) =>
    {
        PositionParameters isolated = (PositionParameters)inputs.Model.Parameters;
        MarginResult apart = inputs.Margin();
        MarginResult pooled = (inputs with { Model = MarginModel.Of(isolated with { IsPooled = true }) }).Margin();

        Assert.Equal(apart.Equity, pooled.Equity);
        Assert.True(pooled.InitialMargin.Raw <= apart.InitialMargin.Raw);
        Assert.True(pooled.MaintenanceMargin.Raw <= apart.MaintenanceMargin.Raw);
    });

    /// <summary>
    /// The explanation of a rule with scenarios adds up to the joint total of the rows before any dampening.
    /// </summary>
    [Theory]
    [InlineData(MarginRule.UndiscountedPortfolio)]
    [InlineData(MarginRule.Span)]
    public void Explanation_Added_IsTheWorstTotalExactly(MarginRule rule) => ForAll(rule, static (_, inputs) =>
    {
        MarginResult margin = inputs.Margin();

        Assert.Equal(
            margin.Totals.Min(static total => total.Raw),
            margin.Explanation.Sum(static share => share.Contribution.Raw));
    });

    /// <summary>A long option lost is worth its value; a short one adds to what is owed.</summary>
    [Theory]
    [InlineData(MarginRule.Standard)]
    [InlineData(MarginRule.Isolated)]
    [InlineData(MarginRule.Cross)]
    public void LongOptions_Alone_NeedExactlyTheirValue(MarginRule rule) => ForAll(rule, static (_, inputs) =>
    {
        Book book = inputs.Book with
        {
            Cash = default,
            Collateral = [],
            Positions = [.. inputs.Book.Positions
                .Where(static row => row.Instrument.IsOption)
                .Select(static row => row with { Quantity = new Quantity(Math.Abs(row.Quantity.Raw)) })],
        };
        MarginResult margin = (inputs with { Book = book }).Margin();

        Assert.Equal(margin.Equity, margin.InitialMargin);
        Assert.Equal(margin.Equity, margin.MaintenanceMargin);
    });

    private static Book Doubled(Book book) => book with
    {
        Cash = new Money(book.Cash.Raw * 2),
        Collateral = [.. book.Collateral.Select(static row => row with { Amount = new Quantity(row.Amount.Raw * 2) })],
        Positions = [.. book.Positions.Select(static row => row with { Quantity = new Quantity(row.Quantity.Raw * 2) })],
    };

    /// <summary>
    /// A notional is off by less than one, times the largest cell (the factor 64) and a multiplier up to 5 or, in a
    /// delta, twice 2^9 times the largest charge of 2 %; a dozen amounts are rounded.
    /// </summary>
    private static long Rounding(RuleCase inputs) =>
        (inputs.Book.Positions.Length + inputs.Book.Collateral.Length + 1) * 12 * 5 * 70;

    private static ImmutableArray<T> Permuted<T>(Seeded random, ImmutableArray<T> rows)
    {
        T[] permuted = [.. rows];
        for (int at = permuted.Length - 1; at > 0; at--)
        {
            int other = (int)random.Between(0, at);
            (permuted[at], permuted[other]) = (permuted[other], permuted[at]);
        }

        return [.. permuted];
    }

    private void ForAll(MarginRule rule, Action<Seeded, RuleCase> property)
    {
        Seeded random = Seeded.Printed(output);
        RuleGenerator rules = new(random);
        for (int book = 0; book < Books; book++)
        {
            (MarketSnapshot market, MarginModel model, Book held) = rules.Next(rule);
            property(random, new RuleCase(market, model, held));
        }
    }
}
