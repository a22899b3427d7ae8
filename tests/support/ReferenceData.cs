using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Verifiable.Tests.Support;

/// <summary>
/// The folder of reference data: <c>VERIFIABLE_DATA</c>, else <c>../shared/data</c> beside the checkout. Tests take every
/// file of a kind that they find there and say how many.
/// </summary>
public static class ReferenceData
{
    /// <summary>The root of the checkout, found from the test assembly upwards.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of reference data; it may be absent.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("VERIFIABLE_DATA") is { Length: > 0 } folder
            ? Path.GetFullPath(folder, Root)
            : Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    /// <summary>Every file of a sub-folder that matches, in name order; none when the folder is absent.</summary>
    public static string[] Files(string subfolder, string pattern)
    {
        string folder = Path.Combine(Folder, subfolder);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Verifiable.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run from a checkout that holds Verifiable.sln.");
    }
}

/// <summary>A fact over reference data: skipped, visibly, when the sub-folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class DataFactAttribute : FactAttribute
{
    /// <summary>A fact over the files of one sub-folder of the reference data.</summary>
    public DataFactAttribute(string subfolder)
    {
        Subfolder = subfolder;
        string folder = Path.Combine(ReferenceData.Folder, subfolder);
        if (!Directory.Exists(folder))
        {
            Skip = $"no reference data: {folder} is absent; set VERIFIABLE_DATA";
        }
    }

    /// <summary>The sub-folder that the test reads.</summary>
    public string Subfolder { get; }
}

/// <summary>A theory over reference data: skipped, visibly, when the sub-folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class DataTheoryAttribute : TheoryAttribute
{
    /// <summary>A theory over the files of one sub-folder of the reference data.</summary>
    public DataTheoryAttribute(string subfolder)
    {
        Subfolder = subfolder;
        Skip = new DataFactAttribute(subfolder).Skip;
    }

    /// <summary>The sub-folder that the test reads.</summary>
    public string Subfolder { get; }
}
