using System;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>Random units.</summary>
internal static class SeededNumbers
{
    private const long Steps = 1L << 53;
    private const int MagnitudeBits = 32;

    public static double Real(this Seeded random, double low, double high) =>
        low + ((high - low) * random.Between(0, Steps) / Steps);

    /// <summary>A number whose logarithm is uniform: low * (high / low)^u.</summary>
    /// <remarks>
    /// The power is a product of square roots, one for each bit of u, since IEEE 754 fixes a square root's bits and no
    /// library's exponential: every machine draws the same numbers.
    /// </remarks>
    public static double Magnitude(this Seeded random, double low, double high)
    {
        ulong bits = random.Bits();
        double power = 1;
        double root = high / low;
        for (int bit = 63; bit >= 64 - MagnitudeBits; bit--)
        {
            root = Math.Sqrt(root);
            power *= ((bits >> bit) & 1) == 1 ? root : 1;
        }

        return low * power;
    }

    public static bool Chance(this Seeded random, int percent) => random.Between(1, 100) <= percent;

    public static Ratio Ratio(this Seeded random, double low, double high) =>
        new(random.Between((long)(low * 1e12), (long)(high * 1e12)));

    public static Price Price(double price) => new(Math.Max(1, (long)(price * 1e8)));
}
