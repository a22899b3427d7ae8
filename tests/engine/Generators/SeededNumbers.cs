using System;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>Random units.</summary>
internal static class SeededNumbers
{
    private const long Steps = 1L << 53;

    public static double Real(this Seeded random, double low, double high) =>
        low + ((high - low) * random.Between(0, Steps) / Steps);

    /// <summary>A number whose logarithm is uniform.</summary>
    public static double Magnitude(this Seeded random, double low, double high) =>
        Math.Exp(random.Real(Math.Log(low), Math.Log(high)));

    public static bool Chance(this Seeded random, int percent) => random.Between(1, 100) <= percent;

    public static Ratio Ratio(this Seeded random, double low, double high) =>
        new(random.Between((long)(low * 1e12), (long)(high * 1e12)));

    public static Price Price(double price) => new(Math.Max(1, (long)(price * 1e8)));
}
