using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Verifiable.Engine.Vector;

/// <summary>Doubles that begin at a vector's own boundary: a load across two lines of the cache costs twice.</summary>
internal sealed class LaneMemory
{
    private const int VectorBytes = Lanes.Count * sizeof(double);

    private readonly double[] _numbers;
    private readonly int _start;
    private readonly int _length;

    private LaneMemory(double[] numbers, int start, int length)
    {
        _numbers = numbers;
        _start = start;
        _length = length;
    }

    /// <summary>Pieces of one allocation, zeros.</summary>
    /// <param name="lengths">How many doubles each piece has.</param>
    internal static LaneMemory[] Allocate(params ReadOnlySpan<int> lengths)
    {
        int sum = Lanes.Count - 1;
        foreach (int length in lengths)
        {
            sum += Whole(length);
        }

        // The collector may move them, and with them the boundary: that costs time alone (Pinned).
        double[] numbers = new double[sum];
        int start = BoundaryOf(numbers);
        LaneMemory[] pieces = new LaneMemory[lengths.Length];
        for (int piece = 0; piece < pieces.Length; piece++)
        {
            pieces[piece] = new LaneMemory(numbers, start, lengths[piece]);
            start += Whole(lengths[piece]);
        }

        return pieces;
    }

    /// <summary>
    /// A copy that the collector leaves where it is. Such memory is new each time, which costs more than to fill it: it
    /// is for numbers that many accounts read.
    /// </summary>
    internal LaneMemory Pinned()
    {
        double[] numbers = GC.AllocateArray<double>(_length + Lanes.Count - 1, pinned: true);
        LaneMemory copy = new(numbers, BoundaryOf(numbers), _length);
        Slice(0, _length).CopyTo(copy.Slice(0, _length));
        return copy;
    }

    /// <summary>The first of them.</summary>
    internal ref double First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_numbers), _start);
    }

    /// <summary>Some of them.</summary>
    internal Span<double> Slice(int start, int length) => _numbers.AsSpan(_start, _length).Slice(start, length);

    /// <summary>Eight from a place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<double> Load(int at) => Vector512.LoadUnsafe(ref First, (nuint)at);

    /// <summary>Sets eight from a place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Store(Vector512<double> numbers, int at) => numbers.StoreUnsafe(ref First, (nuint)at);

    /// <summary>Where in memory that begins anywhere a vector's boundary is.</summary>
    private static int BoundaryOf(double[] numbers)
    {
        int past = (int)(Unsafe.ByteOffset(ref Unsafe.NullRef<double>(), ref numbers[0]) % VectorBytes);
        return (VectorBytes - past) % VectorBytes / sizeof(double);
    }

    private static int Whole(int length) => (length + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
}
