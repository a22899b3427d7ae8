using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>Types the READMEs' sessions as a reader would and looks for every line that they promise.</summary>
public sealed partial class ReadmeSessionTests
{
    [Fact]
    public void Session_TypedAsPrinted_GivesThePrintedLines() =>
        PlayAll("README.md", ["verifiable import", "cat book.json", "verifiable margin"]);

    // Five coins over three years, March 2020 and May 2021 among them: the figures that the page states.
    [DataFact("prices")]
    public void Session_OfCalibration_GivesThePrintedLines() => PlayAll(
        "verifier/calibration/README.md",
        [
            "verifiable import", "cat book.json", "verifiable backtest", "verifiable import", "verifiable calibrate",
            "verifiable import", "cat options.json", "verifiable var", "verifiable var", "verifiable calibrate",
            "verifiable calibrate", "verifiable calibrate", "verifiable var",
        ]);

    private static void PlayAll(string readme, string[] verbs)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("verifiable-readme-");
        Directory.CreateSymbolicLink(
            Path.Combine(folder.FullName, "tests"), Path.Combine(ReferenceData.Root, "tests"));
        try
        {
            List<(string Command, string[] Printed)> session = [.. Session(readme)];

            Assert.Equal(verbs, session.Select(static step => Verb(step.Command)));
            Assert.All(session, step => Play(step.Command, step.Printed, folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A file that the session shows is written; a command that it types is run.</summary>
    private static void Play(string command, string[] printed, string folder)
    {
        string[] words = command.Replace("$VERIFIABLE_DATA", ReferenceData.Folder, StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "cat")
        {
            File.WriteAllLines(Path.Combine(folder, words[1]), printed);
            return;
        }

        HashSet<string> given = [.. Run(words[1..], folder).Split('\n').Select(Squeezed)];
        Assert.All(printed.Select(Squeezed), line => Assert.Contains(line, given));
    }

    private static string Run(string[] arguments, string folder)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "verifiable.dll");
        ProcessStartInfo start = new("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        return output + error.Result;
    }

    private static IEnumerable<(string Command, string[] Printed)> Session(string readme)
    {
        string text = File.ReadAllText(Path.Combine(ReferenceData.Root, readme))
            .Replace(" \\\n", " ", StringComparison.Ordinal);
        string block = ConsoleBlock().Match(text).Groups["text"].Value;
        foreach (string step in block.Split("\n$ ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = [.. step.TrimStart('$', ' ').Split('\n').Where(static line => line.Trim().Length > 0)];
            yield return (lines[0], lines[1..]);
        }
    }

    private static string Verb(string command) => string.Join(' ', command.Split(' ')[..2]);

    private static string Squeezed(string line) => Spaces().Replace(line.Trim(), " ");

    [GeneratedRegex("```console\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
