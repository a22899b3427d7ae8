namespace Verifiable.Kernel.Numerics;

/// <summary>A ratio of whole numbers to a real power.</summary>
/// <remarks>Mirrors contracts/Kernel/Numerics/Power.sol. (n / d)^p = e^(p (ln n - ln d)).</remarks>
public static class Power
{
    /// <summary>Bound of the product of exponent and logarithm: far outside what the exponential resolves.</summary>
    private const long Limit = 1L << 60;

    /// <summary>(numerator / denominator)^exponent, at most 2^22.</summary>
    /// <param name="numerator">A whole number, 1 to 2^63 - 1.</param>
    /// <param name="denominator">A whole number, 1 to 2^63 - 1.</param>
    /// <param name="exponentQ46">Any number; a power beyond 2^22 counts as 2^22, far below one unit it is 0.</param>
    /// <returns>The power, Q40; off by less than one unit and (|exponent| + 1) * 1.5e-14 of its value.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.LogarithmOfNonPositive"/>.</exception>
    public static long OfRatio(long numerator, long denominator, long exponentQ46)
    {
        long logarithmQ46 = Logarithm.Natural(numerator) - Logarithm.Natural(denominator);
        long productQ46 = MulShift.Clamp(logarithmQ46, exponentQ46, 46, Limit);
        return Exponential.Natural(Saturation.Between(productQ46, -Limit, Exponential.MaxExponentQ46));
    }
}
