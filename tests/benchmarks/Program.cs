using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Verifiable.Benchmarks.Growth;
using Verifiable.Benchmarks.Inputs;
using Verifiable.Benchmarks.Micro;
using Verifiable.Benchmarks.Report;
using Verifiable.Benchmarks.SideBySide;

namespace Verifiable.Benchmarks;

/// <summary>Measures everything and writes results.json, results.md, growth.csv and growth.svg.</summary>
internal static class Program
{
    private const int Rounds = 7;
    private const int QuickRounds = 2;
    private const int QuickAccounts = 20_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static int Main(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (arguments is not ([_, _] or [_, _, "--quick" or "--update"]))
        {
            Console.Error.WriteLine("usage: Verifiable.Benchmarks RIVALS OUTPUT [--quick|--update]");
            return 64;
        }

        bool quick = arguments.Contains("--quick");
        Results results = Measure(quick, arguments[0], arguments[1]);
        Write(results, arguments[1]);
        if (arguments.Contains("--update"))
        {
            string readme = Path.Combine(Chain.Root, "tests", "benchmarks", "README.md");
            File.WriteAllText(readme, FiguresSection.Replace(File.ReadAllText(readme), MarkdownReport.Of(results)));
        }

        return Judge(results);
    }

    private static Results Measure(bool quick, string rivals, string output)
    {
        Directory.CreateDirectory(output);
        string load = Machine.Load;
        MicroResult[] benchmarks = MicroRun.Run(quick, Path.Combine(output, "BenchmarkDotNet"));
        ContestResult[] contests = [.. new Contests(rivals, output).Hold(
            quick ? QuickAccounts : Results.Accounts, quick ? QuickRounds : Rounds, quick ? 0.05 : 0.5)];
        GrowthLine[] growth = new GrowthRun(quick).Run();
        return new Results(quick, Machine.Describe(load), benchmarks, contests, growth);
    }

    private static void Write(Results results, string output)
    {
        File.WriteAllText(Path.Combine(output, "results.json"), JsonSerializer.Serialize(results, Json) + "\n");
        File.WriteAllText(Path.Combine(output, "results.md"), MarkdownReport.Of(results));
        File.WriteAllText(Path.Combine(output, "growth.svg"), GrowthChart.ToSvg(results.Growth));
        File.WriteAllLines(Path.Combine(output, "growth.csv"),
        [
            "work,unit,size,nanoseconds",
            .. results.Growth.SelectMany(static line => line.Points.Select(point =>
                FormattableString.Invariant($"{line.Name},{line.Unit},{point.Size},{point.Nanoseconds:0.0}"))),
        ]);
    }

    /// <summary>
    /// Growth beyond linear and memory allocated fail a full run, on any machine. How fast it is depends on the machine
    /// and fails nothing.
    /// </summary>
    private static int Judge(Results results)
    {
        Target[] missed = [.. results.Targets.Where(static target => target.Holds == false)];
        foreach (Target target in missed)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"missed: {target.Name} is {target.Value:0.###}, should be at most {target.Limit:0.###}"));
        }

        bool broken = missed.Any(static target =>
            target.Name.StartsWith("growth", StringComparison.Ordinal)
            || target.Name.StartsWith("bytes", StringComparison.Ordinal));
        return broken && !results.Quick ? 1 : 0;
    }
}
