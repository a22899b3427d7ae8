using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json;

namespace Verifiable.Benchmarks.SideBySide;

/// <summary>What one run of a contestant took.</summary>
/// <param name="Nanoseconds">An operation.</param>
/// <param name="Difference">The largest from the kernel's results; 0 for ours, which must equal them.</param>
/// <param name="Tolerance">What is allowed.</param>
internal readonly record struct Run(double Nanoseconds, double Difference, double Tolerance);

/// <summary>Something that does the work, ours or a rival.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="IsOurs">Whether it is ours.</param>
/// <param name="Measure">Runs it for some seconds.</param>
/// <param name="Missing">Why it cannot run here; null if it can.</param>
internal sealed record Contestant(string Name, bool IsOurs, Func<double, Run> Measure, string? Missing = null)
{
    /// <summary>Ours, in this process.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="work">All of the work once.</param>
    /// <param name="operations">How many operations that is.</param>
    internal static Contestant Ours(string name, Action work, double operations) =>
        new(name, IsOurs: true, seconds => new Run(Timing.Nanoseconds(work, seconds) / operations, 0, 0));

    /// <summary>A rival, in a process of its own that compares its results with ours first.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="program">The program's file, which scripts/bench.sh leaves where it could build it.</param>
    /// <param name="arguments">All but the last argument, the seconds.</param>
    internal static Contestant Rival(string name, string program, params string[] arguments) => new(
        name,
        IsOurs: false,
        seconds => Start(program, [.. arguments, FormattableString.Invariant($"{seconds}")]),
        File.Exists(program) ? null : $"{Path.GetFileName(program)} is not to be had here");

    private static Run Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors}");
        }

        using JsonDocument line = JsonDocument.Parse(output);
        JsonElement run = line.RootElement;
        return new Run(
            run.GetProperty("nanoseconds").GetDouble(),
            run.GetProperty("difference").GetDouble(),
            run.GetProperty("tolerance").GetDouble());
    }
}
