namespace Verifiable.Engine.Units;

/// <summary>
/// A pure number: a shock, haircut, factor, confidence, rate or the price of a stable coin; 1 is 100 %.
/// </summary>
/// <param name="Raw">The number in units of 1e-12.</param>
public readonly record struct Ratio(long Raw)
{
    /// <summary>Decimal places of the raw unit.</summary>
    public const int Decimals = 12;

    /// <summary>The raw value of one.</summary>
    public const long One = 1_000_000_000_000;

    /// <summary>Largest accepted magnitude, one million.</summary>
    public const long MaxRaw = 1_000_000 * One;
}
