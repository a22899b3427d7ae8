namespace Verifiable.Engine.Scenarios;

/// <summary>A margin rule's parameters with the scenarios it values.</summary>
/// <param name="Parameters">The parameters; their type is the rule.</param>
/// <param name="Scenarios">
/// The scenarios; without a scenario for rules that look at each position alone.
/// </param>
public sealed record MarginModel(MarginParameters Parameters, ScenarioSet Scenarios)
{
    /// <summary>A model whose scenarios follow from its parameters.</summary>
    /// <param name="parameters">Those of a rule that does not read scenarios.</param>
    public static MarginModel Of(MarginParameters parameters) => new(parameters, parameters switch
    {
        PriceBucketParameters buckets => PriceBucketScenarios.Of(buckets),
        SpanParameters span => SpanScenarios.Of(span),
        _ => new ScenarioSet([], []),
    });
}
