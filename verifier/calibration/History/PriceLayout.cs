namespace Verifiable.Calibration.History;

/// <summary>The layouts of price tables; a file is recognised by its header, never by its name.</summary>
public enum PriceLayout
{
    /// <summary><c>date,BTC,ETH,...</c>: one day a row, one close a column, a blank where there is none.</summary>
    DailyCloses,

    /// <summary><c>unix,BTC,ETH,...</c>: one moment in Unix seconds a row, one close a column.</summary>
    TimedCloses,

    /// <summary><c>unix,asset,open,high,low,close</c>: one bar of one asset a row.</summary>
    AssetBars,

    /// <summary><c>time_utc,open,high,low,close,volume</c>: one bar of the one asset a row.</summary>
    SingleBars,
}
