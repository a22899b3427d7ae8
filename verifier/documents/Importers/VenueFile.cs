using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Text;
using Verifiable.Documents.Files;
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

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file from disk.</summary>
    /// <param name="path">The file; refusals and reports name it as given here.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.FileUnreadable"/> or <see cref="ErrorCode.DocumentTooLarge"/>.
    /// </exception>
    public static VenueFile Read(string path) => new(path, BoundedFile.Read(path, MaxBytes));

    /// <summary>The content as text: expanded if compressed, decoded as UTF-8, without a byte-order mark.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.EncodingMalformed"/> if the compression or the text is damaged,
    /// <see cref="ErrorCode.DocumentTooLarge"/> if it expands beyond <see cref="MaxBytes"/>.
    /// </exception>
    public string ToText()
    {
        ReadOnlySpan<byte> stored = Content.Span;
        bool compressed = stored.Length >= 2 && stored[0] == 0x1F && stored[1] == 0x8B;
        ReadOnlySpan<byte> bytes = compressed ? Expand() : stored;
        if (bytes.Length > MaxBytes)
        {
            throw new MarginException(
                ErrorCode.DocumentTooLarge, Name, "file", $"{bytes.Length} bytes", $"at most {MaxBytes} bytes");
        }

        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            return StrictUtf8.GetString(bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes);
        }
        catch (DecoderFallbackException failure)
        {
            string place = $"byte {failure.Index.ToString(CultureInfo.InvariantCulture)}";
            throw new MarginException(ErrorCode.EncodingMalformed, Name, place, string.Empty, "UTF-8 text");
        }
    }

    /// <summary>
    /// Expands one gzip member. The platform's stream takes a cut file for a whole one and ignores what follows, so
    /// RFC 1952's trailer, checksum and length, is compared here against the last eight bytes.
    /// </summary>
    private byte[] Expand()
    {
        try
        {
            using MemoryStream stored = new(Content.ToArray(), writable: false);
            using GZipStream stream = new(stored, CompressionMode.Decompress);
            byte[] plain = BoundedFile.Read(stream, MaxBytes, Name);
            Span<byte> trailer = stackalloc byte[GzipTrailerBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.Of(plain));
            BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], (uint)plain.Length);
            return Content.Span.EndsWith(trailer) ? plain : throw Damaged();
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }
    }

    private MarginException Damaged() =>
        new(ErrorCode.EncodingMalformed, Name, "gzip", string.Empty, "one whole gzip member and nothing after it");
}
