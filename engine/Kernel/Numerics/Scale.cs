using System;

namespace Verifiable.Kernel.Numerics;

/// <summary>From the decimals of documents to the binary fractions of the kernel, once, at the boundary.</summary>
/// <remarks>Mirrors contracts/Kernel/Numerics/Scale.sol.</remarks>
public static class Scale
{
    /// <summary>Units of a volatility, rate or ratio in one: documents count them in 10^-12.</summary>
    public const long UnitsPerOne = 1_000_000_000_000;

    /// <summary>floor(raw12 * 2^fractionBits / 10^12).</summary>
    /// <param name="raw12">A number in units of 10^-12.</param>
    /// <param name="fractionBits">The binary places of the result, 0 to 63.</param>
    /// <returns>The number with <paramref name="fractionBits"/> binary places; less than one unit too small.</returns>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ShiftOutOfRange"/>; <see cref="ErrorCode.ResultOutOfRange"/> beyond 64 bits.
    /// </exception>
    public static long Convert(long raw12, int fractionBits) => DivideShift.Floor(raw12, fractionBits, UnitsPerOne);

    /// <summary>floor(raw12 * 2^fractionBits / 10^12), saturated: a valuation does not refuse an absurd number.</summary>
    /// <param name="raw12">A number in units of 10^-12.</param>
    /// <param name="fractionBits">The binary places of the result, 0 to 63.</param>
    /// <returns>As <see cref="Convert"/> where that fits 64 bits, else 2^63 - 1 with the number's sign.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.ShiftOutOfRange"/>.</exception>
    public static long Clamp(long raw12, int fractionBits)
    {
        if (fractionBits < 0 || fractionBits > DivideShift.MaxShift)
        {
            Refusal.Throw(ErrorCode.ShiftOutOfRange, fractionBits);
        }

        return DivideShift.Clamp((Int128)raw12 << fractionBits, UnitsPerOne, long.MaxValue);
    }
}
