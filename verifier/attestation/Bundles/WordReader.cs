using System;
using System.Buffers.Binary;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Bundles;

/// <summary>Reads ABI words in order; a number that is not padded as its type demands is refused.</summary>
internal ref struct WordReader(ReadOnlySpan<byte> words, BundleSection section, string file)
{
    private readonly ReadOnlySpan<byte> _words = words;
    private int _offset;

    internal Bytes32 Word()
    {
        if (_words.Length - _offset < Bytes32.Length)
        {
            throw Malformed($"{_words.Length} bytes", "another word");
        }

        Bytes32 word = Bytes32.Read(_words[_offset..]);
        _offset += Bytes32.Length;
        return word;
    }

    internal Address Address()
    {
        Bytes32 word = Word();
        return word.First == 0 && word.Second >> 32 == 0
            ? new Address(word)
            : throw Malformed($"{word}", "an address with twelve zero bytes before it");
    }

    internal UInt128 Unsigned(int bits = 128)
    {
        Bytes32 word = Word();
        UInt128 number = new(word.Third, word.Fourth);
        return word.First == 0 && word.Second == 0 && (bits == 128 || number >> bits == 0)
            ? number
            : throw Malformed($"{word}", $"an unsigned number of {bits} bits");
    }

    internal Int128 Signed()
    {
        Bytes32 word = Word();
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        word.Write(bytes);
        Int128 number = BinaryPrimitives.ReadInt128BigEndian(bytes[(Bytes32.Length / 2)..]);
        ulong extension = number < 0 ? ulong.MaxValue : 0;
        return word.First == extension && word.Second == extension
            ? number
            : throw Malformed($"{word}", "a sign-extended number of 128 bits");
    }

    internal readonly void RequireEnd()
    {
        if (_offset != _words.Length)
        {
            throw Malformed($"{_words.Length} bytes", $"{_offset} bytes");
        }
    }

    internal readonly MarginException Malformed(string value, string accepted) =>
        new(ErrorCode.BundleMalformed, file, $"{section} byte {_offset}", value, accepted);
}
