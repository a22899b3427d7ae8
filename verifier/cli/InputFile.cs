using System;
using System.IO;
using Verifiable.Documents.Files;

namespace Verifiable.Cli;

/// <summary>Where a document comes from: a file, or standard input.</summary>
internal static class InputFile
{
    /// <summary>The document's bytes, never more than its reader accepts.</summary>
    internal static byte[] Read(string path, int maxBytes)
    {
        if (path != OutputFile.Standard)
        {
            return BoundedFile.Read(path, maxBytes);
        }

        using Stream input = Console.OpenStandardInput();
        return BoundedFile.Read(input, maxBytes, "standard input");
    }
}
