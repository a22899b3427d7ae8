using System;
using System.IO;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>Numbers as the rivals read them: little-endian, whole sizes first, then binary64.</summary>
internal static class BinaryNumbers
{
    internal static void WriteSizes(BinaryWriter file, params ReadOnlySpan<long> sizes)
    {
        foreach (long size in sizes)
        {
            file.Write(size);
        }
    }

    /// <summary>Fixed-point numbers as doubles, exact below 2^53 units.</summary>
    internal static void Write(BinaryWriter file, ReadOnlySpan<long> numbers, int fractionBits)
    {
        double unit = Math.ScaleB(1, -fractionBits);
        foreach (long number in numbers)
        {
            file.Write(number * unit);
        }
    }
}
