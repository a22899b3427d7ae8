using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Neo.Bundle;

/// <summary>The released program, as users run it: the test's own folder has the node's libraries beside it.</summary>
internal static class ProgramRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static string Program { get; } = Path.Combine(
        ReferenceData.Root, "artifacts", "bin", "Verifiable.Cli", "release", "verifiable.dll");

    /// <summary>Runs a verb in a folder; the exit code, and what it printed on both streams.</summary>
    internal static async Task<(int Code, string Printed)> RunAsync(string folder, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["VERIFIABLE_KEYS"] = Path.Combine(folder, "keys");
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource expired = new(Limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(expired.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(expired.Token);
            await process.WaitForExitAsync(expired.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
