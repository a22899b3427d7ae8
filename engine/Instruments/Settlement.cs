namespace Verifiable.Engine.Instruments;

/// <summary>The currency in which an instrument pays; the numbers are those of its identifier's byte 15.</summary>
public enum Settlement
{
    /// <summary>Delivered, not settled: spot.</summary>
    None = 0,

    /// <summary>Paid in the quote currency.</summary>
    Linear = 1,

    /// <summary>Paid in the underlying coin.</summary>
    Inverse = 2,
}
