using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace Verifiable.Benchmarks.Report;

/// <summary>Where and when figures were taken.</summary>
/// <param name="Date">UTC.</param>
/// <param name="Processor">Its model, as it calls itself.</param>
/// <param name="Cores">Logical ones.</param>
/// <param name="Caches">As the system lists them.</param>
/// <param name="System">The operating system.</param>
/// <param name="DotNet">The runtime.</param>
/// <param name="Gcc">g++.</param>
/// <param name="QuantLib">Its Debian package.</param>
/// <param name="Scipy">scipy.</param>
/// <param name="Commit">Of the checkout.</param>
/// <param name="LoadBefore">/proc/loadavg at the beginning.</param>
/// <param name="LoadAfter">And at the end; the benchmark itself is one.</param>
internal sealed record Machine(
    string Date,
    string Processor,
    int Cores,
    string Caches,
    string System,
    string DotNet,
    string Gcc,
    string QuantLib,
    string Scipy,
    string Commit,
    string LoadBefore,
    string LoadAfter)
{
    private const string Unknown = "not found";

    internal static string Load => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : Unknown;

    internal static Machine Describe(string loadBefore) => new(
        DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm"),
        Processors(),
        Environment.ProcessorCount,
        string.Join(", ", new[] { "LEVEL1_DCACHE_SIZE", "LEVEL2_CACHE_SIZE", "LEVEL3_CACHE_SIZE" }
            .Select(static name => FirstLine("getconf", name))),
        RuntimeInformation.OSDescription,
        Environment.Version.ToString(),
        FirstLine("g++", "--version"),
        FirstLine("dpkg-query", "--show", "--showformat=${Version}", "libquantlib0-dev"),
        FirstLine("/usr/bin/python3", "-c", "import scipy; print(scipy.__version__)"),
        FirstLine("git", "-C", Inputs.Chain.Root, "describe", "--always", "--dirty"),
        loadBefore,
        Load);

    private static string Processors() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1].Trim() ?? Unknown
        : Unknown;

    private static string FirstLine(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Split('\n')[0].Trim() : Unknown;
        }
        catch (Win32Exception)
        {
            return Unknown;
        }
    }
}
