using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>How a covariance was estimated; parameters that its method lacks are null.</summary>
/// <param name="Method">The method.</param>
/// <param name="IsFloored">Whether no volatility is below that of the whole history.</param>
public sealed record CovarianceEstimator(CovarianceMethod Method, bool IsFloored)
{
    /// <summary>The weight of the past in the volatilities; in <c>ewma</c> in the covariances too.</summary>
    public Ratio? Lambda { get; init; }

    /// <summary>How many returns make the first volatility.</summary>
    public int? SeedBars { get; init; }

    /// <summary>The weight of the last residuals in the correlations, a of DCC(1,1).</summary>
    public Ratio? Shock { get; init; }

    /// <summary>The weight of the bar before in the correlations, b of DCC(1,1).</summary>
    public Ratio? Memory { get; init; }

    /// <summary>How far the correlations were shrunk towards their mean, from 0 to 1.</summary>
    public Ratio? Intensity { get; init; }
}
