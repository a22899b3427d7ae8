using System;

namespace Verifiable.Kernel.Numerics;

/// <summary>Shift and divide: the quotient of two numbers as a fixed-point number, rounded down.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Numerics/DivideShift.sol. Machines divide towards zero, so a negative quotient that is not
/// whole loses one: floor is not trunc. Exact but for that rounding.
/// </remarks>
public static class DivideShift
{
    /// <summary>The greatest shift: the shifted dividend stays within 128 bits.</summary>
    public const int MaxShift = 63;

    /// <summary>floor(dividend * 2^shift / divisor).</summary>
    /// <param name="dividend">Any number.</param>
    /// <param name="shift">0 to <see cref="MaxShift"/>.</param>
    /// <param name="divisor">A positive number.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ShiftOutOfRange"/>, <see cref="ErrorCode.DivisorNotPositive"/>;
    /// <see cref="ErrorCode.ResultOutOfRange"/> beyond 64 bits.
    /// </exception>
    public static long Floor(long dividend, int shift, long divisor)
    {
        if (shift < 0 || shift > MaxShift)
        {
            Refusal.Throw(ErrorCode.ShiftOutOfRange, shift);
        }

        if (divisor <= 0)
        {
            Refusal.Throw(ErrorCode.DivisorNotPositive, divisor);
        }

        Int128 quotient = FloorOf((Int128)dividend << shift, divisor);
        if (quotient > long.MaxValue || quotient < long.MinValue)
        {
            Refusal.Throw(ErrorCode.ResultOutOfRange, quotient);
        }

        return (long)quotient;
    }

    /// <summary>floor(dividend / divisor), saturated to [-limit, limit] before it is narrowed.</summary>
    /// <param name="dividend">Any number of 127 bits.</param>
    /// <param name="divisor">A positive number.</param>
    /// <param name="limit">Not negative.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.DivisorNotPositive"/>.</exception>
    public static long Clamp(Int128 dividend, long divisor, long limit)
    {
        if (divisor <= 0)
        {
            Refusal.Throw(ErrorCode.DivisorNotPositive, divisor);
        }

        Int128 quotient = FloorOf(dividend, divisor);
        if (quotient > limit)
        {
            return limit;
        }

        return quotient < -limit ? -limit : (long)quotient;
    }

    private static Int128 FloorOf(Int128 dividend, long divisor)
    {
        // With n for -1 - x, floor(x / d) is -1 - floor(n / d), and either quotient is of numbers that are not negative:
        // one division without its remainder.
        Int128 sign = dividend >> 127;
        UInt128 magnitude = (UInt128)(dividend ^ sign);
        return (Int128)(magnitude / (UInt128)divisor) ^ sign;
    }
}
