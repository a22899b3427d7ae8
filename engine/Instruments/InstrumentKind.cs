namespace Verifiable.Engine.Instruments;

/// <summary>What an instrument is; the numbers are those of its identifier's byte 29.</summary>
public enum InstrumentKind
{
    /// <summary>No instrument: the kind of a strike's word in a volatility row.</summary>
    None = 0,

    /// <summary>The underlying itself.</summary>
    Spot = 1,

    /// <summary>A perpetual future with funding.</summary>
    Perpetual = 2,

    /// <summary>A dated future.</summary>
    Future = 3,

    /// <summary>A European call.</summary>
    Call = 4,

    /// <summary>A European put.</summary>
    Put = 5,
}
