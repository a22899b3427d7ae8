namespace Verifiable.Engine.Units;

/// <summary>An annualised volatility; 1 is 100 %.</summary>
/// <param name="Raw">The volatility in units of 1e-12.</param>
public readonly record struct Volatility(long Raw)
{
    /// <summary>Decimal places of the raw unit.</summary>
    public const int Decimals = 12;

    /// <summary>Largest accepted volatility, 64: beyond it listing refuses.</summary>
    public const long MaxRaw = 64_000_000_000_000;
}
