namespace Verifiable.Documents;

/// <summary>
/// Where a scenario comes from; not hashed itself, but it decides the scenario's marks, which are.
/// </summary>
public enum ScenarioKind
{
    /// <summary>A point of a price and volatility grid.</summary>
    Grid,

    /// <summary>A large move of which only a share counts.</summary>
    Tail,

    /// <summary>A rotation of the smile.</summary>
    Skew,

    /// <summary>A day of price history as it was; for the tail measures.</summary>
    Historical,

    /// <summary>A hypothetical or named stress.</summary>
    Stress,

    /// <summary>A day of price history as residuals, which today's volatility scales; for the tail measures.</summary>
    Filtered,
}
