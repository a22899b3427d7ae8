using System;
using System.Linq;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>What must hold of every measure and add-on, each over ten thousand random books.</summary>
public sealed class MeasurePropertyTests(ITestOutputHelper output)
{
    private const int Books = 10_000;

    [Fact]
    public void Components_Added_AreTheRequirementsAndOneLossBinds() => ForAll((_, inputs) =>
    {
        MarginResult margin = inputs.Margin();
        ComponentKind[] losses = [ComponentKind.Scan, ComponentKind.Basis, ComponentKind.Tail];

        Assert.Equal(margin.InitialMargin.Raw, margin.Components.Sum(static part => part.Initial.Raw));
        Assert.Equal(margin.MaintenanceMargin.Raw, margin.Components.Sum(static part => part.Maintenance.Raw));
        Assert.Equal(MarginRules.ExtendedPortfolio, margin.Components.Select(static part => part.Kind));
        Assert.True(losses.Count(kind => Of(margin, kind).Initial.Raw != 0) <= 1);
        Assert.DoesNotContain(margin.Components, static part => part.Maintenance.Raw < 0);
        Assert.DoesNotContain(
            margin.Components.Where(static part => part.Kind != ComponentKind.Credit),
            static part => part.Initial.Raw < part.Maintenance.Raw);
    });

    [Fact]
    public void Scenarios_Permuted_ChangeNoAmount() => ForAll((random, inputs) =>
    {
        ScenarioSet permuted = inputs.Scenarios with
        {
            Scenarios = [.. inputs.Scenarios.Scenarios.OrderBy(_ => random.Bits())],
        };
        MarginResult margin = inputs.Margin();
        MarginResult other = (inputs with { Scenarios = permuted }).Margin();

        Assert.Equal(
            (margin.ValueAtRisk, margin.ExpectedShortfall, margin.WorstLoss),
            (other.ValueAtRisk, other.ExpectedShortfall, other.WorstLoss));
        Assert.Equal(margin.Components.AsEnumerable(), other.Components.AsEnumerable());
    });

    [Fact]
    public void Explanation_Added_IsTheWorstTotalExactly() => ForAll((_, inputs) =>
    {
        MarginResult margin = inputs.Margin();

        Assert.Equal(
            margin.Totals[margin.WorstScenario].Raw, margin.Explanation.Sum(static share => share.Contribution.Raw));
        Assert.False(inputs.Scenarios.Scenarios[margin.WorstScenario].IsTail);
    });

    [Fact]
    public void Level_Deeper_NeverLowersTheMeasures() => ForAll((random, inputs) =>
    {
        MeasureParameters measure = inputs.Model.Measure;
        int deeper = (int)random.Between(measure.ConfidencePpm, 999_999);
        ModelParameters model = inputs.Model with { Measure = measure with { ConfidencePpm = deeper } };
        MarginResult margin = inputs.Margin();
        MarginResult deep = (inputs with { Model = model }).Margin();

        Assert.True(deep.ValueAtRisk.Raw >= margin.ValueAtRisk.Raw);
        Assert.True(deep.ExpectedShortfall.Raw >= margin.ExpectedShortfall.Raw);
        Assert.True(deep.MaintenanceMargin.Raw >= margin.MaintenanceMargin.Raw);
    });

    private static MarginComponent Of(MarginResult margin, ComponentKind kind) =>
        margin.Components.Single(part => part.Kind == kind);

    private void ForAll(Action<Seeded, MarginCase> property) => BookChanges.ForAll(
        output, Books, withRotations: true, (random, inputs, _) => property(random, inputs));
}
