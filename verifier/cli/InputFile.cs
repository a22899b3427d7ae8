using System;
using System.IO;
using Verifiable.Documents.Files;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>Where a document comes from: a file, or standard input.</summary>
internal static class InputFile
{
    private static bool _standardIsTaken;

    /// <summary>The document's bytes, never more than its reader accepts.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.FileUnreadable"/>, also for the second document that is asked of standard input.
    /// </exception>
    internal static byte[] Read(string path, int maxBytes)
    {
        if (path != OutputFile.Standard)
        {
            return BoundedFile.Read(path, maxBytes);
        }

        using Stream input = OpenStandard();
        return BoundedFile.Read(input, maxBytes, "standard input");
    }

    /// <summary>A file, or standard input, to be read as it comes.</summary>
    /// <exception cref="MarginException">As for <see cref="Read"/>.</exception>
    internal static Stream Open(string path) =>
        path == OutputFile.Standard ? OpenStandard() : BoundedFile.Open(path);

    private static Stream OpenStandard()
    {
        if (_standardIsTaken)
        {
            throw new MarginException(
                ErrorCode.FileUnreadable, OutputFile.Standard, "file", "standard input, a second time", "a file; only one can be -");
        }

        _standardIsTaken = true;
        return Console.OpenStandardInput();
    }
}
