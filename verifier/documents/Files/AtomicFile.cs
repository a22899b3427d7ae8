using System;
using System.IO;
using Verifiable.Kernel;

namespace Verifiable.Documents.Files;

/// <summary>
/// Writes a file whole or not at all: beside it first, flushed to the disk, then renamed over it. A full disk or a kill
/// at any moment leaves the old file as it was.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes or replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">All of its bytes.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        // A name of its own for each writer, so that two at once cannot mix their bytes.
        string beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception fault) when (BoundedFile.IsFileFault(fault))
        {
            Discard(beside);
            throw new MarginException(ErrorCode.FileUnwritable, path, "file", fault.Message, "a writable file");
        }
    }

    private static void Discard(string beside)
    {
        try
        {
            File.Delete(beside);
        }
        catch (Exception fault) when (BoundedFile.IsFileFault(fault))
        {
            // The first fault is the one to report; what stays behind has a name that nothing reads.
            return;
        }
    }
}
