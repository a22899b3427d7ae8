using System;

namespace Verifiable.Calibration.Quantised;

/// <summary>
/// From doubles to the integers of the formats: the nearest one, exactly, a tie to the even one. This is the one place
/// where calibration rounds; the engine, which only floors, sees what comes out of here.
/// </summary>
public static class Nearest
{
    private const int FractionBits = 52;
    private const int ExponentBias = 1075;

    // A mantissa of 53 bits times a scale of less than 2^46 stays below half of 2^100.
    private const int VanishingShift = 100;
    private const double Limit = 1L << 62;

    private const long MillionthsPerOne = 1_000_000;

    private static readonly long ScaleQ40 = 1L << 40;

    /// <summary>The nearest multiple of 2^-40: residuals, factors and returns.</summary>
    /// <param name="number">Finite, below 2^22 in size.</param>
    public static long Q40(double number) => Of(number, ScaleQ40);

    /// <summary>The nearest multiple of 1e-12: volatilities, correlations and other ratios.</summary>
    /// <param name="number">Finite, below 4.6 million in size.</param>
    public static long Ratio(double number) => Of(number, Engine.Units.Ratio.One);

    /// <summary>The nearest multiple of 1e-6: residuals as documents print them.</summary>
    /// <param name="number">Finite, below 4.6e12 in size.</param>
    public static long Millionths(double number) => Of(number, MillionthsPerOne);

    private static long Of(double number, long scale)
    {
        if (!(Math.Abs(number) * scale < Limit))
        {
            throw Refusal.Parameter("number", number, "one that fits the integers of its unit");
        }

        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(number));
        long mantissa = (bits & ((1L << FractionBits) - 1)) | (1L << FractionBits);
        int shift = ExponentBias - (int)(bits >> FractionBits);
        Int128 product = (Int128)mantissa * scale;

        // Numbers within the limit are below 2^43, so the shift is positive. A subnormal one has no leading bit, but is
        // so far below half a unit that it vanishes either way.
        long magnitude = shift >= VanishingShift ? 0 : (long)HalfEven(product, shift);
        return number < 0 ? -magnitude : magnitude;
    }

    private static Int128 HalfEven(Int128 product, int shift)
    {
        Int128 floor = product >> shift;
        Int128 remainder = product - (floor << shift);
        Int128 half = Int128.One << (shift - 1);
        bool up = remainder > half || (remainder == half && Int128.IsOddInteger(floor));
        return up ? floor + 1 : floor;
    }
}
