using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
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

    /// <summary>
    /// The next option of the generator's <c>call</c> points: factor and strike ratio (Q40), volatility (Q46).
    /// </summary>
    public static (long FactorQ40, long StrikeRatioQ40, long VQ46) Option(Seeded seeded, int leastBits)
    {
        long factor = seeded.Coin() ? 1L << 40 : seeded.Between(1L << 37, 1L << 43);
        int bits = (int)seeded.Between(leastBits, 49);
        long volatility = seeded.Between(1L << bits, (2L << bits) - 1);
        BigInteger strike;
        if (seeded.Coin())
        {
            BigInteger ratio = (BigInteger.One << 66) + ((BigInteger)seeded.Between(0, 4 << 20) * volatility);
            strike = seeded.Coin() ? (factor * ratio) >> 66 : ((BigInteger)factor << 66) / ratio;
        }
        else
        {
            int strikeBits = (int)seeded.Between(20, 49);
            strike = seeded.Between(1L << strikeBits, (2L << strikeBits) - 1);
        }

        return (factor, (long)BigInteger.Min(BigInteger.Max(strike, 1 << 20), 1L << 50), volatility);
    }

    private static VectorRow Row(string line)
    {
        string[] cells = line.Split(',');
        return new VectorRow(
            [.. cells[..^1].Select(cell => long.Parse(cell, CultureInfo.InvariantCulture))],
            BigInteger.Parse(cells[^1], CultureInfo.InvariantCulture));
    }
}
