using System;
using System.Collections.Generic;
using System.Numerics;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Encoding;

/// <summary>A node of Ethereum's recursive length prefix: a string of bytes or a list of nodes.</summary>
public sealed class RlpItem
{
    private static readonly BigInteger WordLimit = BigInteger.One << 256;

    private RlpItem(bool isList, ReadOnlyMemory<byte> bytes, IReadOnlyList<RlpItem> items)
    {
        IsList = isList;
        Bytes = bytes;
        Items = items;
    }

    /// <summary>Whether the node is a list.</summary>
    public bool IsList { get; }

    /// <summary>The bytes of a string; empty for a list.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The nodes of a list; empty for a string.</summary>
    public IReadOnlyList<RlpItem> Items { get; }

    /// <summary>A string.</summary>
    public static RlpItem OfBytes(ReadOnlyMemory<byte> bytes) => new(false, bytes, []);

    /// <summary>A list.</summary>
    public static RlpItem OfList(IReadOnlyList<RlpItem> items) => new(true, ReadOnlyMemory<byte>.Empty, items);

    /// <summary>A number as its big-endian bytes without leading zeros, so zero is the empty string.</summary>
    /// <param name="number">0 to 2^256 - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public static RlpItem OfNumber(BigInteger number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, BigInteger.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, WordLimit);
        return OfBytes(number.IsZero ? default : number.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    /// <summary>The string as a number without leading zeros.</summary>
    /// <param name="maxBytes">The most bytes the number may have.</param>
    /// <param name="name">The field's name, for the refusal.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.RlpMalformed"/>.</exception>
    public BigInteger ToNumber(int maxBytes, string name)
    {
        ReadOnlySpan<byte> digits = ToSpan(name);
        if (digits.Length > maxBytes || (digits.Length > 0 && digits[0] == 0))
        {
            throw Rlp.Malformed(
                name, $"{digits.Length} bytes", $"a number of at most {maxBytes} bytes, no leading zero");
        }

        return new BigInteger(digits, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The bytes of a node that must be a string.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.RlpMalformed"/>: a list.</exception>
    public ReadOnlySpan<byte> ToSpan(string name) =>
        IsList ? throw Rlp.Malformed(name, "a list", "a string") : Bytes.Span;

    /// <summary>The nodes of a node that must be a list.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.RlpMalformed"/>: a string.</exception>
    public IReadOnlyList<RlpItem> ToList(string name) =>
        IsList ? Items : throw Rlp.Malformed(name, "a string", "a list");
}
