using System;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace Verifiable.Tests.Support;

/// <summary>
/// Locks a whole result against a committed file, with Verify's file names and workflow: <c>Class.Method.verified.txt</c>
/// beside the test; a difference or a first run writes <c>.received.</c> and fails; accepting is a rename.
/// </summary>
public static class Snapshot
{
    /// <summary>Compares text with the verified file of the calling test.</summary>
    /// <param name="received">The whole result.</param>
    /// <param name="testClass">The test's class.</param>
    /// <param name="variant">Distinguishes several snapshots of one test; may be empty.</param>
    /// <param name="extension">The file's extension without a dot.</param>
    /// <param name="method">The calling method; leave to the compiler.</param>
    /// <param name="sourcePath">The calling file; leave to the compiler.</param>
    public static void Match(
        string received,
        Type testClass,
        string variant = "",
        string extension = "json",
        [CallerMemberName] string method = "",
        [CallerFilePath] string sourcePath = "")
    {
        string folder = Path.GetDirectoryName(Unmap(sourcePath))!;
        string suffix = variant.Length == 0 ? string.Empty : $".{variant}";
        string stem = Path.Combine(folder, $"{testClass.Name}.{method}{suffix}");
        string verifiedFile = $"{stem}.verified.{extension}";
        string receivedFile = $"{stem}.received.{extension}";
        string text = received.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

        if (File.Exists(verifiedFile) && File.ReadAllText(verifiedFile) == text)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, text);
        Assert.Fail($"Snapshot differs or is new: compare {receivedFile} with {verifiedFile}; accept by renaming.");
    }

    /// <summary>The compiler records mapped paths (deterministic builds); this maps them back into the checkout.</summary>
    private static string Unmap(string sourcePath) =>
        sourcePath.StartsWith("/_/", StringComparison.Ordinal)
            ? Path.Combine(ReferenceData.Root, sourcePath[3..])
            : sourcePath;
}
