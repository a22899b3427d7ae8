using System;
using System.IO;
using Verifiable.Documents.Files;

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
}
