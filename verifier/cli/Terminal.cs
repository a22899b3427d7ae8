using System;
using System.CommandLine;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verifiable.Documents;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>What a verb writes: its answer to standard output, everything else to standard error.</summary>
internal sealed class Terminal
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly bool _json;
    private readonly bool _quiet;

    private Terminal(bool json, bool quiet, bool plain)
    {
        _json = json;
        _quiet = quiet;
        Out = Console(plain, System.Console.Out);
        Error = Console(plain, System.Console.Error);
    }

    /// <summary>Whether the answer is to be one JSON document.</summary>
    internal bool IsJson => _json;

    /// <summary>Standard output for tables and answers.</summary>
    internal IAnsiConsole Out { get; }

    private IAnsiConsole Error { get; }

    internal static Terminal From(ParseResult parsed) => new(
        parsed.GetValue(CommonOptions.Json),
        parsed.GetValue(CommonOptions.Quiet),
        parsed.GetValue(CommonOptions.NoColor) || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 });

    /// <summary>A line of progress or advice, on standard error.</summary>
    internal void Say(string line)
    {
        if (!_quiet)
        {
            Error.WriteLine(line);
        }
    }

    /// <summary>A line of the answer, on standard output; nothing when the answer is JSON.</summary>
    internal void Answer(string line)
    {
        if (!_json)
        {
            Out.WriteLine(line);
        }
    }

    /// <summary>The answer as one JSON document.</summary>
    internal void AnswerJson(JsonNode document)
    {
        if (_json)
        {
            System.Console.Out.WriteLine(document.ToJsonString(Indented));
        }
    }

    /// <summary>A refusal: its name, place, value, and what would be accepted.</summary>
    internal void Refuse(MarginException refusal)
    {
        if (_json)
        {
            System.Console.Out.WriteLine(Encoding.UTF8.GetString(ErrorDocument.Write(refusal)).TrimEnd());
            return;
        }

        Error.MarkupLineInterpolated($"[red]{refusal.Code}[/]");
        SayField("file", refusal.File);
        SayField("at", refusal.Path);
        SayField("found", refusal.Value);
        SayField("accepted", refusal.Accepted);
    }

    /// <summary>A fault of ours: what happened, without a stack trace.</summary>
    internal void Fault(Exception fault)
    {
        Error.MarkupLineInterpolated($"[red]A fault of verifiable itself:[/] {fault.GetType().Name}: {fault.Message}");
        Error.WriteLine("Please report it with the command line; --verbose shows where it happened.");
    }

    private void SayField(string name, string text)
    {
        if (text.Length > 0)
        {
            Error.WriteLine($"  {name,-9} {text}");
        }
    }

    private static IAnsiConsole Console(bool plain, TextWriter writer)
    {
        bool redirected = ReferenceEquals(writer, System.Console.Out)
            ? System.Console.IsOutputRedirected
            : System.Console.IsErrorRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain || redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected)
        {
            // A pipe has no width: let long hashes stay on one line.
            console.Profile.Width = 1_000;
        }

        return console;
    }
}
