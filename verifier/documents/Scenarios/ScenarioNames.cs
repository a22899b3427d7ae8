using System.Collections.Immutable;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Documents;

/// <summary>The words that scenario documents use, each at the index of its enumeration member.</summary>
internal static class ScenarioNames
{
    /// <summary>Kinds of scenarios.</summary>
    internal static readonly ImmutableArray<string> Kinds =
        ["grid", "tail", "skew", "historical", "stress", "filtered"];

    /// <summary>Volatility columns that are named; a column of its own factor is an object instead.</summary>
    internal static readonly ImmutableArray<string> Columns = ["none", "up", "down", "linearSkew", "absoluteSkew"];

    /// <summary>The marks of a kind's scenarios.</summary>
    internal static ScenarioTraits TraitsOf(ScenarioKind kind) => kind switch
    {
        ScenarioKind.Historical => ScenarioTraits.Tail,
        ScenarioKind.Filtered => ScenarioTraits.Tail | ScenarioTraits.Residual,
        _ => ScenarioTraits.None,
    };

    /// <summary>Whether a column rotates the smile and leaves the spot.</summary>
    internal static bool IsSkew(VolatilityColumn column) =>
        column is VolatilityColumn.LinearSkew or VolatilityColumn.AbsoluteSkew;
}
