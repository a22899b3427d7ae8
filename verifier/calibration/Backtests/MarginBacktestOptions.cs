using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Backtests;

/// <summary>How to walk a margin model through history.</summary>
public sealed record MarginBacktestOptions
{
    /// <summary>The first day; null takes the first that has a whole window before it.</summary>
    public Instant? From { get; init; }

    /// <summary>The last day; null takes the history's last.</summary>
    public Instant? To { get; init; }

    /// <summary>
    /// How many residual days the model sees on each day, the latest ones; null takes as many as its scenarios have.
    /// </summary>
    public int? WindowDays { get; init; }

    /// <summary>The weight of the past in the volatilities.</summary>
    public double Lambda { get; init; } = 0.97;

    /// <summary>How many returns make the first volatility.</summary>
    public int SeedBars { get; init; } = 60;
}
