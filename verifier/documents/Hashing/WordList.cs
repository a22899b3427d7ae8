using System;
using System.Buffers;
using System.Buffers.Binary;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Hashing;

/// <summary>
/// 32-byte big-endian words in order: canonical rows, the preimage of a hash, or calldata without dynamic parts.
/// </summary>
public sealed class WordList
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The bytes so far; valid until the next word is added.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.WrittenSpan;

    /// <summary>Adds a word as it stands.</summary>
    public WordList Add(Bytes32 word)
    {
        word.Write(_buffer.GetSpan(Bytes32.Length));
        _buffer.Advance(Bytes32.Length);
        return this;
    }

    /// <summary>Adds an address, right-aligned.</summary>
    public WordList Add(Address address) => Add(address.Word);

    /// <summary>Adds an unsigned integer of up to 128 bits, right-aligned.</summary>
    public WordList AddUnsigned(UInt128 number) =>
        Add(new Bytes32(0, 0, (ulong)(number >> 64), (ulong)(number & ulong.MaxValue)));

    /// <summary>Adds a signed integer of up to 128 bits, sign-extended to the word.</summary>
    public WordList AddSigned(Int128 number)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        bytes[..(Bytes32.Length / 2)].Fill(number < 0 ? byte.MaxValue : byte.MinValue);
        BinaryPrimitives.WriteInt128BigEndian(bytes[(Bytes32.Length / 2)..], number);
        return Add(Bytes32.Read(bytes));
    }

    /// <summary>Adds four signed or unsigned 64-bit fields in one word, the first most significant.</summary>
    public WordList AddPacked(long first, long second, long third, long fourth) =>

        // Two's complement of each field, no value lost.
        Add(unchecked(new Bytes32((ulong)first, (ulong)second, (ulong)third, (ulong)fourth)));

    /// <summary>Adds two signed numbers as the 128-bit halves of one word, the first in the upper half.</summary>
    public WordList AddHalves(long upper, long lower) => AddPacked(upper >> 63, upper, lower >> 63, lower);

    /// <summary>Adds whole words.</summary>
    public WordList AddWords(ReadOnlySpan<byte> words)
    {
        _buffer.Write(words);
        return this;
    }

    /// <summary>The words so far, in a fresh array.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <summary>The Keccak-256 of the words so far.</summary>
    public Bytes32 Hash() => Keccak256.Hash(Bytes);
}
