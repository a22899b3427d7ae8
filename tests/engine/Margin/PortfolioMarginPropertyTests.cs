using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>What must hold of every book, each over ten thousand random ones.</summary>
public sealed class PortfolioMarginPropertyTests(ITestOutputHelper output)
{
    private const int Books = 10_000;

    [Fact]
    public void Components_Added_AreTheRequirementsExactly() => ForAll((_, inputs) =>
    {
        MarginResult margin = inputs.Margin();

        Assert.Equal(margin.InitialMargin.Raw, margin.Components.Sum(static part => part.Initial.Raw));
        Assert.Equal(margin.MaintenanceMargin.Raw, margin.Components.Sum(static part => part.Maintenance.Raw));
        Assert.Equal(
            MarginRules.ComponentsOf(MarginRule.Portfolio), margin.Components.Select(static part => part.Kind));
        Assert.Contains(margin.Components, static part =>
            part.Kind is ComponentKind.Scan or ComponentKind.Basis && part.Initial.Raw == 0);
    });

    [Fact]
    public void Explanation_Added_IsTheWorstTotalExactly() => ForAll((_, inputs) =>
    {
        MarginResult margin = inputs.Margin();
        long worst = margin.Totals.Min(static total => total.Raw);

        Assert.Equal(worst, margin.Explanation.Sum(static share => share.Contribution.Raw));
        Assert.Equal(Math.Max(0, -worst), margin.WorstLoss.Raw);
        Assert.Equal(margin.Totals.Select(static total => total.Raw).ToList().IndexOf(worst), margin.WorstScenario);
    });

    [Fact]
    public void Scenarios_Permuted_PermuteTheTotals() => ForAll((random, inputs) =>
    {
        int[] order = Permutation(random, inputs.Scenarios.Scenarios.Length);
        ImmutableArray<Scenario> scenarios = inputs.Scenarios.Scenarios;
        ScenarioSet permuted = inputs.Scenarios with { Scenarios = [.. order.Select(index => scenarios[index])] };
        MarginResult margin = inputs.Margin();
        MarginResult other = (inputs with { Scenarios = permuted }).Margin();

        Assert.Equal(order.Select(index => margin.Totals[index]), other.Totals.AsEnumerable());
        Assert.Equal(margin.WorstLoss, other.WorstLoss);
        Assert.Equal(margin.Components.AsEnumerable(), other.Components.AsEnumerable());
    });

    /// <summary>
    /// Splitting harvests nothing: floors add up to no more than the floor of the sum, and ceilings to no less.
    /// </summary>
    [Fact]
    public void Book_SplitIntoTwoAccounts_GainsNoEquityAndNoAddOn() => ForAll((random, inputs) =>
    {
        Book whole = BookChanges.Times(inputs.Book, 2);
        int percent = (int)random.Between(1, 99);
        Book part = Share(whole, percent);
        MarginResult one = (inputs with { Book = part }).Margin();
        MarginResult two = (inputs with { Book = Less(whole, part) }).Margin();
        MarginResult all = (inputs with { Book = whole }).Margin();

        Assert.True(one.Equity.Raw + two.Equity.Raw <= all.Equity.Raw);
        Assert.All(new[] { ComponentKind.Perpetual, ComponentKind.ShortOption }, kind =>
            Assert.True(AddOn(one, kind) + AddOn(two, kind) >= AddOn(all, kind)));
    });

    [Fact]
    public void Accounts_Merged_NeverLoseMoreThanApart() => ForAll(withRotations: false, (_, inputs, cases) =>
    {
        MarginCase one = inputs with { Book = BookChanges.AtOneEntry(inputs.Book) };
        MarginCase other = inputs with { Book = BookChanges.AtOneEntry(cases.Another(inputs).Book) };
        MarginCase merged = inputs with { Book = BookChanges.Merged(one.Book, other.Book) };

        Assert.True(merged.Margin().WorstLoss.Raw
            <= one.Margin().WorstLoss.Raw + BookChanges.Rounding(one)
            + other.Margin().WorstLoss.Raw + BookChanges.Rounding(other));
    });

    private static long AddOn(MarginResult margin, ComponentKind kind) =>
        margin.Components.Single(part => part.Kind == kind).Initial.Raw;

    /// <summary>About a percentage of each row, but at least one unit, so that both parts hold every row.</summary>
    private static Book Share(Book book, int percent)
    {
        long Of(long raw) => Math.Sign(raw) * Math.Max(1, (long)((Int128)Math.Abs(raw) * percent / 100));
        return book with
        {
            Cash = new Money(book.Cash.Raw * percent / 100),
            Collateral = [.. book.Collateral.Select(row => row with { Amount = new Quantity(Of(row.Amount.Raw)) })],
            Positions = [.. book.Positions.Select(row => row with { Quantity = new Quantity(Of(row.Quantity.Raw)) })],
        };
    }

    private static Book Less(Book whole, Book part) => whole with
    {
        Cash = new Money(whole.Cash.Raw - part.Cash.Raw),
        Collateral = [.. whole.Collateral.Zip(part.Collateral, static (all, some) =>
            all with { Amount = new Quantity(all.Amount.Raw - some.Amount.Raw) })],
        Positions = [.. whole.Positions.Zip(part.Positions, static (all, some) =>
            all with { Quantity = new Quantity(all.Quantity.Raw - some.Quantity.Raw) })],
    };

    private static int[] Permutation(Seeded random, int count) =>
        [.. Enumerable.Range(0, count).OrderBy(_ => random.Bits())];

    private void ForAll(Action<Seeded, MarginCase> property) =>
        ForAll(withRotations: true, (random, inputs, _) => property(random, inputs));

    private void ForAll(bool withRotations, Action<Seeded, MarginCase, CaseGenerator> property) =>
        BookChanges.ForAllPlain(output, Books, withRotations, property);
}
