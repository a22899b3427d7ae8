using System.Collections.Immutable;
using Verifiable.Calibration.History;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Quantised;

/// <summary>How to calibrate; the defaults are those of the profile <c>portfolio</c> 1.0.</summary>
/// <param name="Underlyings">The series to take, each named as its underlying: 1 to 8 letters A-Z or digits.</param>
public sealed record CalibrationOptions(ImmutableArray<string> Underlyings)
{
    /// <summary>The last moment whose return counts; null takes the whole history.</summary>
    public Instant? AsOf { get; init; }

    /// <summary>The weight of the past in the volatilities.</summary>
    public double Lambda { get; init; } = 0.97;

    /// <summary>How many returns make the first volatility.</summary>
    public int SeedBars { get; init; } = 60;

    /// <summary>How many residuals, the latest, become scenarios.</summary>
    public int Scenarios { get; init; } = 500;

    /// <summary>
    /// Whether today's volatility is at least that of the whole history, so that a quiet year does not lower margin to
    /// what the next storm must raise again (EMIR RTS 153/2013, article 28, paragraph 1, point c).
    /// </summary>
    public bool FloorByLongRun { get; init; }

    /// <summary>Names of the problems of the history that have been looked at and accepted.</summary>
    public ImmutableArray<string> Accepted { get; init; } = [];

    /// <summary>Other sources that the series must agree with.</summary>
    public ImmutableArray<PriceHistory> References { get; init; } = [];

    /// <summary>What counts as a problem.</summary>
    public HistoryCheckOptions Check { get; init; } = new();
}
