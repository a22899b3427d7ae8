using System;
using System.IO;
using System.Text;
using Verifiable.Kernel;

namespace Verifiable.Chain;

/// <summary>Writes a file beside its place, forces it to disk and renames it, so that no reader sees half of it.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces the file's content.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    internal static void WriteAllText(string file, string content)
    {
        string beside = $"{file}.{Guid.NewGuid():n}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            using (FileStream stream = new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(Encoding.UTF8.GetBytes(content));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, file, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw new MarginException(ErrorCode.FileUnwritable, file, string.Empty, failure.Message, "a writable file");
        }
    }
}
