using System.Collections.Immutable;
using Verifiable.Documents;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Quantised;

/// <summary>How to estimate a covariance; the defaults are what value at risk takes from a history.</summary>
/// <param name="Underlyings">The underlyings, strictly ascending.</param>
public sealed record CovarianceOptions(ImmutableArray<UnderlyingId> Underlyings)
{
    /// <summary>The method.</summary>
    public CovarianceMethod Method { get; init; } = CovarianceMethod.Shrinkage;

    /// <summary>The moment of use: only bars that have closed by then count. Null takes the whole history.</summary>
    public Instant? AsOf { get; init; }

    /// <summary>The length of a bar.</summary>
    public long BarSeconds { get; init; } = 86_400;

    /// <summary>How many returns or residuals, the latest; an exponentially weighted covariance takes all.</summary>
    public int Bars { get; init; } = 500;

    /// <summary>The weight of the past, above 0 and below 1.</summary>
    public Ratio Lambda { get; init; } = new(970_000_000_000);

    /// <summary>How many returns make the first volatility.</summary>
    public int SeedBars { get; init; } = 60;

    /// <summary>The weights of DCC(1,1), at least 0 and together below 1; null estimates them.</summary>
    public (Ratio Shock, Ratio Memory)? Weights { get; init; }

    /// <summary>
    /// Whether a volatility is at least that of the whole history, so that a quiet year does not lower margin to what
    /// the next storm must raise again (EMIR RTS 153/2013, article 28, paragraph 1, point c).
    /// </summary>
    public bool IsFloored { get; init; }

    /// <summary>Correlations that stand whatever the history says, ascending.</summary>
    public ImmutableArray<CorrelationOpinion> Opinions { get; init; } = [];

    /// <summary>How a matrix with an eigenvalue below zero is repaired.</summary>
    public CorrelationRepairMethod Repair { get; init; } = CorrelationRepairMethod.Clip;
}
