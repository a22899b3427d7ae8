namespace Verifiable.Kernel.Numerics;

/// <summary>The bit work of the kernel: arithmetic shift, low bits, length.</summary>
/// <remarks>Mirrors contracts/Kernel/Numerics/Bits.sol.</remarks>
public static class Bits
{
    /// <summary>floor(value / 2^count), also for negative values.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="count">0 to 63, a constant or proven by the caller.</param>
    public static long ShiftRight(long value, int count) => value >> count;

    /// <summary>value mod 2^count, never negative.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="count">0 to 62, a constant or proven by the caller.</param>
    public static long LowBits(long value, int count) => value & ((1L << count) - 1);

    /// <summary>The number of binary digits: the least n with value &lt; 2^n.</summary>
    /// <param name="value">A number that is not negative; 0 has length 0.</param>
    public static int Length(long value)
    {
        int length = 0;
        long rest = value;
        for (int step = 32; step > 0; step /= 2)
        {
            long upper = ShiftRight(rest, step);
            if (upper > 0)
            {
                length += step;
                rest = upper;
            }
        }

        return rest > 0 ? length + 1 : length;
    }
}
