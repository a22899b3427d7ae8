using System;
using System.Buffers;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Neo;

/// <summary>An account or contract of Neo as text: 0x and 40 digits, the most significant byte first.</summary>
/// <remarks>The machine, and so every word that is hashed, has the bytes in the other order.</remarks>
public static class ScriptHash
{
    private const int ByteLength = 20;
    private const int TextLength = 2 + (2 * ByteLength);

    /// <summary>What is accepted, as a phrase for a refusal.</summary>
    public const string Accepted = "0x and 40 lower-case hexadecimal digits";

    /// <summary>Reads a script hash into the machine's order.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.HexMalformed"/>.</exception>
    public static Address Parse(string text, string file, string path)
    {
        Span<byte> bytes = stackalloc byte[ByteLength];
        bool isHash = text.Length == TextLength
            && text.StartsWith("0x", StringComparison.Ordinal)
            && !text.AsSpan().ContainsAnyInRange('A', 'F')
            && Convert.FromHexString(text.AsSpan(2), bytes, out _, out _) == OperationStatus.Done;
        if (!isHash)
        {
            throw new MarginException(ErrorCode.HexMalformed, file, path, text, Accepted);
        }

        bytes.Reverse();
        return Address.Read(bytes);
    }

    /// <summary>The text that Neo's tools print.</summary>
    public static string Format(Address hash)
    {
        byte[] bytes = hash.ToArray();
        Array.Reverse(bytes);
        return $"0x{Convert.ToHexStringLower(bytes)}";
    }
}
