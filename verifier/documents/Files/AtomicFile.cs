using System;
using System.IO;
using System.Threading;
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
        byte[] whole = bytes.ToArray();
        Write(path, stream => stream.Write(whole));
    }

    /// <summary>Writes or replaces a file by a stream; whatever ends the writing early leaves the old file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the bytes.</param>
    /// <param name="cancellation">Takes back what was written, even while the writing waits for something.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellation = default)
    {
        // A name of its own for each writer, so that two at once cannot mix their bytes.
        string target = Target(path);
        string beside = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (IsDevice(target))
            {
                using FileStream device = new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
                write(device);
                return;
            }

            using CancellationTokenRegistration end = cancellation.Register(() => Discard(beside));
            using (FileStream stream = new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            cancellation.ThrowIfCancellationRequested();

            File.Move(beside, target, overwrite: true);
        }
        catch (Exception fault) when (BoundedFile.IsFileFault(fault))
        {
            string found = Directory.Exists(target)
                ? "a folder"
                : fault.Message.Replace(Path.GetFullPath(beside), path, StringComparison.Ordinal);
            throw new MarginException(ErrorCode.FileUnwritable, path, "file", found, "a writable file");
        }
        finally
        {
            // Nothing is there once it was renamed.
            Discard(beside);
        }
    }

    /// <summary>
    /// Where a link points: a rename over the link itself would leave its target as it was. Of a whole path, since a
    /// link in the current folder resolves from the root otherwise.
    /// </summary>
    private static string Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null
                ? path
                : File.ResolveLinkTarget(Path.GetFullPath(path), returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception fault) when (BoundedFile.IsFileFault(fault))
        {
            throw new MarginException(ErrorCode.FileUnwritable, path, "file", fault.Message, "a writable file");
        }
    }

    /// <summary>Devices live below /dev; a rename over one, which an administrator may do, would replace it.</summary>
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal)
        && File.Exists(path);

    /// <summary>Deletes what was written beside a file that could not be written.</summary>
    /// <param name="beside">The file beside.</param>
    public static void Discard(string beside)
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
