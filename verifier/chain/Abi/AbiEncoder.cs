using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>Encodes values by the contract ABI: heads in order, tails in order behind them, nothing between.</summary>
public static class AbiEncoder
{
    private const int WordBytes = 32;
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The encoding of a list of arguments, results or members.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.AbiMalformed"/>: a value its type cannot hold.
    /// </exception>
    public static byte[] Encode(ImmutableArray<AbiParameter> parameters, IReadOnlyList<AbiValue> values)
    {
        if (parameters.Length != values.Count)
        {
            string accepted = $"{parameters.Length}: {AbiType.Signature(parameters)}";
            throw Refuse(string.Empty, $"{values.Count} values", accepted);
        }

        return EncodeList([.. parameters.Select(parameter => parameter.Type)], values, string.Empty);
    }

    private static byte[] EncodeList(AbiType[] types, IReadOnlyList<AbiValue> values, string path)
    {
        using MemoryStream heads = new();
        using MemoryStream tails = new();
        long headBytes = types.Sum(type => type.HeadBytes);
        for (int i = 0; i < types.Length; i++)
        {
            byte[] encoded = EncodeOne(types[i], values[i], $"{path}/{i}");
            if (types[i].IsDynamic)
            {
                heads.Write(Word(headBytes + tails.Length));
                tails.Write(encoded);
            }
            else
            {
                heads.Write(encoded);
            }
        }

        tails.WriteTo(heads);
        return heads.ToArray();
    }

    private static byte[] EncodeOne(AbiType type, AbiValue value, string path) => (type.Kind, value) switch
    {
        (AbiKind.UnsignedNumber, AbiValue.Number number) => EncodeInteger(type, number.Whole, path),
        (AbiKind.SignedNumber, AbiValue.Number number) => EncodeInteger(type, number.Whole, path),
        (AbiKind.Boolean, AbiValue.Boolean boolean) => Word(boolean.Truth ? 1 : 0),
        (AbiKind.Address, AbiValue.Account account) => account.Address.Word.ToArray(),
        (AbiKind.FixedBytes, AbiValue.Binary { Bytes: var bytes }) when bytes.Length == type.Size =>
            Padded(bytes.AsSpan()),
        (AbiKind.Bytes, AbiValue.Binary { Bytes: var bytes }) => [.. Word(bytes.Length), .. Padded(bytes.AsSpan())],
        (AbiKind.Text, AbiValue.Text text) => EncodeText(text.Characters, path),
        (AbiKind.FixedArray, AbiValue.Sequence { Items: var items }) when items.Length == type.Size =>
            EncodeList(Repeated(type, items.Length), items, path),
        (AbiKind.Array, AbiValue.Sequence { Items: var items }) =>
            [.. Word(items.Length), .. EncodeList(Repeated(type, items.Length), items, path)],
        (AbiKind.Tuple, AbiValue.Sequence { Items: var items }) when items.Length == type.Members.Length =>
            EncodeList([.. type.Members.Select(member => member.Type)], items, path),
        _ => throw Refuse(path, value.ToString(), type.ToString()),
    };

    private static byte[] EncodeInteger(AbiType type, BigInteger number, string path)
    {
        bool signed = type.Kind == AbiKind.SignedNumber;
        BigInteger bound = BigInteger.One << (signed ? type.Size - 1 : type.Size);
        BigInteger least = signed ? -bound : BigInteger.Zero;
        if (number < least || number >= bound)
        {
            throw Refuse(path, number.ToString(System.Globalization.CultureInfo.InvariantCulture), type.ToString());
        }

        byte[] word = new byte[WordBytes];
        word.AsSpan().Fill(number.Sign < 0 ? (byte)0xFF : (byte)0);
        byte[] digits = number.ToByteArray(isUnsigned: !signed, isBigEndian: true);
        digits.CopyTo(word, WordBytes - digits.Length);
        return word;
    }

    private static byte[] EncodeText(string characters, string path)
    {
        try
        {
            byte[] bytes = StrictUtf8.GetBytes(characters);
            return [.. Word(bytes.Length), .. Padded(bytes)];
        }
        catch (EncoderFallbackException)
        {
            throw Refuse(path, characters, "text without unpaired surrogates");
        }
    }

    private static AbiType[] Repeated(AbiType array, int count) => [.. Enumerable.Repeat(array.Element!, count)];

    private static byte[] Padded(ReadOnlySpan<byte> bytes)
    {
        byte[] padded = new byte[(bytes.Length + WordBytes - 1) / WordBytes * WordBytes];
        bytes.CopyTo(padded);
        return padded;
    }

    private static byte[] Word(long number)
    {
        byte[] word = new byte[WordBytes];
        BinaryPrimitives.WriteInt64BigEndian(word.AsSpan(WordBytes - sizeof(long)), number);
        return word;
    }

    private static MarginException Refuse(string path, string value, string accepted) =>
        new(ErrorCode.AbiMalformed, "ABI", path, value, accepted);
}
