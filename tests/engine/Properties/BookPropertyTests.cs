using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Properties;

/// <summary>
/// What must hold of every book, one test a sentence of the requirement, each over twenty thousand random books from a
/// printed seed: ten thousand of a plain scan, and ten thousand with a tail, open orders and every optional member of a
/// model. Rounding, threads and paths have classes of their own in this folder.
/// </summary>
public sealed class BookPropertyTests(ITestOutputHelper output)
{
    private const int Books = 10_000;

    [Fact]
    public void Cash_More_NeverLowersEquityNorRaisesTheRequirement() => ForAll(static (random, inputs) =>
    {
        long more = random.OfAnyMagnitude(50);
        Book book = inputs.Book with { Cash = new Money(inputs.Book.Cash.Raw + more) };
        MarginResult richer = (inputs with { Book = book }).Margin();
        MarginResult margin = inputs.Margin();

        Assert.Equal(margin.Equity.Raw + more, richer.Equity.Raw);
        Assert.Equal(margin.Components.AsEnumerable(), richer.Components.AsEnumerable());
        Assert.Equal(
            (margin.InitialMargin, margin.MaintenanceMargin), (richer.InitialMargin, richer.MaintenanceMargin));
    });

    /// <summary>Whatever trust the market has in a coin that is not there.</summary>
    [Fact]
    public void Collateral_Emptied_IsNone() => ForAll(static (_, inputs) =>
    {
        ImmutableArray<CollateralBalance> held =
            [.. inputs.Book.Collateral.Where(static balance => balance.Amount.Raw != 0)];
        ImmutableArray<CollateralBalance> emptied = [.. inputs.Model.Haircuts
            .Select(static rule => rule.Asset)
            .Except(held.Select(static balance => balance.Asset))
            .Select(static asset => new CollateralBalance(asset, default))];
        Book with = inputs.Book with
        {
            Collateral = [.. held.Concat(emptied).OrderBy(static balance => balance.Asset.Letters)],
        };
        MarginResult margin = (inputs with { Book = inputs.Book with { Collateral = held } }).Margin();
        MarginResult found = (inputs with { Book = with }).Margin();

        Assert.Equal(margin.Components.AsEnumerable(), found.Components.AsEnumerable());
        Assert.Equal(margin.Totals.AsEnumerable(), found.Totals.AsEnumerable());
        Assert.Equal(
            (margin.Equity, margin.InitialMargin, margin.MaintenanceMargin, margin.Assumed),
            (found.Equity, found.InitialMargin, found.MaintenanceMargin, found.Assumed));
    });

    // Without a line of credit: it relieves a share of the whole, so a part that grows may be relieved too.
    [Fact]
    public void Data_LessConfident_NeverGivesMoreCredit() => ForAll(static (random, inputs) =>
    {
        MarginCase strict = inputs with { Model = inputs.Model with { Credit = CreditParameters.None } };
        MarginResult doubted = (strict with { Market = LessConfident(inputs.Market, random) }).Margin();
        MarginResult margin = strict.Margin();

        Assert.True(doubted.InitialMargin.Raw >= margin.InitialMargin.Raw);
        Assert.Equal((margin.MaintenanceMargin, margin.Equity), (doubted.MaintenanceMargin, doubted.Equity));
    });

    [Fact]
    public void Book_Doubled_DoublesItsScanLossWithinRounding() => ForAll(static (_, inputs) =>
    {
        MarginCase alone = inputs with { Orders = [] };
        MarginResult doubled = (alone with { Book = BookChanges.Times(inputs.Book, 2) }).Margin();
        MarginResult margin = alone.Margin();

        long rounding = BookChanges.Rounding(inputs);
        Assert.InRange(doubled.WorstLoss.Raw - (2 * margin.WorstLoss.Raw), -rounding, rounding);
        Assert.InRange(doubled.ValueAtRisk.Raw - (2 * margin.ValueAtRisk.Raw), -rounding, rounding);
        Assert.InRange(
            doubled.ExpectedShortfall.Raw - (2 * margin.ExpectedShortfall.Raw), -rounding - 2, rounding + 2);
    });

    [Fact]
    public void InitialMargin_OfEveryBook_IsAtLeastMaintenance() => ForAll(static (_, inputs) =>
    {
        MarginResult margin = inputs.Margin();

        Assert.True(margin.InitialMargin.Raw >= margin.MaintenanceMargin.Raw && margin.MaintenanceMargin.Raw >= 0);
        Assert.DoesNotContain(margin.Components, static part => part.Maintenance.Raw < 0);
        Assert.DoesNotContain(
            margin.Components.Where(static part => part.Kind != ComponentKind.Credit),
            static part => part.Initial.Raw < part.Maintenance.Raw);
    });

    [Fact]
    public void ExpectedShortfall_OfEveryBook_IsAtLeastValueAtRisk() => ForAll(static (_, inputs) =>
    {
        MarginResult margin = inputs.Margin();

        Assert.True(margin.ExpectedShortfall.Raw >= margin.ValueAtRisk.Raw && margin.ValueAtRisk.Raw >= 0);
    });

    [Fact]
    public void Positions_Permuted_ChangeNothing() => ForAll(static (random, inputs) =>
    {
        MarginCase permuted = inputs with
        {
            Book = inputs.Book with
            {
                Positions = [.. inputs.Book.Positions.OrderBy(_ => random.Bits())],
                Collateral = [.. inputs.Book.Collateral.OrderBy(_ => random.Bits())],
            },
            Orders = [.. inputs.Orders.OrderBy(_ => random.Bits())],
        };

        Assert.Equal(ResultText.Of(inputs.Margin()), ResultText.Of(permuted.Margin()));
    });

    [Fact]
    public void Scenario_Dropped_NeverRaisesTheScanLoss() => ForAll(static (random, inputs) =>
    {
        ImmutableArray<Scenario> scenarios = inputs.Scenarios.Scenarios;
        int[] scan = [.. Enumerable.Range(0, scenarios.Length).Where(index => !scenarios[index].IsTail)];
        ScenarioSet added = inputs.Scenarios with { Scenarios = [.. scenarios, scenarios[scan[0]]] };
        ScenarioSet removed = added with { Scenarios = added.Scenarios.RemoveAt(random.Pick<int>(scan)) };
        MarginResult all = (inputs with { Scenarios = added }).Margin();
        MarginResult fewer = (inputs with { Scenarios = removed }).Margin();

        Assert.True(fewer.WorstLoss.Raw <= all.WorstLoss.Raw);
        Assert.True(fewer.MaintenanceMargin.Raw <= all.MaintenanceMargin.Raw);
        Assert.Equal((all.ValueAtRisk, all.ExpectedShortfall), (fewer.ValueAtRisk, fewer.ExpectedShortfall));
    });

    [Fact]
    public void LongOptions_Only_NeverHaveNegativeEquity() => ForAll(static (_, inputs) =>
    {
        Book book = inputs.Book with
        {
            Cash = default,
            Collateral = [],
            Positions = [.. inputs.Book.Positions
                .Where(static row => row.Instrument.IsOption)
                .Select(static row => row with { Quantity = new Quantity(Math.Abs(row.Quantity.Raw)) })],
        };

        Assert.True((inputs with { Book = book }).Margin().Equity.Raw >= 0);
    });

    // The domain: no rotations, which count a gain as a loss, so that a merged book may lose more than its parts (the
    // counter-example is in PortfolioMarginTests). Gains are discounted by no less than debts are raised by, so that an
    // expiry's value is superadditive, each underlying's loss subadditive, and so the sum of their worsts. Past half of
    // money's range a part may be saturated: coins worth nothing owe 2^14 strikes, which listing refuses.
    [Fact]
    public void Accounts_Merged_NeverRaiseTheScanUnderSumOfWorsts() => BookChanges.ForAll(
        output, Books, withRotations: false, static (_, inputs, cases) =>
        {
            MarginCase one = SumOfWorsts(inputs with { Book = BookChanges.AtOneEntry(inputs.Book), Orders = [] });
            MarginCase other = one with { Book = BookChanges.AtOneEntry(cases.Another(inputs).Book) };
            MarginCase merged = one with { Book = BookChanges.Merged(one.Book, other.Book) };

            long apart = ScanOf(one) + ScanOf(other);
            long each = BookChanges.Rounding(one) + BookChanges.Rounding(other);
            long rounding = each * inputs.Market.Underlyings.Length;
            long together = ScanOf(merged);
            bool mayBeSaturated = together >= Money.Limit / 2;
            Assert.True(
                together <= apart + rounding || mayBeSaturated,
                $"{together} together, {apart} apart, {rounding} of rounding");
        });

    private static MarginCase SumOfWorsts(MarginCase inputs) => inputs with
    {
        Model = inputs.Model with
        {
            Measure = new MeasureParameters(MeasureKind.Scan, 0),
            Basis = new BasisParameters(default, default, default, default),
            Multiplier = new StagedRatio(new Ratio(Ratio.One), new Ratio(Ratio.One)),
            Credit = CreditParameters.None,
            Dynamic = DynamicParameters.None,
            Across = new AcrossParameters(AcrossRule.SumOfWorsts, default),
        },
    };

    private static long ScanOf(MarginCase inputs) =>
        inputs.Margin().Components.Single(static part => part.Kind == ComponentKind.Scan).Maintenance.Raw;

    private static MarketSnapshot LessConfident(MarketSnapshot market, Seeded random)
    {
        Ratio Less(Ratio confidence) => random.Coin() ? confidence : new Ratio(random.Between(0, confidence.Raw));
        return market with
        {
            Assets = [.. market.Assets.Select(row => row with { Confidence = Less(row.Confidence) })],
            Underlyings = [.. market.Underlyings.Select(row => row with
            {
                SpotConfidence = Less(row.SpotConfidence),
                Perpetual = row.Perpetual is PerpetualMarket perpetual
                    ? perpetual with { Confidence = Less(perpetual.Confidence) }
                    : null,
                Expiries = [.. row.Expiries.Select(expiry => expiry with { Confidence = Less(expiry.Confidence) })],
            })],
        };
    }

    /// <summary>Tries a property on plain cases and on those with a tail.</summary>
    private void ForAll(Action<Seeded, MarginCase> property)
    {
        BookChanges.ForAllPlain(output, Books, withRotations: true, (random, inputs, _) => property(random, inputs));
        BookChanges.ForAll(output, Books, withRotations: true, (random, inputs, _) => property(random, inputs));
    }
}
