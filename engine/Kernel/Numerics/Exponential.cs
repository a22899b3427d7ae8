namespace Verifiable.Kernel.Numerics;

/// <summary>The exponential function.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Numerics/Exponential.sol. e^x = 2^y with y = x / ln 2 = n + f, n whole and 0 &lt;= f &lt;
/// 1; the first four binary digits of f choose a segment of <see cref="ExponentialTable"/>, the rest is its argument.
/// </remarks>
public static class Exponential
{
    /// <summary>Largest accepted exponent, floor(22 ln 2) in Q46: the power stays below 2^22.</summary>
    public const long MaxExponentQ46 = 1_073_069_725_778_421;

    /// <summary>From here down the power is below one unit: -29 in Q46, and e^-29 &lt; 2^-41.</summary>
    public const long UnderflowQ46 = -2_040_693_581_152_256;

    private const int FractionBits = 57;
    private const int SegmentShift = 53;

    /// <summary>floor of e^exponent.</summary>
    /// <param name="exponentQ46">Any number up to <see cref="MaxExponentQ46"/>; far below zero the power is 0.</param>
    /// <returns>The power, Q40, 0 to 2^62; off by less than one unit and 2e-17 of its value. e^0 = 1.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.ExponentOutOfRange"/>.</exception>
    public static long Natural(long exponentQ46)
    {
        if (exponentQ46 > MaxExponentQ46)
        {
            Refusal.Throw(ErrorCode.ExponentOutOfRange, exponentQ46);
        }

        if (exponentQ46 <= UnderflowQ46)
        {
            return 0;
        }

        // -42 < y < 22, so |y| < 2^62.4 in Q57.
        long binaryQ57 = MulShift.Floor(exponentQ46, ExponentialTable.BinaryLogarithmOfEQ61, 50);
        int whole = (int)Bits.ShiftRight(binaryQ57, FractionBits);
        long fractionQ57 = Bits.LowBits(binaryQ57, FractionBits);
        int segment = (int)Bits.ShiftRight(fractionQ57, SegmentShift);
        long argumentQ57 = Bits.LowBits(fractionQ57, SegmentShift);

        // Horner's rule; every sum is positive and at most 2 in Q61.
        int first = segment * ExponentialTable.Width;
        long sumQ61 = ExponentialTable.Coefficients[first + ExponentialTable.Width - 1];
        for (int power = ExponentialTable.Width - 2; power >= 0; power--)
        {
            sumQ61 = MulShift.Floor(sumQ61, argumentQ57, FractionBits) + ExponentialTable.Coefficients[first + power];
        }

        return Bits.ShiftRight(sumQ61, 21 - whole);
    }
}
