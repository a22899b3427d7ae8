using System;
using System.Buffers;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Text;

/// <summary>Thirty-two bytes as 0x and 64 lower-case hexadecimal digits.</summary>
public static class HexText
{
    /// <summary>What is accepted, as a phrase for a refusal.</summary>
    public const string Accepted = "0x and 64 lower-case hexadecimal digits";

    private const int TextLength = 2 + (2 * Bytes32.Length);

    /// <summary>Reads 32 bytes, or says that the text is not such a word.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Bytes32 word)
    {
        word = default;
        if (text.Length != TextLength || text[0] != '0' || text[1] != 'x' || text.ContainsAnyInRange('A', 'F'))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        bool digits = Convert.FromHexString(text[2..], bytes, out _, out _) == OperationStatus.Done;
        word = digits ? Bytes32.Read(bytes) : default;
        return digits;
    }

    /// <summary>Reads 32 bytes.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.HexMalformed"/>.</exception>
    public static Bytes32 Parse(string text, string file, string path) =>
        TryParse(text, out Bytes32 word)
            ? word
            : throw new MarginException(ErrorCode.HexMalformed, file, path, text, Accepted);
}
