using System;
using System.Linq;

namespace Verifiable.Tests.Neo.Translation;

/// <summary>Methods that the translator refuses, each for one thing.</summary>
internal static class OutsideSubset
{
    private static readonly long[] Kept = [1, 2];
    private static readonly long Started = Environment.TickCount64;

    internal static long FloatingPoint(long number) => (long)(number * 0.5);

    internal static long Unchecked(long left, long right) => unchecked(left + right);

    internal static long Mask(long number) => number & 7;

    internal static ulong Unsigned(ulong number) => number;

    internal static long Reference(ref long number) => number;

    internal static long Catching(long number)
    {
        try
        {
            return number / 2;
        }
        catch (DivideByZeroException)
        {
            return 0;
        }
    }

    internal static long Foreign(long number) => Math.Abs(number);

    internal static long Library(long[] numbers) => numbers.Sum();

    internal static long Recursive(long number) => number == 0 ? 0 : Recursive(number - 1);

    internal static long Allocating(long number) => new long[3].Length + number;

    internal static T Generic<T>(T value) => value;

    internal static long Storing(long[] numbers)
    {
        numbers[0] = 1;
        return Kept[0];
    }

    internal static long Initialised(long number) => checked(number + Started);

    internal static long KeptPair(Int128 dividend, Int128 divisor) => (long)Int128.DivRem(dividend, divisor).Quotient;
}
