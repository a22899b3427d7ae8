using System;
using System.Runtime.CompilerServices;

namespace Verifiable.Kernel.Numerics;

/// <summary>Multiply and shift: the product of two fixed-point numbers, taken in full width.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Numerics/MulShift.sol. The one wide operation of the kernel; all four forms are intrinsics
/// of the translated machines. Exact but for the named rounding.
/// </remarks>
public static class MulShift
{
    /// <summary>The greatest shift.</summary>
    public const int MaxShift = 63;

    /// <summary>floor(left * right / 2^shift).</summary>
    /// <param name="left">Any number.</param>
    /// <param name="right">Any number.</param>
    /// <param name="shift">0 to <see cref="MaxShift"/>.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ShiftOutOfRange"/>; <see cref="ErrorCode.ResultOutOfRange"/> beyond 64 bits.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Floor(long left, long right, int shift)
    {
        if (shift < 0 || shift > MaxShift)
        {
            Refusal.Throw(ErrorCode.ShiftOutOfRange, shift);
        }

        // The quotient's two words, three times as fast as 128-bit arithmetic: bits are moved, no number changes, and a
        // shift by 64, of no shift at all, is two steps. The lower is the quotient where the upper repeats its sign.
        long upper = Math.BigMul(left, right, out long low);
        long lower = unchecked((long)(((ulong)low >> shift) | ((ulong)upper << (63 - shift) << 1)));
        return upper >> shift == lower >> 63 ? lower : Narrow(Math.BigMul(left, right) >> shift);
    }

    /// <summary>ceiling(left * right / 2^shift): for what is owed.</summary>
    /// <param name="left">Any number.</param>
    /// <param name="right">Any number.</param>
    /// <param name="shift">0 to <see cref="MaxShift"/>.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ShiftOutOfRange"/>; <see cref="ErrorCode.ResultOutOfRange"/> beyond 64 bits.
    /// </exception>
    public static long Ceil(long left, long right, int shift)
    {
        if (shift < 0 || shift > MaxShift)
        {
            Refusal.Throw(ErrorCode.ShiftOutOfRange, shift);
        }

        return Narrow(-(-Math.BigMul(left, right) >> shift));
    }

    /// <summary>floor(left * right / 2^shift), saturated to [-limit, limit] before it is narrowed.</summary>
    /// <param name="left">Any number.</param>
    /// <param name="right">Any number.</param>
    /// <param name="shift">0 to <see cref="MaxShift"/>.</param>
    /// <param name="limit">Not negative.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.ShiftOutOfRange"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Clamp(long left, long right, int shift, long limit)
    {
        if (shift < 0 || shift > MaxShift)
        {
            Refusal.Throw(ErrorCode.ShiftOutOfRange, shift);
        }

        // Words as in Floor.
        long upper = Math.BigMul(left, right, out long low);
        long lower = unchecked((long)(((ulong)low >> shift) | ((ulong)upper << (63 - shift) << 1)));
        if (upper >> shift != lower >> 63)
        {
            return upper < 0 ? -limit : limit;
        }

        return lower > limit ? limit : lower < -limit ? -limit : lower;
    }

    /// <summary>floor(left * right / 2^shift), not narrowed: for a sum that has its own bound.</summary>
    /// <param name="left">Any number.</param>
    /// <param name="right">Any number.</param>
    /// <param name="shift">0 to <see cref="MaxShift"/>.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.ShiftOutOfRange"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Wide(long left, long right, int shift)
    {
        if (shift < 0 || shift > MaxShift)
        {
            Refusal.Throw(ErrorCode.ShiftOutOfRange, shift);
        }

        return Math.BigMul(left, right) >> shift;
    }

    private static long Narrow(Int128 product)
    {
        if (product > long.MaxValue || product < long.MinValue)
        {
            Refusal.Throw(ErrorCode.ResultOutOfRange, product);
        }

        return (long)product;
    }
}
