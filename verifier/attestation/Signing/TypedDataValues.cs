using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Signing;

/// <summary>Encodes the JSON values of an EIP-712 document as words.</summary>
internal sealed class TypedDataValues(TypedDataSchema schema, string file)
{
    // The digits of -2^255 and the 0x form of 2^256 - 1 are shorter; a longer text is no number of a word.
    private const int MaxNumberLength = 80;

    // Wallets read JSON numbers as doubles, so a larger one would be signed as another number there.
    private static readonly BigInteger MaxJsonNumber = (BigInteger.One << 53) - 1;

    /// <summary>The hash of the type's hash and the members' words.</summary>
    internal Bytes32 HashStruct(string structName, JsonElement value, string path) =>
        Keccak256.Hash(EncodeStruct(structName, value, path));

    /// <summary>The type's hash and the members' words.</summary>
    internal ReadOnlySpan<byte> EncodeStruct(string structName, JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Object, path, value, $"an object of type {structName}");
        IReadOnlyList<TypedDataMember> members = schema[structName];
        foreach (JsonProperty property in value.EnumerateObject())
        {
            bool isMember = members.Any(member => member.Name == property.Name);
            Require(isMember, $"{path}/{property.Name}", default, $"a member of {structName}");
        }

        WordList words = new WordList().Add(schema.TypeHash(structName));
        foreach (TypedDataMember member in members)
        {
            string place = $"{path}/{member.Name}";
            Require(value.TryGetProperty(member.Name, out JsonElement inner), place, default, member.Type);
            words.Add(Encode(member.Type, inner, place));
        }

        return words.Bytes;
    }

    /// <summary>The text of a JSON string.</summary>
    internal string Text(JsonElement value, string path, string accepted)
    {
        Require(value.ValueKind == JsonValueKind.String, path, value, accepted);
        return value.GetString()!;
    }

    /// <summary>An address; in mixed case its checksum must be right.</summary>
    internal Address ReadAddress(JsonElement value, string path)
    {
        const string Accepted = "0x and 40 hexadecimal digits, or their checksummed form";
        string text = Text(value, path, Accepted);
        try
        {
            return Address.Parse(text, file, path);
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.HexMalformed)
        {
            throw Malformed(path, text, refusal.Accepted);
        }
    }

    /// <summary>An integer of a type, from a JSON number or a string of decimal or hexadecimal digits.</summary>
    internal BigInteger ReadInteger(JsonElement value, string path, string type)
    {
        TypedDataSchema.TryInteger(type, out int bits, out bool isSigned);
        BigInteger limit = BigInteger.One << (isSigned ? bits - 1 : bits);
        BigInteger low = isSigned ? -limit : BigInteger.Zero;
        bool isNumber = value.ValueKind == JsonValueKind.Number;
        string text = isNumber ? value.GetRawText() : Text(value, path, type);
        bool parsed = TryInteger(text, out BigInteger number);
        bool exact = !isNumber || BigInteger.Abs(number) <= MaxJsonNumber;
        Require(parsed && exact && number >= low && number < limit, path, value, $"{type}; beyond 2^53 as a string");
        return number;
    }

    /// <summary>The bytes of 0x and hexadecimal digits.</summary>
    internal byte[] ReadBytes(JsonElement value, string path, string type, int length = -1)
    {
        string text = Text(value, path, type);
        bool isHex = text.StartsWith("0x", StringComparison.Ordinal) && text.Length % 2 == 0;
        byte[] bytes = new byte[isHex ? (text.Length - 2) / 2 : 0];
        isHex = isHex && Convert.FromHexString(text.AsSpan(2), bytes, out _, out _) == OperationStatus.Done;
        Require(isHex && (length < 0 || bytes.Length == length), path, value, $"{type} as 0x and hexadecimal digits");
        return bytes;
    }

    internal MarginException Malformed(string path, string value, string accepted) =>
        new(ErrorCode.TypedDataMalformed, file, path, value, accepted);

    internal void Require(bool holds, string path, JsonElement value, string accepted)
    {
        if (!holds)
        {
            string text = value.ValueKind == JsonValueKind.Undefined ? string.Empty : value.GetRawText();
            throw Malformed(path, text.Length <= MaxNumberLength ? text : $"{text[..MaxNumberLength]}...", accepted);
        }
    }

    private Bytes32 Encode(string type, JsonElement value, string path)
    {
        if (TypedDataSchema.TryArray(type, out string element, out int length))
        {
            return HashArray(element, length, value, path);
        }

        if (schema.IsStruct(type))
        {
            return HashStruct(type, value, path);
        }

        if (TypedDataSchema.TryInteger(type, out _, out _))
        {
            return Word(ReadInteger(value, path, type));
        }

        if (TypedDataSchema.TryFixedBytes(type, out int size))
        {
            byte[] word = new byte[Bytes32.Length];
            ReadBytes(value, path, type, size).CopyTo(word, 0);
            return Bytes32.Read(word);
        }

        return type switch
        {
            "address" => ReadAddress(value, path).Word,
            "string" => Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(Text(value, path, type))),
            "bytes" => Keccak256.Hash(ReadBytes(value, path, type)),
            _ => ReadBoolean(value, path),
        };
    }

    private Bytes32 HashArray(string element, int length, JsonElement value, string path)
    {
        bool isArray = value.ValueKind == JsonValueKind.Array && (length < 0 || value.GetArrayLength() == length);
        Require(isArray, path, value, length < 0 ? "an array" : $"an array of {length}");
        WordList words = new();
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            words.Add(Encode(element, item, $"{path}/{index}"));
            index++;
        }

        return words.Hash();
    }

    private Bytes32 ReadBoolean(JsonElement value, string path)
    {
        Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, path, value, "true or false");
        return new Bytes32(0, 0, 0, value.GetBoolean() ? 1UL : 0UL);
    }

    private static bool TryInteger(string text, out BigInteger number)
    {
        bool isHex = text.StartsWith("0x", StringComparison.Ordinal);
        ReadOnlySpan<char> digits = isHex ? $"0{text.AsSpan(2)}" : text;
        number = default;
        return text.Length is > 0 and <= MaxNumberLength
            && (!isHex || text.Length > 2)
            && BigInteger.TryParse(
                digits,
                isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out number)
            && text[0] != '+';
    }

    private static Bytes32 Word(BigInteger number)
    {
        Span<byte> word = stackalloc byte[Bytes32.Length + 1];
        word.Fill(number.Sign < 0 ? byte.MaxValue : byte.MinValue);
        number.TryWriteBytes(word[(word.Length - number.GetByteCount())..], out _, isBigEndian: true);
        return Bytes32.Read(word[1..]);
    }
}
