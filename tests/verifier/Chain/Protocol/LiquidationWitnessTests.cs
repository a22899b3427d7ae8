using System.Collections.Immutable;
using System.Linq;
using Verifiable.Chain.Protocol;
using Verifiable.Documents;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Protocol;

/// <summary>Which scenarios prove a margin, worked out by hand.</summary>
public sealed class LiquidationWitnessTests
{
    private static readonly ModelParameters Model =
        (ModelParameters)Profiles.Open("portfolio-1.0").Model.Parameters with
        {
            Measure = new MeasureParameters(MeasureKind.ExpectedShortfall, 600_000),
        };

    /// <summary>Weights 1, 2, 1, 1, 1: at 60 % the tail's mass is ceil(6 * 0.4) = 3.</summary>
    [Fact]
    public void Of_ATailThatBinds_TakesTheWorstUntilTheirWeightSuffices()
    {
        MarginResult margin = Margin(100, ComponentKind.Tail, [-5, -9, 4, -7, 1]);

        LiquidationWitness witness = LiquidationWitness.Of(margin, Model, Set([1, 2, 1, 1, 1]));

        Assert.Equal(WitnessKind.Tail, witness.Kind);
        Assert.Equal([1, 3], witness.Scenarios.ToArray());
    }

    [Fact]
    public void Of_AValueAtRiskThatBinds_IsACount()
    {
        MarginResult margin = Margin(100, ComponentKind.Tail, [-5, -9, 4, -7, 1]);
        ModelParameters model =
            Model with { Measure = new MeasureParameters(MeasureKind.ValueAtRisk, 600_000) };

        Assert.Equal(WitnessKind.Count, LiquidationWitness.Of(margin, model, Set([1, 2, 1, 1, 1])).Kind);
    }

    [Fact]
    public void Of_AScanThatBinds_TakesItsWorstScenario()
    {
        MarginResult margin = Margin(100, ComponentKind.Scan, [-5, -9, 4, -7, 1]);

        LiquidationWitness witness = LiquidationWitness.Of(margin, Model, Set([1, 1, 1, 1, 1]));

        Assert.Equal(WitnessKind.Joint, witness.Kind);
        Assert.Equal([1], witness.Scenarios.ToArray());
    }

    /// <summary>9 for the worst scenario and 4 for naked shorts are 13, of which equity of 8 misses the scenario's 9.</summary>
    [Theory]
    [InlineData(8, WitnessKind.Unsized)]
    [InlineData(9, WitnessKind.Joint)]
    public void Of_AScanThatBreaches_LeavesSizesOutWhereItCan(long equity, WitnessKind kind)
    {
        MarginResult scan = Margin(equity, ComponentKind.Scan, [-5, -9, 4, -7, 1]);
        MarginResult margin = scan with
        {
            MaintenanceMargin = new Money(13),
            Components = scan.Components.Add(
                new MarginComponent(ComponentKind.ShortOption, new Money(4), new Money(4))),
        };

        LiquidationWitness witness = LiquidationWitness.Of(margin, Model, Set([1, 1, 1, 1, 1]));

        Assert.Equal(kind, witness.Kind);
        Assert.Equal([1], witness.Scenarios.ToArray());
    }

    [Fact]
    public void Of_AForwardContingencyThatBinds_NeedsNoScenario()
    {
        MarginResult margin = Margin(100, ComponentKind.Basis, [-5, -9, 4, -7, 1]);

        LiquidationWitness witness = LiquidationWitness.Of(margin, Model, Set([1, 1, 1, 1, 1]));

        Assert.Equal(WitnessKind.Basis, witness.Kind);
        Assert.Empty(witness.Scenarios);
    }

    [Fact]
    public void Of_NegativeEquity_NeedsNoScenario()
    {
        MarginResult margin = Margin(-1, ComponentKind.Scan, [-5, -9, 4, -7, 1]);

        Assert.Empty(LiquidationWitness.Of(margin, Model, Set([1, 1, 1, 1, 1])).Scenarios);
    }

    /// <summary>Half of four scenarios of weight one lose 7 or more.</summary>
    [Fact]
    public void Hint_OfATail_IsItsValueAtRisk()
    {
        ImmutableArray<Money> totals = [new(-5), new(-9), new(4), new(-7)];

        long hint = TailTotals.Hint(
            totals, Set([1, 1, 1, 1]), new MeasureParameters(MeasureKind.ExpectedShortfall, 500_000));

        Assert.Equal(7, hint);
    }

    private static MarginResult Margin(long equity, ComponentKind binding, long[] totals) => new(
        new Money(equity),
        default,
        default,
        default,
        default,
        default,
        1,
        default,
        [new MarginComponent(binding, new Money(9), new Money(9))],
        [.. totals.Select(static total => new Money(total))],
        []);

    private static ScenarioSet Set(uint[] weights)
    {
        ScenarioSet shipped = Profiles.Open("portfolio-1.0").Scenarios.Set;
        Scenario scan = shipped.Scenarios.First(static scenario => !scenario.IsTail);
        return new ScenarioSet(
            shipped.Factors, [.. weights.Select(weight => scan with { Weight = weight })]);
    }
}
