using System.Collections.Immutable;
using System.Linq;
using Verifiable.Chain.Abi;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Chain.Protocol;

/// <summary>What proves a lower bound of a maintenance margin; the contract's numbers.</summary>
public enum WitnessKind
{
    /// <summary>Scenarios of the scan.</summary>
    Joint = 0,

    /// <summary>Scenarios of the tail: expected shortfall.</summary>
    Tail = 1,

    /// <summary>Scenarios of the tail: value at risk.</summary>
    Count = 2,

    /// <summary>No scenario: the forward contingency.</summary>
    Basis = 3,

    /// <summary>Scenarios of the scan, without what the model adds for size: the cheapest proof.</summary>
    Unsized = 4,
}

/// <summary>Which scenarios prove a breach: the struct <c>Witness</c>.</summary>
/// <param name="Kind">Of what they are a part.</param>
/// <param name="Scenarios">Their indices, ascending.</param>
public sealed record LiquidationWitness(WitnessKind Kind, ImmutableArray<int> Scenarios)
{
    /// <summary>One scenario of the scan.</summary>
    public static LiquidationWitness Of(int scenario) => new(WitnessKind.Joint, [scenario]);

    /// <summary>
    /// The witness that proves all of a margin: of the loss that binds, the worst scenario or as much of the tail as
    /// its measure reads; none where equity is negative, which needs no margin to be a breach. Where the worst scenario
    /// breaches without what the model adds for size, that is left out.
    /// </summary>
    /// <param name="margin">The account's margin by the engine.</param>
    /// <param name="model">The model that it was computed with.</param>
    /// <param name="scenarios">Its scenarios.</param>
    public static LiquidationWitness Of(MarginResult margin, ModelParameters model, ScenarioSet scenarios)
    {
        if (margin.Equity.Raw < 0)
        {
            return new LiquidationWitness(WitnessKind.Joint, []);
        }

        return Binding(margin) switch
        {
            ComponentKind.Basis => new LiquidationWitness(WitnessKind.Basis, []),
            ComponentKind.Tail => new LiquidationWitness(
                model.Measure.Kind == MeasureKind.ValueAtRisk ? WitnessKind.Count : WitnessKind.Tail,
                TailTotals.Of(margin.Totals, scenarios).Worst(model.Measure.ConfidencePpm)),
            _ => new LiquidationWitness(
                IsBreachWithoutSizes(margin) ? WitnessKind.Unsized : WitnessKind.Joint, [margin.WorstScenario]),
        };
    }

    /// <summary>The struct.</summary>
    public AbiValue ToValue() => AbiValue.Of(
        (ulong)Kind, ContractValues.List(Scenarios.Select(static scenario => (AbiValue)(ulong)scenario)));

    private static bool IsBreachWithoutSizes(MarginResult margin) =>
        margin.Equity.Raw < margin.MaintenanceMargin.Raw - margin.Components
            .Where(static part =>
                part.Kind is ComponentKind.Perpetual or ComponentKind.ShortOption or ComponentKind.Concentration)
            .Sum(static part => part.Maintenance.Raw);

    /// <summary>The loss that both requirements rest on: of the three only one is not zero.</summary>
    private static ComponentKind Binding(MarginResult margin) => margin.Components
        .Where(static part => part.Kind is ComponentKind.Basis or ComponentKind.Tail && part.Maintenance.Raw > 0)
        .Select(static part => part.Kind)
        .FirstOrDefault(ComponentKind.Scan);
}
