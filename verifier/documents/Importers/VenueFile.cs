using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Text;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>A file as it came from a venue: plain or gzip, told apart by its first two bytes, not its name.</summary>
/// <param name="Name">The name that refusals and reports print.</param>
/// <param name="Content">The bytes as stored.</param>
public readonly record struct VenueFile(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>Most bytes read, and most bytes that a compressed file may expand to: 32 MiB.</summary>
    public const int MaxBytes = 32 << 20;

    private const int GzipTrailerBytes = 8;
    private const int FirstBlock = 1 << 16;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file from disk.</summary>
    /// <param name="path">The file; its last part becomes the name.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.FileUnreadable"/> or <see cref="ErrorCode.DocumentTooLarge"/>.
    /// </exception>
    public static VenueFile Read(string path)
    {
        string name = Path.GetFileName(path);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return new VenueFile(name, ReadBounded(stream, name));
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            string reason = failure.GetType().Name;
            throw new MarginException(ErrorCode.FileUnreadable, name, "file", reason, "a readable file");
        }
    }

    /// <summary>The content as text: expanded if compressed, decoded as UTF-8, without a byte-order mark.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.FileUnreadable"/> if the compression or the encoding is damaged,
    /// <see cref="ErrorCode.DocumentTooLarge"/> beyond <see cref="MaxBytes"/>.
    /// </exception>
    public string ToText()
    {
        ReadOnlySpan<byte> stored = Content.Span;
        bool compressed = stored.Length >= 2 && stored[0] == 0x1F && stored[1] == 0x8B;
        ReadOnlyMemory<byte> plain = compressed ? Expand() : Content;
        if (plain.Length > MaxBytes)
        {
            throw TooLarge(Name);
        }

        ReadOnlySpan<byte> bytes = plain.Span;
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            return StrictUtf8.GetString(bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes);
        }
        catch (DecoderFallbackException failure)
        {
            string place = $"byte {failure.Index.ToString(CultureInfo.InvariantCulture)}";
            throw new MarginException(ErrorCode.FileUnreadable, Name, place, string.Empty, "UTF-8 text");
        }
    }

    /// <summary>
    /// Expands one gzip member. The platform's stream takes a cut file for a whole one and ignores what follows, so
    /// RFC 1952's trailer, checksum and length, is compared here against the last eight bytes.
    /// </summary>
    private ReadOnlyMemory<byte> Expand()
    {
        try
        {
            using MemoryStream stored = new(Content.ToArray(), writable: false);
            using GZipStream stream = new(stored, CompressionMode.Decompress);
            ReadOnlyMemory<byte> plain = ReadBounded(stream, Name);
            Span<byte> trailer = stackalloc byte[GzipTrailerBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.Of(plain.Span));
            BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], (uint)plain.Length);
            return Content.Span.EndsWith(trailer) ? plain : throw Damaged();
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }
    }

    private MarginException Damaged() =>
        new(ErrorCode.FileUnreadable, Name, "gzip", string.Empty, "one whole gzip member and nothing after it");

    private static ReadOnlyMemory<byte> ReadBounded(Stream stream, string name)
    {
        byte[] block = new byte[FirstBlock];
        int length = 0;
        int read;
        while ((read = stream.Read(block, length, block.Length - length)) > 0)
        {
            length += read;
            if (length > MaxBytes)
            {
                throw TooLarge(name);
            }

            if (length == block.Length)
            {
                Array.Resize(ref block, Math.Min(2 * block.Length, MaxBytes + 1));
            }
        }

        return block.AsMemory(0, length);
    }

    private static MarginException TooLarge(string name) =>
        new(ErrorCode.DocumentTooLarge, name, "file", string.Empty, "at most 32 MiB, also when expanded");
}
