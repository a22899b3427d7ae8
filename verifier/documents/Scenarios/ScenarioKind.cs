namespace Verifiable.Documents;

/// <summary>Where a scenario comes from; for people, not hashed.</summary>
public enum ScenarioKind
{
    /// <summary>A point of a price and volatility grid.</summary>
    Grid,

    /// <summary>A large move of which only a share counts.</summary>
    Tail,

    /// <summary>A rotation of the smile.</summary>
    Skew,

    /// <summary>A day, or a filtered residual, of price history.</summary>
    Historical,

    /// <summary>A hypothetical or named stress.</summary>
    Stress,
}
