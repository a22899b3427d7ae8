using System;
using System.IO;
using Xunit;

namespace Verifiable.Tests.Verifier.Packages;

/// <summary>NuGet's folder of restored packages: a feed that needs no network.</summary>
internal static class PackageFolder
{
    internal static string Path { get; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The one package that ours depend on.</summary>
    internal static bool IsUsable => Directory.Exists(System.IO.Path.Combine(Path, "portable.bouncycastle"));
}

/// <summary>A fact that restores packages: skipped, visibly, where the folder of packages is elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackageFactAttribute : FactAttribute
{
    /// <summary>A fact over packed packages.</summary>
    public PackageFactAttribute()
    {
        if (!PackageFolder.IsUsable)
        {
            Skip = $"no restored packages in {PackageFolder.Path}; set NUGET_PACKAGES";
        }
    }
}
