using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>
/// Each add-on's bound and direction, and how losses of underlyings and open orders join, over ten thousand random
/// books.
/// </summary>
public sealed class AddOnPropertyTests(ITestOutputHelper output)
{
    private const int Books = 10_000;

    [Fact]
    public void Across_SumOfWorsts_IsNeverBelowTheJointLossNorTheCreditBetween() => ForAll((random, inputs) =>
    {
        MarginCase scanning = ScanOnly(inputs);
        long joint = ScanOf(scanning, AcrossParameters.Joint);
        long worsts = ScanOf(scanning, new AcrossParameters(AcrossRule.SumOfWorsts, default));
        Ratio little = random.Ratio(0, 1);
        Ratio more = new(random.Between(little.Raw, Ratio.One));
        long credited = ScanOf(scanning, new AcrossParameters(AcrossRule.SumOfWorstsWithCredit, little));
        long creditedMore = ScanOf(scanning, new AcrossParameters(AcrossRule.SumOfWorstsWithCredit, more));

        Assert.True(joint <= creditedMore && creditedMore <= credited && credited <= worsts);
    });

    [Fact]
    public void Concentration_LargerBook_IsNeverChargedLessNorMoreThanItsShare() => ForAll((random, inputs) =>
    {
        MarginCase alone = inputs with { Orders = [] };
        MarginCase larger = alone with { Book = BookChanges.Times(inputs.Book, (int)random.Between(2, 9)) };
        MarginComponent small = Of(alone, ComponentKind.Concentration);
        MarginComponent large = Of(larger, ComponentKind.Concentration);

        Assert.True(large.Initial.Raw >= small.Initial.Raw && large.Maintenance.Raw >= small.Maintenance.Raw);
    });

    // With no lower size and the upper at once, the whole share of the gross size is charged: a perpetual's add-on.
    [Fact]
    public void Concentration_WholeShareFromTheStart_BoundsTheLadder() => ForAll((_, inputs) =>
    {
        ModelParameters whole = inputs.Model with
        {
            Concentration = [.. inputs.Model.Concentration.Select(static rule =>
                rule with { Lower = default, Upper = new Quantity(1) })],
        };
        MarginComponent ladder = Of(inputs, ComponentKind.Concentration);
        MarginComponent most = Of(inputs with { Model = whole }, ComponentKind.Concentration);

        Assert.True(ladder.Initial.Raw <= most.Initial.Raw && ladder.Maintenance.Raw <= most.Maintenance.Raw);
    });

    [Fact]
    public void Limits_Tighter_RaiseInitialByNoMoreThanTheyTighten() => ForAll((random, inputs) =>
    {
        MarginCase strict = inputs with { Model = inputs.Model with { Credit = CreditParameters.None } };
        long by = random.OfAnyMagnitude(40);
        LimitParameters limits = strict.Model.Limits;
        LimitParameters tighter = new(
            new Money(Math.Max(0, limits.OptionValue.Raw - by)),
            new Money(Math.Max(0, limits.UnrealisedProfit.Raw - by)));
        MarginResult margin = strict.Margin();
        MarginResult tight = (strict with { Model = strict.Model with { Limits = tighter } }).Margin();

        Assert.InRange(tight.InitialMargin.Raw - margin.InitialMargin.Raw, 0, 2 * by);
        Assert.Equal((margin.MaintenanceMargin, margin.Equity), (tight.MaintenanceMargin, tight.Equity));
    });

    [Fact]
    public void Dynamic_MoreVolatility_NeverLowersWhatItAdds() => ForAll((random, inputs) =>
    {
        MarginCase calm = ScanOnly(inputs);
        MarginCase wild = calm with
        {
            Market = calm.Market with
            {
                Underlyings = [.. calm.Market.Underlyings.Select(listed => listed with
                {
                    TodayVolatility = new Volatility(listed.TodayVolatility.Raw + random.OfAnyMagnitude(42)),
                })],
            },
        };
        MarginCase still = calm with { Model = calm.Model with { Dynamic = DynamicParameters.None } };

        Assert.True(wild.Margin().MaintenanceMargin.Raw >= calm.Margin().MaintenanceMargin.Raw);
        Assert.True(calm.Margin().MaintenanceMargin.Raw >= still.Margin().MaintenanceMargin.Raw);
    });

    [Fact]
    public void Credit_AnyLine_LowersInitialAloneAndNotBelowItsFloor() => ForAll((random, inputs) =>
    {
        ModelParameters model = inputs.Model;
        CreditParameters Line(long amount) => new(
            model.Credit.Floor, [new CreditLine(inputs.Book.Account, new Money(amount))]);
        long line = random.OfAnyMagnitude(45);
        MarginResult none = (inputs with { Model = model with { Credit = CreditParameters.None } }).Margin();
        MarginResult some = (inputs with { Model = model with { Credit = Line(line) } }).Margin();
        MarginResult more = (inputs with { Model = model with { Credit = Line(2 * line) } }).Margin();

        Assert.Equal(none.MaintenanceMargin, some.MaintenanceMargin);
        Assert.True(more.InitialMargin.Raw <= some.InitialMargin.Raw);
        Assert.True(some.InitialMargin.Raw <= none.InitialMargin.Raw);
        Assert.True(some.InitialMargin.Raw >= none.InitialMargin.Raw - line);
        Assert.True(more.InitialMargin.Raw >= none.MaintenanceMargin.Raw);
        Int128 floorQ40 = ((Int128)model.Credit.Floor.Raw << 40) / Ratio.One;
        Assert.True(more.InitialMargin.Raw >= none.InitialMargin.Raw * floorQ40 >> 40);
    });

    [Fact]
    public void Counterparties_MoreDefaults_NeverCostLessNorMoreThanAll() => ForAll((_, inputs) =>
    {
        CounterpartyParameters rules = inputs.Model.Counterparties;
        MarginComponent Covering(int largest) => Of(
            inputs with { Model = inputs.Model with { Counterparties = rules with { Largest = largest } } },
            ComponentKind.Counterparty);
        long one = Covering(1).Initial.Raw;
        long two = Covering(2).Initial.Raw;
        long all = Covering(rules.Exposures.Length).Initial.Raw;

        Assert.True(one <= two && two <= Math.Max(two, all) && two <= 2 * one && Covering(1).Maintenance.Raw == 0);
        Assert.Equal(all, Covering(rules.Exposures.Length + 3).Initial.Raw);
    });

    private static IEnumerable<MarginComponent> AddOnsOf(MarginResult margin) => margin.Components.Where(static part =>
        part.Kind is not (ComponentKind.Scan or ComponentKind.Basis or ComponentKind.Tail or ComponentKind.Dynamic));

    private static MarginComponent Of(MarginCase inputs, ComponentKind kind) =>
        inputs.Margin().Components.Single(part => part.Kind == kind);

    /// <summary>A scan at multiplier one, with nothing that a basis contingency or a credit could hide.</summary>
    private static MarginCase ScanOnly(MarginCase inputs) => inputs with
    {
        Model = inputs.Model with
        {
            Measure = new MeasureParameters(MeasureKind.Scan, 0),
            Basis = new BasisParameters(default, default, default, default),
            Multiplier = new StagedRatio(new Ratio(Ratio.One), new Ratio(Ratio.One)),
            Credit = CreditParameters.None,
        },
    };

    private static long ScanOf(MarginCase inputs, AcrossParameters across) => Of(
        inputs with { Model = inputs.Model with { Across = across, Dynamic = DynamicParameters.None } },
        ComponentKind.Scan).Maintenance.Raw;

    private void ForAll(Action<Seeded, MarginCase> property) => BookChanges.ForAll(
        output, Books, withRotations: true, (random, inputs, _) => property(random, inputs));
}
