using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Tests.Support;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel;

/// <summary>Random arguments for properties.</summary>
public static class Draws
{
    /// <summary>How many draws a property takes.</summary>
    public const int Count = 10_000;

    /// <summary>So many results of a drawing function, from a printed seed.</summary>
    public static IEnumerable<T> From<T>(ITestOutputHelper output, Func<Seeded, T> draw)
    {
        Seeded seeded = Seeded.Printed(output);
        return [.. Enumerable.Range(0, Count).Select(_ => draw(seeded))];
    }

    /// <summary>A number of any magnitude and either sign.</summary>
    public static long EitherSign(Seeded seeded, int maxBits) =>
        seeded.Coin() ? seeded.OfAnyMagnitude(maxBits) : -seeded.OfAnyMagnitude(maxBits);

    /// <summary>A number of any magnitude from 1.</summary>
    public static long Positive(Seeded seeded, int maxBits) => Math.Max(1, seeded.OfAnyMagnitude(maxBits));
}
