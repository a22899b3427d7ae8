using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Support;

/// <summary>A fact that runs a script under Node: skipped, visibly, when the packages are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(ReferenceData.Root, "node_modules", "ajv")))
        {
            Skip = "no node_modules: run npm ci";
        }
    }
}

/// <summary>Runs a script of the repository.</summary>
internal static class NodeScript
{
    /// <summary>The exit code and everything that the script printed.</summary>
    /// <param name="script">The script's path in the repository.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    internal static async Task<(int ExitCode, string Output)> Run(
        string script, string input, params string[] arguments)
    {
        ProcessStartInfo start = new("node", [script, .. arguments])
        {
            WorkingDirectory = ReferenceData.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
