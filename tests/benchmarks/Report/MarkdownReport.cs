using System;
using System.Linq;
using System.Text;
using Verifiable.Benchmarks.Growth;
using Verifiable.Benchmarks.Micro;
using Verifiable.Benchmarks.SideBySide;

namespace Verifiable.Benchmarks.Report;

/// <summary>The results as tables for people.</summary>
internal static class MarkdownReport
{
    internal static string Of(Results results)
    {
        StringBuilder text = new();
        AppendMachine(text, results);
        foreach (ContestResult contest in results.SideBySide)
        {
            AppendContest(text, contest);
        }

        text.Append("| target | measured | limit | |\n|---|---:|---:|---|\n");
        foreach (Target target in results.Targets)
        {
            string verdict = target.Holds switch { true => "holds", false => "**missed**", null => "not measured" };
            text.Append(Text($"| {target.Name} | {target.Value:0.###} | {target.Limit:0.###} | {verdict} |\n"));
        }

        text.Append("\n| benchmark (BenchmarkDotNet, one core) | median | bytes allocated |\n|---|---:|---:|\n");
        foreach (MicroResult one in results.Benchmarks)
        {
            text.Append(Text($"| {one.Name} | {Duration(one.Nanoseconds)} | {one.AllocatedBytes:N0} |\n"));
        }

        text.Append("\n| growth | sizes | smallest | largest | exponent |\n|---|---|---:|---:|---:|\n");
        foreach (GrowthLine line in results.Growth)
        {
            text.Append(Text($"| {line.Name} | {line.Points[0].Size:N0} to {line.Points[^1].Size:N0} {line.Unit} "));
            text.Append(Text($"| {Duration(line.Points[0].Nanoseconds)} | {Duration(line.Points[^1].Nanoseconds)} "));
            text.Append(Text($"| {line.Slope:0.00} |\n"));
        }

        return text.ToString();
    }

    private static void AppendMachine(StringBuilder text, Results results)
    {
        Machine machine = results.Machine;
        if (results.Quick)
        {
            text.Append("**A quick check of the machinery: these figures mean little.**\n\n");
        }

        text.Append(Text($"Measured {machine.Date} UTC at {machine.Commit} on {machine.Processor}, "));
        text.Append(Text($"{machine.Cores} cores (caches in bytes: {machine.Caches}), .NET {machine.DotNet}, "));
        text.Append(Text($"{machine.Gcc}, QuantLib {machine.QuantLib}, scipy {machine.Scipy}; "));
        text.Append(Text($"load {machine.LoadBefore} before, {machine.LoadAfter} after.\n\n"));
        string sums = results.AccountSumsPerSecond is { } perSecond
            ? Text($"adds up {perSecond:N0} accounts a second in lanes (20 positions, 33 scenarios) and ")
            : string.Empty;
        text.Append(Text($"One core {sums}margins {results.AccountMarginsPerSecond:N0} a second with every contingency.\n\n"));
    }

    private static void AppendContest(StringBuilder text, ContestResult contest)
    {
        double? ours = contest.Standings[0].Nanoseconds;
        text.Append(Text($"| {contest.Work} | ns a {contest.Operation} | runs | times ours |\n|---|---:|---:|---:|\n"));
        foreach (Standing one in contest.Standings)
        {
            if (one.Skipped is not null)
            {
                text.Append(Text($"| {one.Name} | not measured: {one.Skipped} | | |\n"));
                continue;
            }

            text.Append(Text($"| {one.Name} | {one.Nanoseconds:0.000} "));
            text.Append(Text($"| {one.Runs.Min():0.000} to {one.Runs.Max():0.000} "));
            text.Append(Text($"| {one.Nanoseconds / ours:0.00} |\n"));
        }

        text.Append('\n');
    }

    private static string Duration(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => Text($"{nanoseconds:0.00} ns"),
        < 1e6 => Text($"{nanoseconds / 1e3:0.00} us"),
        < 1e9 => Text($"{nanoseconds / 1e6:0.00} ms"),
        _ => Text($"{nanoseconds / 1e9:0.00} s"),
    };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
