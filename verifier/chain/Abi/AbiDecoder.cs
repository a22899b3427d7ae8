using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>
/// Decodes the one canonical encoding of a value and nothing else: a foreign offset, dirty padding, a length beyond the
/// bytes, or bytes left over are refused. So what decodes, encodes to the same bytes, and memory is bounded by them.
/// </summary>
public static class AbiDecoder
{
    private const int WordBytes = 32;
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The values of a list of arguments, results or members.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>.</exception>
    public static ImmutableArray<AbiValue> Decode(ImmutableArray<AbiParameter> parameters, ReadOnlySpan<byte> bytes)
    {
        ImmutableArray<AbiValue> values =
            DecodeList(parameters.Length, i => parameters[i].Type, bytes, string.Empty, out int consumed);
        return consumed == bytes.Length
            ? values
            : throw Refuse(string.Empty, $"{bytes.Length} bytes", $"{consumed} for {AbiType.Signature(parameters)}");
    }

    /// <summary>One static value from one word, as an event's topic carries it.</summary>
    internal static AbiValue DecodeWord(AbiType type, ReadOnlySpan<byte> word, string path) => type.Kind switch
    {
        AbiKind.UnsignedNumber => DecodeUnsigned(type, word, path),
        AbiKind.SignedNumber => DecodeSigned(type, word, path),
        AbiKind.Boolean => DecodeUnsigned(BooleanRange, word, path).AsInteger().IsOne,
        AbiKind.Address => DecodeAddress(word, path),
        _ => DecodeFixedBytes(type, word, path),
    };

    private static AbiType BooleanRange { get; } = AbiType.Elementary(AbiKind.UnsignedNumber, 1);

    /// <summary>Decodes items whose heads start at byte 0; their tails must follow in order without a gap.</summary>
    private static ImmutableArray<AbiValue> DecodeList(
        int count, Func<int, AbiType> typeOf, ReadOnlySpan<byte> bytes, string path, out int consumed)
    {
        long headBytes = 0;
        for (int i = 0; i < count && headBytes <= bytes.Length; i++)
        {
            headBytes += typeOf(i).HeadBytes;
        }

        if (headBytes > bytes.Length)
        {
            throw Refuse(path, $"{bytes.Length} bytes", $"at least {headBytes}");
        }

        ImmutableArray<AbiValue>.Builder values = ImmutableArray.CreateBuilder<AbiValue>(count);
        int head = 0;
        int tail = (int)headBytes;
        for (int i = 0; i < count; i++)
        {
            AbiType type = typeOf(i);
            string itemPath = $"{path}/{i.ToString(CultureInfo.InvariantCulture)}";
            int start = head;
            if (type.IsDynamic)
            {
                start = DecodeOffset(bytes.Slice(head, WordBytes), tail, itemPath);
            }

            values.Add(DecodeOne(type, bytes[start..], itemPath, out int used));
            head += (int)type.HeadBytes;
            tail += type.IsDynamic ? used : 0;
        }

        consumed = tail;
        return values.MoveToImmutable();
    }

    private static AbiValue DecodeOne(AbiType type, ReadOnlySpan<byte> bytes, string path, out int consumed)
    {
        switch (type.Kind)
        {
            case AbiKind.Bytes:
                return new AbiValue.Binary([.. DecodeBytes(bytes, path, out consumed)]);
            case AbiKind.Text:
                return DecodeText(DecodeBytes(bytes, path, out consumed), path);
            case AbiKind.FixedArray:
                return new AbiValue.Sequence(DecodeList(type.Size, _ => type.Element!, bytes, path, out consumed));
            case AbiKind.Tuple:
                return new AbiValue.Sequence(
                    DecodeList(type.Members.Length, i => type.Members[i].Type, bytes, path, out consumed));
            case AbiKind.Array:
                int count = DecodeLength(bytes, type.Element!.HeadBytes, path);
                ImmutableArray<AbiValue> items =
                    DecodeList(count, _ => type.Element!, bytes[WordBytes..], path, out int itemBytes);
                consumed = WordBytes + itemBytes;
                return new AbiValue.Sequence(items);
            default:
                consumed = WordBytes;
                return bytes.Length >= WordBytes
                    ? DecodeWord(type, bytes[..WordBytes], path)
                    : throw Refuse(path, $"{bytes.Length} bytes", type.ToString());
        }
    }

    /// <summary>The tail's start; only the canonical one, right behind what came before, is accepted.</summary>
    private static int DecodeOffset(ReadOnlySpan<byte> word, int expected, string path)
    {
        bool canonical = Small(word) is int offset && offset == expected;
        return canonical ? expected : throw Refuse(path, Hex(word), $"the offset {expected}");
    }

    /// <summary>A count of items or bytes that the bytes behind it can hold.</summary>
    private static int DecodeLength(ReadOnlySpan<byte> bytes, long bytesPerItem, string path)
    {
        if (bytes.Length < WordBytes)
        {
            throw Refuse(path, $"{bytes.Length} bytes", "a length");
        }

        long most = (bytes.Length - WordBytes) / bytesPerItem;
        ReadOnlySpan<byte> word = bytes[..WordBytes];
        return Small(word) is int length && length <= most
            ? length
            : throw Refuse(path, Hex(word), $"a length of at most {most}");
    }

    private static ReadOnlySpan<byte> DecodeBytes(ReadOnlySpan<byte> bytes, string path, out int consumed)
    {
        int length = DecodeLength(bytes, 1, path);
        int padded = (int)(((long)length + WordBytes - 1) / WordBytes * WordBytes);
        ReadOnlySpan<byte> content = bytes[WordBytes..];
        if (padded > content.Length || content[length..padded].ContainsAnyExcept((byte)0))
        {
            throw Refuse(path, $"{length} bytes", "zero padding to a whole word");
        }

        consumed = WordBytes + padded;
        return content[..length];
    }

    private static AbiValue.Text DecodeText(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            return new AbiValue.Text(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            throw Refuse(path, Hex(bytes), "UTF-8");
        }
    }

    private static AbiValue DecodeUnsigned(AbiType type, ReadOnlySpan<byte> word, string path)
    {
        BigInteger number = new(word, isUnsigned: true, isBigEndian: true);
        return number >> type.Size == 0 ? number : throw Refuse(path, Hex(word), type.ToString());
    }

    private static AbiValue DecodeSigned(AbiType type, ReadOnlySpan<byte> word, string path)
    {
        BigInteger number = new(word, isUnsigned: false, isBigEndian: true);
        BigInteger sign = number >> (type.Size - 1);
        return sign == 0 || sign == -1 ? number : throw Refuse(path, Hex(word), type.ToString());
    }

    private static AbiValue DecodeAddress(ReadOnlySpan<byte> word, string path) =>
        word[..12].ContainsAnyExcept((byte)0)
            ? throw Refuse(path, Hex(word), "address")
            : new Address(Bytes32.Read(word));

    private static AbiValue.Binary DecodeFixedBytes(AbiType type, ReadOnlySpan<byte> word, string path) =>
        word[type.Size..].ContainsAnyExcept((byte)0)
            ? throw Refuse(path, Hex(word), type.ToString())
            : new AbiValue.Binary([.. word[..type.Size]]);

    /// <summary>The word as an int, or null when it is larger.</summary>
    private static int? Small(ReadOnlySpan<byte> word)
    {
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(word[24..]);
        return word[..24].ContainsAnyExcept((byte)0) || low > int.MaxValue ? null : (int)low;
    }

    private static string Hex(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= 64 ? $"0x{Convert.ToHexStringLower(bytes)}" : $"0x{Convert.ToHexStringLower(bytes[..64])}...";

    private static MarginException Refuse(string path, string value, string accepted) =>
        new(ErrorCode.AbiMalformed, "ABI", path, value, accepted);
}
