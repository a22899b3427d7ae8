using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Encoding;

/// <summary>Static ABI words in order: the preimage of a hash, or calldata without dynamic parts.</summary>
public sealed class WordList
{
    private readonly List<byte> _bytes = [];

    /// <summary>The bytes so far; valid until the next word is added.</summary>
    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>Adds a word as it stands.</summary>
    public WordList Add(Bytes32 word)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        word.Write(bytes);
        _bytes.AddRange(bytes);
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

    /// <summary>The Keccak-256 of the words.</summary>
    public Bytes32 Hash() => Keccak256.Hash(Bytes);
}
