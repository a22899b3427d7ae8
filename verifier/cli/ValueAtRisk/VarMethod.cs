namespace Verifiable.Cli.ValueAtRisk;

/// <summary>How value at risk is found.</summary>
internal enum VarMethod
{
    /// <summary>Past residuals under today's volatility, the book revalued by the engine.</summary>
    Filtered,

    /// <summary>Past moves as they were, the book revalued by the engine.</summary>
    Historical,

    /// <summary>From a covariance and the book's delta and gamma.</summary>
    Parametric,
}
