using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Conformance.Environments;

/// <summary>What a run of the digest program printed.</summary>
/// <param name="Digests">One line a section: name, digest, and of how many numbers.</param>
/// <param name="Uses">Which instructions the processor showed.</param>
internal sealed record DigestRun(string[] Digests, string Uses);

/// <summary>Runs tests/digest in a process of its own, under other settings or on another runtime.</summary>
internal static class DigestProgram
{
    private const string Name = "Verifiable.Digest";

    /// <summary>Settings that a run starts without, whatever the tests themselves run under.</summary>
    private static readonly string[] Prefixes = ["DOTNET_", "COMPlus_"];

    /// <summary>The unpacked runtime for WebAssembly, which scripts/setup.sh restores; null where it is not.</summary>
    internal static string? WebAssemblyPack
    {
        get
        {
            XElement download = XDocument.Load(Path.Combine(WebAssembly, "RuntimePack.csproj"))
                .Descendants("PackageDownload")
                .Single();
            string pack = Path.Combine(
                NuGetFolder,
                download.Attribute("Include")!.Value.ToLowerInvariant(),
                download.Attribute("Version")!.Value.Trim('[', ']'));
            return Directory.Exists(pack) ? pack : null;
        }
    }

    private static string WebAssembly => Path.Combine(ReferenceData.Root, "tests", "digest", "wasm");

    private static string NuGetFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The program beside the tests, of the same configuration.</summary>
    private static string Assembly
    {
        get
        {
            DirectoryInfo own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(own.Parent!.Parent!.FullName, Name, own.Name, $"{Name}.dll");
        }
    }

    /// <summary>Runs it on this machine's runtime.</summary>
    /// <param name="settings">Variables as NAME=VALUE, separated by blanks; may be empty.</param>
    /// <param name="arguments">Seed and counts.</param>
    internal static Task<DigestRun> RunNative(string settings, params string[] arguments) =>
        Run("dotnet", settings, ["exec", Assembly, .. arguments]);

    /// <summary>Runs it on Mono WebAssembly under Node.</summary>
    /// <param name="pack">The unpacked runtime.</param>
    /// <param name="arguments">Seed and counts.</param>
    internal static Task<DigestRun> RunWebAssembly(string pack, params string[] arguments) =>
        Run("node", string.Empty, [Path.Combine(WebAssembly, "run.mjs"), pack, Assembly, .. arguments]);

    private static async Task<DigestRun> Run(string program, string settings, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string inherited in start.Environment.Keys.Where(IsSetting).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        foreach (string setting in settings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = setting.Split('=');
            start.Environment[parts[0]] = parts[1];
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
        return Parse((await output).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static DigestRun Parse(IEnumerable<string> lines)
    {
        ILookup<bool, string> sorted = lines.ToLookup(
            static line => line.StartsWith("digest ", StringComparison.Ordinal));
        return new DigestRun([.. sorted[true]], sorted[false].Single());
    }

    /// <summary>All but where the runtime itself is found.</summary>
    private static bool IsSetting(string variable) =>
        variable != "DOTNET_ROOT" && Prefixes.Any(prefix => variable.StartsWith(prefix, StringComparison.Ordinal));
}
