using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Rpc;

/// <summary>
/// Reads the texts in which nodes write numbers, hashes and bytes. Whatever else stands in their place is refused as
/// <see cref="Kernel.ErrorCode.ReplyMalformed"/> with the member's path.
/// </summary>
public static class ReplyText
{
    private const int MaxQuantityDigits = 64;

    /// <summary>
    /// A quantity: 0x and 1 to 64 digits; leading zeros are tolerated, since nodes write them in block heads.
    /// </summary>
    public static BigInteger ReadQuantity(JsonElement element, string path)
    {
        string text = Read(element, path);
        string digits = Digits(text);
        bool wellFormed = digits.Length is >= 1 and <= MaxQuantityDigits && digits.All(char.IsAsciiHexDigit);
        return wellFormed
            ? BigInteger.Parse($"0{digits}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), "0x and 1 to 64 hexadecimal digits");
    }

    /// <summary>A quantity below 2^64.</summary>
    public static ulong ReadUInt64(JsonElement element, string path)
    {
        BigInteger number = ReadQuantity(element, path);
        return number <= ulong.MaxValue
            ? (ulong)number
            : throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), "a quantity below 2^64");
    }

    /// <summary>Bytes: 0x and an even number of digits.</summary>
    public static byte[] ReadBytes(JsonElement element, string path) =>
        TryReadBytes(Read(element, path), out byte[] bytes)
            ? bytes
            : throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), "0x and whole hexadecimal bytes");

    /// <summary>A hash: 0x and 64 digits.</summary>
    public static Bytes32 ReadHash(JsonElement element, string path)
    {
        byte[] bytes = ReadBytes(element, path);
        return bytes.Length == Bytes32.Length
            ? Bytes32.Read(bytes)
            : throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), "32 bytes");
    }

    /// <summary>An address in any case; nodes write addresses without a checksum.</summary>
    public static Address ReadAddress(JsonElement element, string path)
    {
        byte[] bytes = ReadBytes(element, path);
        return bytes.Length == 20
            ? Address.Read(bytes)
            : throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), "20 bytes");
    }

    /// <summary>A truth value.</summary>
    public static bool ReadBoolean(JsonElement element, string path) =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? element.GetBoolean()
            : throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), "true or false");

    /// <summary>The items of an array.</summary>
    public static IEnumerable<JsonElement> ReadItems(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Array
            ? element.EnumerateArray()
            : throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), "an array");

    /// <summary>A member of an object.</summary>
    public static JsonElement ReadMember(JsonElement element, string name, string path) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
            ? member
            : throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), $"an object with the member '{name}'");

    /// <summary>The characters of a text; one with an unpaired surrogate is refused.</summary>
    public static string Read(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), "a text");
        }

        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw JsonRpcReply.Malformed(path, JsonRpcReply.Quote(element), "a text of Unicode characters");
        }
    }

    /// <summary>A quantity as requests spell it: 0x without leading zeros.</summary>
    public static string WriteQuantity(BigInteger quantity)
    {
        string digits = quantity.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return $"0x{(digits.Length == 0 ? "0" : digits)}";
    }

    /// <summary>Bytes as requests spell them.</summary>
    public static string WriteBytes(ReadOnlySpan<byte> bytes) => $"0x{Convert.ToHexStringLower(bytes)}";

    /// <summary>Bytes from 0x and an even number of digits; false for any other text.</summary>
    internal static bool TryReadBytes(string text, out byte[] bytes)
    {
        string digits = Digits(text);
        bytes = new byte[digits.Length / 2];
        return text.Length == digits.Length + 2
            && digits.Length % 2 == 0
            && Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    private static string Digits(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : string.Empty;
}
