using System;
using System.Globalization;
using Xunit.Abstractions;

namespace Verifiable.Tests.Support;

/// <summary>The part of the generator that only tests use: it prints its seed.</summary>
public sealed partial class Seeded
{
    /// <summary>A generator from <c>VERIFIABLE_SEED</c>, else from the default; the seed is printed.</summary>
    public static Seeded Printed(ITestOutputHelper output, ulong defaultSeed = 20261124)
    {
        string? text = Environment.GetEnvironmentVariable("VERIFIABLE_SEED");
        ulong seed = string.IsNullOrEmpty(text) ? defaultSeed : ulong.Parse(text, CultureInfo.InvariantCulture);
        output.WriteLine($"seed {seed} (set VERIFIABLE_SEED to replay or to vary)");
        return new Seeded(seed);
    }
}
