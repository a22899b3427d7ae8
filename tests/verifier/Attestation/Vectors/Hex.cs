using System;
using System.Text.Json;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Verifier.Attestation.Vectors;

/// <summary>Hexadecimal digits of vector files, with or without 0x.</summary>
public static class Hex
{
    /// <summary>The bytes.</summary>
    public static byte[] Bytes(string digits) =>
        Convert.FromHexString(digits.StartsWith("0x", StringComparison.Ordinal) ? digits[2..] : digits);

    /// <summary>The bytes of a member.</summary>
    public static byte[] Bytes(JsonElement row, string member) => Bytes(row.GetProperty(member).GetString()!);

    /// <summary>Up to 32 bytes as one word, right-aligned.</summary>
    public static Bytes32 Word(ReadOnlySpan<byte> bytes)
    {
        byte[] word = new byte[Bytes32.Length];
        bytes.CopyTo(word.AsSpan(Bytes32.Length - bytes.Length));
        return Bytes32.Read(word);
    }

    /// <summary>A member as one word.</summary>
    public static Bytes32 Word(JsonElement row, string member) => Word(Bytes(row, member));

    /// <summary>The digits with 0x.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => $"0x{Convert.ToHexStringLower(bytes)}";
}
