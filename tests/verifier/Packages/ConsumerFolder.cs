using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Verifiable.Tests.Verifier.Packages;

/// <summary>A consumer's folder outside the repository, for the life of this object.</summary>
internal sealed class ConsumerFolder : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    internal string Path { get; } = Directory.CreateTempSubdirectory("verifiable-consumer-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Runs a command in the folder; the test fails with all that it printed unless it succeeds.</summary>
    /// <returns>What it printed on standard output.</returns>
    internal async Task<string> RunAsync(string command, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(command, arguments)
        {
            WorkingDirectory = Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test runner's own settings are not the consumer's.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment.Remove("MSBuildSDKsPath");
        using Process process = Process.Start(start)!;
        using CancellationTokenSource expired = new(Limit);
        Task<string> text = process.StandardOutput.ReadToEndAsync(expired.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(expired.Token);
        await process.WaitForExitAsync(expired.Token);
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)}: {await text}{await error}");
        return await text;
    }
}
