using System;
using System.Runtime.CompilerServices;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Vector;

/// <summary>
/// Sums of an account's rows in single words, on any processor: the bits of <see cref="PositionValue.OfCell"/> added up.
/// </summary>
/// <remarks>
/// The kernel holds every product to the range of money and adds in 128 bits. Neither is needed where the sum of all
/// magnitudes is known to stay below 2^61 (<see cref="LargestSum"/>): no product comes near that range, and no sum near
/// the end of a word.
/// </remarks>
internal static class NarrowAccount
{
    /// <summary>What the sum of the bounds of an account's rows has to stay below.</summary>
    internal const long LargestSum = 1L << 61;

    /// <summary>The most that a position can be worth in any column.</summary>
    /// <param name="notional">What one times a cell is worth.</param>
    /// <param name="magnitudeQ40">The largest magnitude of its cells, not negative.</param>
    internal static Int128 BoundOf(long notional, long magnitudeQ40)
    {
        Int128 product = MulShift.Wide(notional, magnitudeQ40, 40);
        return product < 0 ? -product : product + 1;
    }

    /// <summary>The largest magnitude of a row's cells.</summary>
    internal static long MagnitudeOf(ReadOnlySpan<long> cellsQ40)
    {
        long most = 0;
        long least = 0;
        foreach (long cellQ40 in cellsQ40)
        {
            most = cellQ40 > most ? cellQ40 : most;
            least = cellQ40 < least ? cellQ40 : least;
        }

        return most > -least ? most : -least;
    }

    /// <summary>Adds floor(notional * cell) to the sum of every column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(long notional, ReadOnlySpan<long> cellsQ40, Span<long> sums)
    {
        ReadOnlySpan<long> cells = cellsQ40[..sums.Length];
        for (int column = 0; column < sums.Length; column++)
        {
            long upper = Math.BigMul(notional, cells[column], out long lower);
            sums[column] = unchecked(sums[column] + (long)((ulong)lower >> 40 | (ulong)upper << 24));
        }
    }

    /// <summary>Takes sums over into the kernel's, and clears them.</summary>
    internal static void Drain(Span<long> words, Span<Int128> sums)
    {
        for (int column = 0; column < words.Length; column++)
        {
            sums[column] += words[column];
        }

        words.Clear();
    }
}
