using System;
using System.Globalization;
using System.IO;
using System.Security;
using Verifiable.Kernel;

namespace Verifiable.Documents.Files;

/// <summary>Reads a file or stream whole, but never more than its reader accepts.</summary>
public static class BoundedFile
{
    private const int FirstBufferBytes = 1 << 16;

    /// <summary>The bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Most bytes accepted.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.FileUnreadable"/> or <see cref="ErrorCode.DocumentTooLarge"/>.
    /// </exception>
    public static byte[] Read(string path, int maxBytes)
    {
        using FileStream stream = Open(path);
        try
        {
            return Read(stream, maxBytes, path);
        }
        catch (Exception fault) when (IsFileFault(fault))
        {
            throw Unreadable(path, fault);
        }
    }

    /// <summary>A file to be read as it comes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnreadable"/>.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception fault) when (IsFileFault(fault))
        {
            throw Unreadable(path, fault);
        }
    }

    /// <summary>The next bytes of a stream; none at its end.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnreadable"/>.</exception>
    internal static int ReadSome(Stream stream, Span<byte> buffer, string name)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception fault) when (IsFileFault(fault))
        {
            throw Unreadable(name, fault);
        }
    }

    /// <summary>The bytes of a stream, whose length need not be known: a pipe, or a decompressor.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="maxBytes">Most bytes accepted.</param>
    /// <param name="name">The stream's name, for refusals.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.DocumentTooLarge"/>.</exception>
    public static byte[] Read(Stream stream, int maxBytes, string name)
    {
        byte[] buffer = new byte[Math.Min(FirstBufferBytes, maxBytes + 1)];
        int length = 0;
        int read;
        while ((read = stream.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            if (length > maxBytes)
            {
                string found = string.Create(CultureInfo.InvariantCulture, $"more than {maxBytes} bytes");
                string accepted = string.Create(CultureInfo.InvariantCulture, $"at most {maxBytes} bytes");
                throw new MarginException(ErrorCode.DocumentTooLarge, name, "file", found, accepted);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(2L * length, maxBytes + 1L));
            }
        }

        return buffer[..length];
    }

    private static MarginException Unreadable(string path, Exception fault)
    {
        string found = Directory.Exists(path) ? "a folder" : fault.Message;
        return new MarginException(ErrorCode.FileUnreadable, path, "file", found, "a readable file");
    }

    /// <summary>Whether a fault is the file system's, not ours.</summary>
    internal static bool IsFileFault(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException
            or ArgumentException;
}
