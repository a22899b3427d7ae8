namespace Verifiable.Engine.Units;

/// <summary>A signed amount of an underlying or an asset.</summary>
/// <param name="Raw">The amount in units of 1e-8.</param>
public readonly record struct Quantity(long Raw)
{
    /// <summary>Decimal places of the raw unit.</summary>
    public const int Decimals = 8;

    /// <summary>The magnitude's limit, exclusive: 2^62.</summary>
    public const long Limit = 1L << 62;
}
