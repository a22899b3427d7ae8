using System;

namespace Verifiable.Digest;

/// <summary>64 bits that any other number in a sequence would change: SplitMix64's mixing step, chained.</summary>
internal struct Digest
{
    private ulong _state;

    /// <summary>How many numbers went in.</summary>
    internal long Count { get; private set; }

    internal void Add(long number)
    {
        unchecked
        {
            ulong mixed = (_state ^ (ulong)number) + 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            _state = mixed ^ (mixed >> 31);
        }

        Count++;
    }

    internal void Add(Int128 number)
    {
        unchecked
        {
            Add((long)(number >> 64));
            Add((long)number);
        }
    }

    internal void Add(ReadOnlySpan<long> numbers)
    {
        foreach (long number in numbers)
        {
            Add(number);
        }
    }

    internal void Add(string letters)
    {
        foreach (char letter in letters)
        {
            Add(letter);
        }
    }

    public override readonly string ToString() => FormattableString.Invariant($"{_state:x16} of {Count}");
}
