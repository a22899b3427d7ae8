using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Rows;

/// <summary>
/// Reads 32-byte words strictly: whatever a writer would not have written is refused with its word's index.
/// </summary>
internal ref struct WordReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _file;
    private readonly string _section;
    private int _next;

    internal WordReader(ReadOnlySpan<byte> bytes, string file, string section)
    {
        _bytes = bytes;
        _file = file;
        _section = section;
        if (bytes.Length % Bytes32.Length != 0)
        {
            Refuse("a multiple of 32 bytes");
        }
    }

    /// <summary>The number of bytes read so far.</summary>
    internal readonly int Position => _next;

    /// <summary>The next word.</summary>
    internal Bytes32 Word()
    {
        if (_bytes.Length - _next < Bytes32.Length)
        {
            Refuse("another word");
        }

        Bytes32 word = Bytes32.Read(_bytes[_next..]);
        _next += Bytes32.Length;
        return word;
    }

    /// <summary>The next word, which must be this tag.</summary>
    internal void Tag(Bytes32 tag) => Require(Word() == tag, "the tag of this preimage");

    /// <summary>A right-aligned unsigned number up to a maximum.</summary>
    internal long Unsigned(long maximum)
    {
        Bytes32 word = Word();
        bool small = (word.First | word.Second | word.Third) == 0 && word.Fourth <= (ulong)maximum;
        Require(small, string.Create(CultureInfo.InvariantCulture, $"an unsigned number up to {maximum}"));
        return (long)word.Fourth;
    }

    /// <summary>A right-aligned, sign-extended number within bounds.</summary>
    internal long Signed(long minimum, long maximum)
    {
        Bytes32 word = Word();
        long number = unchecked((long)word.Fourth); // two's complement
        ulong sign = number < 0 ? ulong.MaxValue : 0;
        Require(word.First == sign && word.Second == sign && word.Third == sign, "a sign-extended 64-bit number");
        return Within(number, minimum, maximum);
    }

    /// <summary>Four 64-bit fields, as signed numbers.</summary>
    internal (long First, long Second, long Third, long Fourth) Packed()
    {
        Bytes32 word = Word();
        // Two's complement of each field; bounds are the caller's.
        return unchecked(((long)word.First, (long)word.Second, (long)word.Third, (long)word.Fourth));
    }

    /// <summary>Two 128-bit halves that each fit 64 bits.</summary>
    internal (long Upper, long Lower) Halves()
    {
        (long upperSign, long upper, long lowerSign, long lower) = Packed();
        Require(upperSign == upper >> 63 && lowerSign == lower >> 63, "sign-extended 128-bit halves");
        return (upper, lower);
    }

    /// <summary>A ratio in a word of its own.</summary>
    internal Ratio Ratio() => new(Signed(-Engine.Units.Ratio.MaxRaw, Engine.Units.Ratio.MaxRaw));

    /// <summary>An asset in a word of its own.</summary>
    internal AssetId Asset()
    {
        AssetId asset = new(Word().First);
        Require(asset.IsWellFormed && LastIs(asset.Word), "an asset");
        return asset;
    }

    /// <summary>An underlying in a word of its own.</summary>
    internal UnderlyingId Underlying()
    {
        UnderlyingId underlying = new(Word().First);
        Require(underlying.IsWellFormed && LastIs(underlying.Word), "an underlying");
        return underlying;
    }

    /// <summary>Whether the last word is this one.</summary>
    internal readonly bool LastIs(Bytes32 word) => Last == word;

    /// <summary>A field of the last word within bounds.</summary>
    internal readonly long Within(long number, long minimum, long maximum)
    {
        bool within = number >= minimum && number <= maximum;
        Require(within, string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}"));
        return number;
    }

    /// <summary>A time in a field of the last word.</summary>
    internal readonly Instant Instant(long seconds) => new(Within(seconds, 0, Engine.Units.Instant.MaxSeconds));

    /// <summary>A price in a field of the last word.</summary>
    internal readonly Price Price(long raw, long minimum) => new(Within(raw, minimum, Engine.Units.Price.Limit - 1));

    /// <summary>A ratio in a field of the last word.</summary>
    internal readonly Ratio Ratio(long raw) =>
        new(Within(raw, -Engine.Units.Ratio.MaxRaw, Engine.Units.Ratio.MaxRaw));

    /// <summary>A confidence in a field of the last word.</summary>
    internal readonly Ratio Confidence(long raw) => new(Within(raw, 0, Engine.Units.Ratio.One));

    /// <summary>Requires a condition of the last word.</summary>
    internal readonly void Require(bool condition, string accepted)
    {
        if (!condition)
        {
            Refuse(accepted);
        }
    }

    /// <summary>Requires that the words since a position hash to what was announced for them.</summary>
    internal readonly void RequireHash(int position, Bytes32 announced)
    {
        Bytes32 found = Keccak256.Hash(_bytes[position.._next]);
        if (found != announced)
        {
            throw new MarginException(ErrorCode.HashMismatch, _file, Place, found.ToString(), announced.ToString());
        }
    }

    /// <summary>Requires that no word follows.</summary>
    internal readonly void End()
    {
        if (_next != _bytes.Length)
        {
            Refuse("no further words");
        }
    }

    private readonly Bytes32 Last => _next == 0 ? default : Bytes32.Read(_bytes[(_next - Bytes32.Length)..]);

    private readonly string Place =>
        string.Create(CultureInfo.InvariantCulture, $"{_section} word {Math.Max(0, (_next / Bytes32.Length) - 1)}");

    [DoesNotReturn]
    private readonly void Refuse(string accepted) =>
        throw new MarginException(
            ErrorCode.BundleMalformed, _file, Place, _next == 0 ? string.Empty : Last.ToString(), accepted);
}
