namespace Verifiable.Engine.Units;

/// <summary>A signed amount of the settlement currency.</summary>
/// <param name="Raw">The amount in units of 10^-moneyDecimals, as the model's settlement currency defines them.</param>
public readonly record struct Money(long Raw)
{
    /// <summary>The magnitude's limit, exclusive: 2^62.</summary>
    public const long Limit = 1L << 62;

    /// <summary>Decimal places of a settlement currency: 6 for dollars, 9 for coins.</summary>
    public static int DecimalsOf(AssetId settlement) => settlement.IsDollar ? 6 : 9;
}
