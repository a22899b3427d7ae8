using Stratis.SmartContracts;

/// <content>engine/Kernel/Numerics.</content>
public sealed partial class MarginVault
{
    private const string Overflow = "Overflow";
    private const string ShiftOutOfRange = "ShiftOutOfRange";
    private const string ResultOutOfRange = "ResultOutOfRange";
    private const string DivisorNotPositive = "DivisorNotPositive";
    private const long OneQ40 = 1L << 40;
    private const long Limit60 = 1L << 60;
    private const long MaxExponentQ46 = 1_073_069_725_778_421;
    private const long UnderflowQ46 = -2_040_693_581_152_256;
    private const long LastDeviationQ46 = (8L << 46) - 1;
    private const long SaturatedQ52 = 2_251_799_813_685_244;
    private const long HalfQ52 = 1L << 51;
    private const long UnitsPerOne = 1_000_000_000_000;
    private const int NormalWidth = 11;
    private const int LogarithmWidth = 9;
    private const int ExponentialWidth = 7;
    private const long LogarithmOfTwoQ56 = 49_946_518_145_322_874;
    private const long BinaryLogarithmOfEQ61 = 3_326_628_274_461_080_623;

    private static long BitsShiftRight(long value, int count) => value >> count;

    private static long BitsLowBits(long value, int count) => value & ((1L << count) - 1);

    private static int BitsLength(long value)
    {
        int length = 0;
        long rest = value;
        while (rest > 0)
        {
            rest >>= 1;
            length++;
        }

        return length;
    }

    private static long SaturationBetween(long value, long low, long high)
    {
        if (value < low)
        {
            return low;
        }

        return value > high ? high : value;
    }

    private static UInt256 MulShiftWide(long left, long right, int shift)
    {
        Assert(shift >= 0 && shift <= 63, ShiftOutOfRange);
        return ShiftRight(Product(left, right), shift);
    }

    private static long MulShiftFloor(long left, long right, int shift) =>
        Narrow(MulShiftWide(left, right, shift), ResultOutOfRange);

    private static long MulShiftCeil(long left, long right, int shift)
    {
        Assert(shift >= 0 && shift <= 63, ShiftOutOfRange);
        return Narrow(Negate(ShiftRight(Negate(Product(left, right)), shift)), ResultOutOfRange);
    }

    private static long MulShiftClamp(long left, long right, int shift, long limit) =>
        Clamp(MulShiftWide(left, right, shift), limit);

    private static UInt256 FloorOf(UInt256 dividend, long divisor)
    {
        UInt256 quotient = Quotient(dividend, Wide(divisor));
        return IsNegative(Remainder(dividend, Wide(divisor))) ? Subtract(quotient, Wide(1)) : quotient;
    }

    private static long DivideShiftFloor(long dividend, int shift, long divisor)
    {
        Assert(shift >= 0 && shift <= 63, ShiftOutOfRange);
        Assert(divisor > 0, DivisorNotPositive);
        return Narrow(FloorOf(ShiftLeft(Wide(dividend), shift), divisor), ResultOutOfRange);
    }

    private static long DivideShiftClamp(UInt256 dividend, long divisor, long limit)
    {
        Assert(divisor > 0, DivisorNotPositive);
        return Clamp(FloorOf(dividend, divisor), limit);
    }

    private static long ScaleConvert(long raw12, int fractionBits) =>
        DivideShiftFloor(raw12, fractionBits, UnitsPerOne);

    private static long ScaleClamp(long raw12, int fractionBits)
    {
        Assert(fractionBits >= 0 && fractionBits <= 63, ShiftOutOfRange);
        return DivideShiftClamp(ShiftLeft(Wide(raw12), fractionBits), UnitsPerOne, long.MaxValue);
    }

    private static UInt256 MaxRadicand() => Subtract(ShiftLeft(Wide(1), 126), Wide(1));

    private static long SquareRootFloor(UInt256 radicand)
    {
        Assert(!IsNegative(radicand) && radicand <= MaxRadicand(), "RadicandOutOfRange");
        UInt256 square = radicand - Zero();
        if (square == 0UL)
        {
            return 0;
        }

        UInt256 root = (UInt256)1UL << 63;
        UInt256 next = (root + (square / root)) >> 1;
        while (next < root)
        {
            root = next;
            next = (root + (square / root)) >> 1;
        }

        return (long)(ulong)root;
    }

    private static long LogarithmNatural(long positive)
    {
        Assert(positive > 0, "LogarithmOfNonPositive");
        long[] coefficients = LogarithmCoefficients();
        int length = BitsLength(positive);
        long mantissaQ62 = positive << (63 - length);
        int segment = (int)BitsShiftRight(mantissaQ62, 58) - 16;
        long argumentQ62 = BitsLowBits(mantissaQ62, 58);
        int first = segment * LogarithmWidth;
        long sumQ56 = coefficients[first + LogarithmWidth - 1];
        for (int power = LogarithmWidth - 2; power >= 0; power--)
        {
            sumQ56 = MulShiftFloor(sumQ56, argumentQ62, 62) + coefficients[first + power];
        }

        return BitsShiftRight(sumQ56 + ((length - 1) * LogarithmOfTwoQ56), 10);
    }

    private static long ExponentialNatural(long exponentQ46)
    {
        Assert(exponentQ46 <= MaxExponentQ46, "ExponentOutOfRange");
        if (exponentQ46 <= UnderflowQ46)
        {
            return 0;
        }

        long[] coefficients = ExponentialCoefficients();
        long binaryQ57 = MulShiftFloor(exponentQ46, BinaryLogarithmOfEQ61, 50);
        int whole = (int)BitsShiftRight(binaryQ57, 57);
        long fractionQ57 = BitsLowBits(binaryQ57, 57);
        int segment = (int)BitsShiftRight(fractionQ57, 53);
        long argumentQ57 = BitsLowBits(fractionQ57, 53);
        int first = segment * ExponentialWidth;
        long sumQ61 = coefficients[first + ExponentialWidth - 1];
        for (int power = ExponentialWidth - 2; power >= 0; power--)
        {
            sumQ61 = MulShiftFloor(sumQ61, argumentQ57, 57) + coefficients[first + power];
        }

        return BitsShiftRight(sumQ61, 21 - whole);
    }

    private static long PowerOfRatio(long numerator, long denominator, long exponentQ46)
    {
        long logarithmQ46 = LogarithmNatural(numerator) - LogarithmNatural(denominator);
        long productQ46 = MulShiftClamp(logarithmQ46, exponentQ46, 46, Limit60);
        return ExponentialNatural(SaturationBetween(productQ46, -Limit60, MaxExponentQ46));
    }

    private static long NormalDistributionCentred(long deviationQ46)
    {
        if (deviationQ46 > LastDeviationQ46)
        {
            return SaturatedQ52;
        }

        if (deviationQ46 < -LastDeviationQ46)
        {
            return -SaturatedQ52;
        }

        long[] coefficients = NormalCoefficients();
        long magnitudeQ46 = deviationQ46 < 0 ? -deviationQ46 : deviationQ46;
        long argumentQ46 = BitsLowBits(magnitudeQ46, 45);
        int first = (int)BitsShiftRight(magnitudeQ46, 45) * NormalWidth;
        long sumQ52 = coefficients[first + NormalWidth - 1];
        for (int power = NormalWidth - 2; power >= 0; power--)
        {
            sumQ52 = MulShiftFloor(sumQ52, argumentQ46, 46) + coefficients[first + power];
        }

        return deviationQ46 < 0 ? -sumQ52 : sumQ52;
    }

    private static long NormalDistributionWeightedDifference(long firstQ40, long d1Q46, long secondQ46, long d2Q46)
    {
        UInt256 differenceQ46 = Subtract(
            MulShiftWide(firstQ40, HalfQ52 + NormalDistributionCentred(d1Q46), 46),
            MulShiftWide(secondQ46, HalfQ52 + NormalDistributionCentred(d2Q46), 52));
        return Narrow(ShiftRight(differenceQ46, 6), Overflow);
    }
}
