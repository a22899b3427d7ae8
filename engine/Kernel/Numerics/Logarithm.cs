using System;

namespace Verifiable.Kernel.Numerics;

/// <summary>Natural logarithm of a whole number.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Numerics/Logarithm.sol. The number is 2^e * (1 + t) with 0 &lt;= t &lt; 1; the first four
/// binary digits of t choose a segment of <see cref="LogarithmTable"/>, and the rest, exact, is the argument of its
/// polynomial.
/// </remarks>
public static class Logarithm
{
    private const int SegmentShift = 58;

    /// <summary>floor of ln(positive).</summary>
    /// <param name="positive">A whole number, 1 to 2^63 - 1.</param>
    /// <returns>
    /// The logarithm, Q46; below the exact value by less than 1.02 units (1.5e-14), above it by less than 0.02. ln 1 =
    /// 0.
    /// </returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.LogarithmOfNonPositive"/>.</exception>
    public static long Natural(long positive)
    {
        if (positive <= 0)
        {
            Refusal.Throw(ErrorCode.LogarithmOfNonPositive, positive);
        }

        // 2^62 <= mantissa < 2^63, so its segment is its digits 2 to 5 and the argument is below 2^58 = 1/16 in Q62.
        int length = Bits.Length(positive);
        long mantissaQ62 = (long)((Int128)positive << (63 - length));
        int segment = (int)Bits.ShiftRight(mantissaQ62, SegmentShift) - 16;
        long argumentQ62 = Bits.LowBits(mantissaQ62, SegmentShift);

        // Horner's rule; every sum is below 2^57. The exponent adds at most 62 * ln 2 < 2^61.5 in Q56.
        int first = segment * LogarithmTable.Width;
        long sumQ56 = LogarithmTable.Coefficients[first + LogarithmTable.Width - 1];
        for (int power = LogarithmTable.Width - 2; power >= 0; power--)
        {
            sumQ56 = MulShift.Floor(sumQ56, argumentQ62, 62) + LogarithmTable.Coefficients[first + power];
        }

        return Bits.ShiftRight(sumQ56 + ((length - 1) * LogarithmTable.LogarithmOfTwoQ56), 10);
    }
}
