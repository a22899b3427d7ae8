using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>Measures and add-ons worked by hand, on ten perpetuals at 100.</summary>
public sealed class MeasureExampleTests
{
    private const ScenarioTraits Residual = ScenarioTraits.Tail | ScenarioTraits.Residual;

    /// <summary>The scan loses 100; the tail's days lose 50 to 500 in steps of 50.</summary>
    private static MarginCase TenDays => Case.Holding(Perpetual(10, 100)) with
    {
        Model = Measuring(MeasureKind.ExpectedShortfall, 850_000),
        Scenarios = Scenarios with
        {
            Scenarios =
            [
                Move(OneQ40 / 10 * 9),
                .. Enumerable.Range(1, 10).Select(static day => Move(OneQ40 - (OneQ40 / 20 * day)) with
                {
                    Traits = ScenarioTraits.Tail,
                }),
            ],
        },
    };

    // At 85 % the tail is a day and a half: 500 and half of 450, in the mean 483.33. Initial is a quarter more.
    [Fact]
    public void Compute_ShortfallAlone_BindsAndLeavesTheScanOut()
    {
        MarginResult margin = TenDays.Margin();

        Assert.InRange(margin.ValueAtRisk.Raw - (450 * Dollar), -1, 1);
        Assert.InRange(margin.ExpectedShortfall.Raw - (1_450 * Dollar / 3), -1, 2);
        Assert.InRange(margin.WorstLoss.Raw - (100 * Dollar), -1, 1);
        Assert.Equal(0, margin.WorstScenario);
        Assert.Equal(margin.ExpectedShortfall, Of(margin, ComponentKind.Tail).Maintenance);
        Assert.Equal(0, Of(margin, ComponentKind.Scan).Initial.Raw);
        Assert.InRange((4 * margin.InitialMargin.Raw) - (5 * margin.ExpectedShortfall.Raw), 0, 3);
    }

    [Fact]
    public void Compute_ValueAtRiskAlone_BindsInItsPlace()
    {
        MarginResult margin = (TenDays with { Model = Measuring(MeasureKind.ValueAtRisk, 850_000) }).Margin();

        Assert.Equal(margin.ValueAtRisk, Of(margin, ComponentKind.Tail).Maintenance);
        Assert.Equal(margin.ValueAtRisk, margin.MaintenanceMargin);
    }

    // At 5 % the tail is nine and a half days, whose mean is far below the 900 of the scan.
    [Fact]
    public void Compute_ScanAsTheLeast_BindsWhereItIsTheLarger()
    {
        MarginCase inputs = TenDays with
        {
            Model = Model with { Measure = new MeasureParameters(MeasureKind.ExpectedShortfall, 50_000, true) },
            Scenarios = TenDays.Scenarios with
            {
                Scenarios = TenDays.Scenarios.Scenarios.SetItem(0, Move(OneQ40 / 10)),
            },
        };

        MarginResult margin = inputs.Margin();

        Assert.Equal(margin.WorstLoss, Of(margin, ComponentKind.Scan).Maintenance);
        Assert.Equal(0, Of(margin, ComponentKind.Tail).Maintenance.Raw);
        Assert.True(margin.ExpectedShortfall.Raw > 0);
    }

    // A residual of -2 at 50 % a year over a quarter of a year, the square root of which is a half: exp(-0.5) =
    // 0.60653.
    [Fact]
    public void Compute_Residual_MovesBySigmaAndTheRootOfTheHorizon()
    {
        MarginCase inputs = Case.Holding(Perpetual(10, 100)).WithVolatility() with
        {
            Model = Model with
            {
                Measure = new MeasureParameters(MeasureKind.ValueAtRisk, 990_000, HorizonSeconds: 31_536_000 / 4),
            },
            Scenarios = Scenarios with { Scenarios = [Move(OneQ40), Move(-2 * OneQ40) with { Traits = Residual }] },
        };

        MarginResult margin = inputs.Margin();

        Assert.InRange(margin.Totals[1].Raw, -393_469_341, -393_469_339);
        Assert.InRange(margin.ValueAtRisk.Raw, 393_469_339, 393_469_341);
    }

    // Without today's volatility a long perpetual is worth nothing and a short one owes six: -1,000 and -5,000.
    [Theory]
    [InlineData(10, -1_000)]
    [InlineData(-10, -5_000)]
    public void Compute_ResidualWithoutVolatility_IsBoundAndFlagged(long quantity, long totalDollars)
    {
        MarginCase inputs = Case.Holding(Perpetual(quantity, 100)) with
        {
            Model = Measuring(MeasureKind.ExpectedShortfall, 990_000),
            Scenarios = Scenarios with { Scenarios = [Move(OneQ40), Move(OneQ40) with { Traits = Residual }] },
        };

        MarginResult margin = inputs.Margin();

        Assert.Equal([0, totalDollars * Dollar], margin.Totals.Select(static total => total.Raw));
        Assert.Equal(Assumptions.TodayVolatilityMissing, margin.Assumed);
    }

    // The call of 100 owes the larger of its strike and six forwards; held it counts as nothing; the scan prices it.
    [Fact]
    public void Compute_OptionWithoutVolatility_IsBoundInResidualsOnly()
    {
        MarginCase inputs = Case with
        {
            Model = Measuring(MeasureKind.ExpectedShortfall, 990_000),
            Scenarios = Scenarios with { Scenarios = [Move(OneQ40), Move(OneQ40) with { Traits = Residual }] },
        };

        MarginResult held = inputs.Holding(Call(100, 1)).Margin();
        MarginResult owed = inputs.Holding(Call(100, -1)).Margin();

        Assert.Equal([0, -held.Equity.Raw], held.Totals.Select(static total => total.Raw));
        Assert.Equal([0, (-600 * Dollar) - owed.Equity.Raw], owed.Totals.Select(static total => total.Raw));
    }

    // Ten held, and orders to buy five at 102 and to sell thirty at 100. Spot halves or rises by half: held -500 or
    // +500; bought, fifteen lose 750 and 10 by paying 102; sold, twenty short lose 1,000 when it rises.
    [Fact]
    public void Compute_OpenOrders_TakeTheWorstSideOfEachScenario()
    {
        MarginCase inputs = Case.Holding(Perpetual(10, 100)) with
        {
            Orders = [Order(Perpetual(5, 102)), Order(Perpetual(-30, 100))],
        };

        MarginResult margin = inputs.Margin();

        Assert.Equal([-760 * Dollar, -10 * Dollar, -1_000 * Dollar], margin.Totals.Select(static total => total.Raw));
        Assert.Equal(1_000 * Dollar, margin.WorstLoss.Raw);
        Assert.Equal(-1_000 * Dollar, margin.Explanation.Sum(static share => share.Contribution.Raw));
        Assert.Equal(0, margin.Equity.Raw);
    }

    // A perpetual add-on of 2 % on the largest of ten, fifteen and twenty at 100.
    [Fact]
    public void Compute_OpenOrders_TakeTheLargestSize()
    {
        MarginCase inputs = Case.Holding(Perpetual(10, 100)) with
        {
            Model = Model with { Perpetual = new StagedRatio(default, new Ratio(Ratio.One / 50)) },
            Orders = [Order(Perpetual(5, 100)), Order(Perpetual(-30, 100))],
        };

        Assert.InRange(Of(inputs.Margin(), ComponentKind.Perpetual).Maintenance.Raw, 40 * Dollar, (40 * Dollar) + 1);
    }

    // Ten perpetuals are halfway from five to fifteen: half of a tenth of 1,000, and a tenth more of it for initial.
    [Fact]
    public void Compute_ConcentratedPosition_IsChargedItsShare()
    {
        ConcentrationRule rule = new(
            Btc,
            new Quantity(5 * One),
            new Quantity(15 * One),
            new StagedRatio(new Ratio(Ratio.One / 10), new Ratio(Ratio.One / 10)));
        MarginCase inputs = Case.Holding(Perpetual(10, 100)) with { Model = Model with { Concentration = [rule] } };

        MarginComponent part = Of(inputs.Margin(), ComponentKind.Concentration);

        Assert.InRange(part.Maintenance.Raw - (50 * Dollar), -1, 1);
        Assert.InRange(part.Initial.Raw - (100 * Dollar), -2, 2);
    }

    // From 50 to 100 ten perpetuals gained 500 that are not settled; 100 count.
    [Fact]
    public void Compute_ProfitBeyondItsLimit_IsAddedToInitial()
    {
        MarginCase inputs = Case.Holding(Perpetual(10, 50)) with
        {
            Model = Model with { Limits = LimitParameters.None with { UnrealisedProfit = new Money(100 * Dollar) } },
        };

        MarginComponent part = Of(inputs.Margin(), ComponentKind.UnrealisedProfit);

        Assert.Equal((400 * Dollar, 0L), (part.Initial.Raw, part.Maintenance.Raw));
        Assert.Equal(500 * Dollar, inputs.Margin().Equity.Raw);
    }

    // Today's 50 % is twice the reference of 25 %, so the scan's 500 are margined as 1,000.
    [Fact]
    public void Compute_TwiceTheReferenceVolatility_DoublesTheScan()
    {
        DynamicRule rule = new(Btc, new Volatility(Ratio.One / 4), default, default, default);
        MarginCase inputs = Case.Holding(Perpetual(10, 100)).WithVolatility() with
        {
            Model = Model with { Dynamic = new DynamicParameters(default, default, [rule]) },
        };

        MarginResult margin = inputs.Margin();

        Assert.Equal(500 * Dollar, Of(margin, ComponentKind.Scan).Maintenance.Raw);
        Assert.Equal(500 * Dollar, Of(margin, ComponentKind.Dynamic).Maintenance.Raw);
        Assert.Equal(1_250 * Dollar, margin.InitialMargin.Raw);
    }

    private static ModelParameters Measuring(MeasureKind kind, int ppm) =>
        Model with { Measure = new MeasureParameters(kind, ppm, HorizonSeconds: 86_400) };

    private static OpenOrder Order(Position row) => new(row.Instrument, row.Quantity, row.EntryPrice);

    private static MarginComponent Of(MarginResult margin, ComponentKind kind) =>
        margin.Components.Single(part => part.Kind == kind);
}
