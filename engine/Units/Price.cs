namespace Verifiable.Engine.Units;

/// <summary>A spot, forward, strike or entry price in the quote currency.</summary>
/// <param name="Raw">The price in units of 1e-8.</param>
public readonly record struct Price(long Raw)
{
    /// <summary>Decimal places of the raw unit.</summary>
    public const int Decimals = 8;

    /// <summary>Largest raw price, exclusive: 2^62, so that two prices never overflow a sum.</summary>
    public const long Limit = 1L << 62;

    /// <summary>Smallest raw price that listing and increasing accept: 0.01. Cheaper coins trade as lots.</summary>
    public const long ListingMinimum = 1_000_000;
}
