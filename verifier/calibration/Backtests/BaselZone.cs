namespace Verifiable.Calibration.Backtests;

/// <summary>The supervisory zones of a backtest.</summary>
public enum BaselZone
{
    /// <summary>As many breaches as a sound model may have.</summary>
    Green,

    /// <summary>More than expected: consistent with a sound model, more so with an unsound one.</summary>
    Yellow,

    /// <summary>So many that the model is taken to be wrong.</summary>
    Red,
}
