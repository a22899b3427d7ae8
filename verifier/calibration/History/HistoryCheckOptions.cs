namespace Verifiable.Calibration.History;

/// <summary>From where a peculiarity of a price series is a problem.</summary>
public sealed record HistoryCheckOptions
{
    /// <summary>Fewest equal closes in a row that are a stale run.</summary>
    public int StaleBars { get; init; } = 4;

    /// <summary>Smallest factor, up or down, that is a jump: 2 is a price that doubles or halves in one bar.</summary>
    public double JumpFactor { get; init; } = 2;

    /// <summary>Largest relative distance of a jump from a power of ten that makes it a redenomination.</summary>
    public double RedenominationTolerance { get; init; } = 0.1;

    /// <summary>Smallest factor in one bar that makes a jump another coin.</summary>
    public double ReuseFactor { get; init; } = 8;

    /// <summary>Fewest missing bars after which a jump makes another coin.</summary>
    public int ReuseGapBars { get; init; } = 30;

    /// <summary>Largest factor between the closes of two sources at the same moment.</summary>
    public double SourceFactor { get; init; } = 1.25;
}
