using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Kernel;

/// <summary>One row of a table of reference vectors.</summary>
/// <param name="Inputs">The function's arguments.</param>
/// <param name="Exact">The exact result, in 2^-16 of the function's unit.</param>
public sealed record VectorRow(long[] Inputs, BigInteger Exact)
{
    /// <summary>The result less the exact one, in the function's unit.</summary>
    public double ErrorOf(long result) => (double)(((BigInteger)result << 16) - Exact) / 65_536;
}

/// <summary>An option of the reference vectors, valued by the kernel as a valuation does it.</summary>
/// <param name="FactorQ40">The scenario's forward over the snapshot's.</param>
/// <param name="Forward">The snapshot's forward.</param>
/// <param name="Strike">The strike, in the forward's unit.</param>
/// <param name="VQ46">Total volatility.</param>
public readonly record struct VectorOption(long FactorQ40, long Forward, long Strike, long VQ46)
{
    /// <summary>The kernel's strike ratio.</summary>
    public long StrikeRatioQ46 => Cell.StrikeRatioCeil(Strike, Forward);

    /// <summary>ln F - ln K + ln f.</summary>
    public long LogMoneynessQ46 =>
        Logarithm.Natural(Forward) - Logarithm.Natural(Strike) + ScenarioFactor.Log(FactorQ40);

    /// <summary>K / F in double precision: the exact ratio, not the kernel's.</summary>
    public double Ratio => (double)Strike / Forward;

    /// <summary>The larger of f and K / F, in units of 2^-40.</summary>
    public double LargerQ40 => Math.Max(FactorQ40, Ratio * Cell.OneQ40);

    /// <summary>The kernel's call, Q40.</summary>
    public long Call() => Cell.Call(FactorQ40, StrikeRatioQ46, LogMoneynessQ46, VQ46, Black76.Reciprocal(VQ46));

    /// <summary>The kernel's put, Q40.</summary>
    public long Put() => Cell.Put(FactorQ40, StrikeRatioQ46, LogMoneynessQ46, VQ46, Black76.Reciprocal(VQ46));
}

/// <summary>The reference vectors of tests/vectors/kernel; its README says how they are made.</summary>
public static class VectorFile
{
    /// <summary>The seed of every file.</summary>
    public const ulong Seed = 20261124;

    /// <summary>The folder of the files.</summary>
    public static string Folder { get; } = Path.Combine(ReferenceData.Root, "tests", "vectors", "kernel");

    /// <summary>The rows of a table.</summary>
    public static IReadOnlyList<VectorRow> Table(string name) =>
        [.. File.ReadLines(Path.Combine(Folder, $"{name}.csv")).Skip(1).Select(Row)];

    /// <summary>The results of a binary file, Q62.</summary>
    public static long[] Points(string name) =>
        MemoryMarshal.Cast<byte, long>(File.ReadAllBytes(Path.Combine(Folder, $"{name}.bin"))).ToArray();

    /// <summary>The next deviation (Q46) of the generator's <c>centred</c> points.</summary>
    public static long Deviation(Seeded seeded) => seeded.Between(-(9L << 46), 9L << 46);

    /// <summary>The next option of the generator's <c>call</c> points.</summary>
    public static VectorOption Option(Seeded seeded, int leastBits)
    {
        long factor = seeded.Coin() ? 1L << 40 : seeded.Between(1L << 37, 1L << 43);
        int forwardBits = (int)seeded.Between(30, 50);
        long forward = seeded.Between(1L << forwardBits, (2L << forwardBits) - 1);
        int bits = (int)seeded.Between(leastBits, 49);
        long volatility = seeded.Between(1L << bits, (2L << bits) - 1);
        BigInteger strike;
        if (seeded.Coin())
        {
            BigInteger ratio = (BigInteger.One << 66) + ((BigInteger)seeded.Between(0, 4 << 20) * volatility);
            BigInteger shocked = (BigInteger)forward * factor;
            strike = seeded.Coin() ? (shocked * ratio) >> 106 : (shocked << 26) / ratio;
        }
        else
        {
            int strikeBits = (int)seeded.Between(0, 29);
            strike = ((BigInteger)forward * seeded.Between(1L << strikeBits, (2L << strikeBits) - 1)) >> 20;
        }

        strike = BigInteger.Min(BigInteger.Max(strike, -(-forward >> 20)), (BigInteger)forward << 10);
        return new VectorOption(factor, forward, (long)strike, volatility);
    }

    private static VectorRow Row(string line)
    {
        string[] cells = line.Split(',');
        return new VectorRow(
            [.. cells[..^1].Select(cell => long.Parse(cell, CultureInfo.InvariantCulture))],
            BigInteger.Parse(cells[^1], CultureInfo.InvariantCulture));
    }
}
