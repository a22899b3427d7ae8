using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Architecture;

/// <summary>The engine is the same bytes wherever it is built: an auditor compares hashes.</summary>
public sealed class ReproducibleBuildTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("verifiable-build-");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public async Task Build_FromTwoFolders_GivesTheSameBytes()
    {
        string first = Path.Combine(_scratch.FullName, "a");
        string second = Path.Combine(_scratch.FullName, "elsewhere", "deeper", "b");

        string[][] hashes = await Task.WhenAll(BuildAsync(first), BuildAsync(second));

        output.WriteLine(string.Join('\n', hashes[0]));
        Assert.Equal(2, hashes[0].Length);
        Assert.Equal(hashes[0], hashes[1]);
    }

    private static async Task<string[]> BuildAsync(string folder)
    {
        CopySources(folder);
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "build", "engine/Verifiable.Engine.csproj", "-c", "Release", "-nodeReuse:false", "-nologo",
                "-p:UseSharedCompilation=false",
            },
        };

        // The test host's own build variables would lead the child to another project's settings.
        string[] inherited = [.. start.Environment.Keys.Where(static key => key.StartsWith("MSBUILD", Ignoring))];
        foreach (string name in inherited)
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        string log = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, log);
        return [.. new[] { "Verifiable.Kernel", "Verifiable.Engine" }.Select(name => HashOf(folder, name))];
    }

    private const StringComparison Ignoring = StringComparison.OrdinalIgnoreCase;

    private static void CopySources(string folder)
    {
        string root = ReferenceData.Root;
        string[] settings = ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig"];
        string engine = Path.Combine(root, "engine");
        foreach (string file in settings.Select(name => Path.Combine(root, name))
            .Concat(Directory.GetFiles(engine, "*", SearchOption.AllDirectories)))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string HashOf(string folder, string name)
    {
        string file = Path.Combine(folder, "artifacts", "bin", name, "release", $"{name}.dll");
        return $"{name} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}";
    }
}
