using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Quantised;

/// <summary>Which residual days to take from a history; the defaults are those of the profile portfolio 1.0.</summary>
/// <param name="Underlyings">The underlyings, strictly ascending.</param>
/// <param name="BarSeconds">The length of a day.</param>
/// <param name="Days">How many days, the latest.</param>
public sealed record ResidualOptions(ImmutableArray<UnderlyingId> Underlyings, long BarSeconds, int Days)
{
    /// <summary>The moment of use: only bars that have closed by then count. Null takes the whole history.</summary>
    public Instant? AsOf { get; init; }

    /// <summary>The weight of the past in the volatilities.</summary>
    public double Lambda { get; init; } = 0.97;

    /// <summary>How many returns make the first volatility.</summary>
    public int SeedBars { get; init; } = 60;
}
