using System;
using System.IO;
using System.Threading;
using Verifiable.Documents.Files;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>Where a document goes: a file, written beside and renamed, or standard output.</summary>
internal static class OutputFile
{
    /// <summary>The name of standard input and output.</summary>
    internal const string Standard = "-";

    /// <summary>Writes a document.</summary>
    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (path == Standard)
        {
            using Stream output = Console.OpenStandardOutput();
            output.Write(content);
            return;
        }

        AtomicFile.Write(path, content);
    }

    /// <summary>Writes a document as it is made.</summary>
    internal static void Write(string path, Action<Stream> write, CancellationToken cancellation)
    {
        if (path == Standard)
        {
            using Stream output = Console.OpenStandardOutput();
            write(output);
            return;
        }

        AtomicFile.Write(path, write, cancellation);
    }

    /// <summary>Makes a folder for documents, where it is missing.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    internal static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MarginException(ErrorCode.FileUnwritable, path, "folder", fault.Message, "a folder that can be made");
        }
    }

    /// <summary>Writes a document beside an answer that is worth printing whether or not the file can be written.</summary>
    /// <returns>Why the file could not be written; null when it is.</returns>
    internal static MarginException? TryWrite(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            Write(path, content);
            return null;
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.FileUnwritable)
        {
            return refusal;
        }
    }
}
