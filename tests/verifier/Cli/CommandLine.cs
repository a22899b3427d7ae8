using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>The program as users run it: a process with an exit code and two streams.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs the program in a folder; standard input is empty.</summary>
    internal static async Task<Outcome> RunAsync(string folder, params IEnumerable<string> arguments)
    {
        using Process process = Start(folder, arguments);
        return await EndAsync(process);
    }

    /// <summary>Starts the program in a folder; standard input is empty.</summary>
    internal static Process Start(string folder, params IEnumerable<string> arguments)
    {
        Process process = StartOpen(folder, arguments);
        process.StandardInput.Close();
        return process;
    }

    /// <summary>The same with standard input left open.</summary>
    internal static Process StartOpen(string folder, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "verifiable.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Neither a developer's keys nor his node decide a test.
        start.Environment["VERIFIABLE_KEYS"] = Path.Combine(folder, "keys");
        start.Environment["ETH_RPC_URL"] = "http://127.0.0.1:1";
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of a run.</summary>
    internal static async Task<Outcome> EndAsync(Process process)
    {
        using CancellationTokenSource expired = new(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(expired.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(expired.Token);
        await process.WaitForExitAsync(expired.Token);
        return new Outcome(process.ExitCode, await output, await error);
    }
}

/// <summary>How a run ended.</summary>
internal sealed record Outcome(int Code, string Out, string Error);
