using System;
using System.Buffers.Binary;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using Verifiable.Kernel;

namespace Verifiable.Neo.Output;

/// <summary>The file that carries a script to the chain: format 3 of Neo's NEF.</summary>
internal static class NefFile
{
    private const int CompilerLength = 64;
    private const int ChecksumLength = 4;

    /// <summary>Who wrote the script, as the file says.</summary>
    internal const string Compiler = "verifiable-il 1.0";

    private static ReadOnlySpan<byte> Magic => "NEF3"u8;

    /// <summary>The file of a script that calls no method by token.</summary>
    internal static byte[] Write(byte[] script)
    {
        using var file = new MemoryStream();
        file.Write(Magic);
        byte[] compiler = new byte[CompilerLength];
        Encoding.UTF8.GetBytes(Compiler, compiler);
        file.Write(compiler);

        // No source address, one reserved byte, no tokens, two reserved bytes.
        file.Write([0, 0, 0, 0, 0]);
        WriteLength(file, script.Length);
        file.Write(script);
        file.Write(Checksum(file.ToArray()));
        return file.ToArray();
    }

    /// <summary>The script of a file whose checksum is right.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.EncodingMalformed"/>: it is no such file.</exception>
    internal static byte[] ReadScript(ReadOnlySpan<byte> file, string name)
    {
        int body = file.Length - ChecksumLength;
        bool whole = body > Magic.Length + CompilerLength + 6 && file.StartsWith(Magic)
            && file[body..].SequenceEqual(Checksum(file[..body]));
        if (!whole)
        {
            throw new MarginException(
                ErrorCode.EncodingMalformed, name, "NEF", string.Empty, "a file of format NEF3 with its checksum");
        }

        ReadOnlySpan<byte> rest = file[(Magic.Length + CompilerLength)..body];
        rest = rest[(1 + rest[0] + 1)..];
        if (rest[0] != 0)
        {
            throw new MarginException(
                ErrorCode.EncodingMalformed, name, "NEF", "tokens", "a script that calls no method by token");
        }

        rest = rest[3..];
        return rest[0] switch
        {
            0xFD => rest.Slice(3, BinaryPrimitives.ReadUInt16LittleEndian(rest[1..])).ToArray(),
            0xFE => rest.Slice(5, BinaryPrimitives.ReadInt32LittleEndian(rest[1..])).ToArray(),
            _ => rest.Slice(1, rest[0]).ToArray(),
        };
    }

    private static byte[] Checksum(ReadOnlySpan<byte> bytes) =>
        SHA256.HashData(SHA256.HashData(bytes))[..ChecksumLength];

    private static void WriteLength(MemoryStream file, int length)
    {
        Span<byte> bytes = stackalloc byte[5];
        switch (length)
        {
            case < 0xFD:
                file.WriteByte((byte)length);
                break;
            case <= ushort.MaxValue:
                bytes[0] = 0xFD;
                BinaryPrimitives.WriteUInt16LittleEndian(bytes[1..], (ushort)length);
                file.Write(bytes[..3]);
                break;
            default:
                bytes[0] = 0xFE;
                BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], length);
                file.Write(bytes);
                break;
        }
    }
}
