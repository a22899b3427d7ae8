using System;
using System.Buffers;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>A growing sequence of 32-byte big-endian words.</summary>
public sealed class WordWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Appends a word as it is.</summary>
    public void Word(Bytes32 word)
    {
        word.Write(_buffer.GetSpan(Bytes32.Length));
        _buffer.Advance(Bytes32.Length);
    }

    /// <summary>Appends an unsigned number, right-aligned.</summary>
    public void UnsignedWord(ulong number) => Word(new Bytes32(0, 0, 0, number));

    /// <summary>Appends a signed number, right-aligned and sign-extended to 256 bits.</summary>
    public void SignedWord(long number)
    {
        ulong sign = number < 0 ? ulong.MaxValue : 0;
        Word(new Bytes32(sign, sign, sign, unchecked((ulong)number))); // two's complement, no value lost
    }

    /// <summary>Appends four signed or unsigned 64-bit fields in one word, the first most significant.</summary>
    public void Packed(long first, long second, long third, long fourth)
    {
        // Two's complement of each field, no value lost.
        Word(unchecked(new Bytes32((ulong)first, (ulong)second, (ulong)third, (ulong)fourth)));
    }

    /// <summary>Appends two signed numbers as the 128-bit halves of one word, the first in the upper half.</summary>
    public void Halves(long upper, long lower) => Packed(upper >> 63, upper, lower >> 63, lower);

    /// <summary>Appends whole words.</summary>
    public void Words(ReadOnlySpan<byte> words) => _buffer.Write(words);

    /// <summary>The words so far, in a fresh array.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>The Keccak-256 of the words so far.</summary>
    public Bytes32 Hash() => Keccak256.Hash(_buffer.WrittenSpan);
}
