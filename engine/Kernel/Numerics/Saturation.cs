namespace Verifiable.Kernel.Numerics;

/// <summary>Saturating a number to an interval: how valuation stays total where listing would refuse.</summary>
/// <remarks>Mirrors contracts/Kernel/Numerics/Saturation.sol.</remarks>
public static class Saturation
{
    /// <summary>The number of [low, high] that is nearest to the value.</summary>
    /// <param name="value">Any number, any scale.</param>
    /// <param name="low">The least result.</param>
    /// <param name="high">The greatest result, not below <paramref name="low"/>.</param>
    public static long Between(long value, long low, long high)
    {
        if (value < low)
        {
            return low;
        }

        return value > high ? high : value;
    }
}
