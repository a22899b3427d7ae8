using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Neo.Script;

namespace Verifiable.Neo.Translation;

/// <summary>Tables of constants as functions of their index: a tree of comparisons with a push at each leaf.</summary>
/// <remarks>
/// A push and eight comparisons cost less than a tenth of cutting eight bytes out of a string and converting them. The
/// two ends are checked, so an index outside the table faults as it throws in C#.
/// </remarks>
internal static class TableFragments
{
    /// <summary>Reads the entries of a table's data.</summary>
    internal static long[] Entries(byte[] data) =>
        [.. data.Chunk(sizeof(long)).Select(static entry => BinaryPrimitives.ReadInt64LittleEndian(entry))];

    /// <summary>The function from index to entry.</summary>
    internal static Fragment Write(string name, long[] entries)
    {
        Fragment fragment = new(name);
        fragment.AssertWithin(0, entries.Length);
        Select(fragment, entries, 0);
        return fragment;
    }

    /// <summary>The numbers that an entry can be.</summary>
    internal static Interval RangeOf(IReadOnlyCollection<long> entries) => new(entries.Min(), entries.Max());

    private static void Select(Fragment fragment, ReadOnlySpan<long> entries, int first)
    {
        if (entries.Length == 1)
        {
            fragment.Add(OpCode.DROP);
            fragment.Push(entries[0]);
            fragment.Add(OpCode.RET);
            return;
        }

        int half = entries.Length / 2;
        Label upper = new();
        fragment.Add(OpCode.DUP);
        fragment.Push(first + half);
        fragment.Jump(OpCode.JMPGE, upper);
        Select(fragment, entries[..half], first);
        fragment.Bind(upper);
        Select(fragment, entries[half..], first + half);
    }
}
