using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verifiable.Documents;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>What a verb writes: its answer to standard output, everything else to standard error.</summary>
internal sealed class Terminal
{
    // The output is a document, not part of a web page: quotes and '+' stay readable.
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

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

    /// <summary>The terminal that the options ask for.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="isJson">Whether JSON is asked for where the options, being wrong, cannot say so.</param>
    internal static Terminal From(ParseResult parsed, bool isJson = false) => new(
        isJson || parsed.GetValue(CommonOptions.Json),
        parsed.GetValue(CommonOptions.Quiet),
        parsed.GetValue(CommonOptions.NoColor) || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 });

    /// <summary>A line of progress or advice, on standard error.</summary>
    internal void Say(string line)
    {
        if (!_quiet)
        {
            Error.WriteLine(Printable(line));
        }
    }

    /// <summary>
    /// Runs work that takes a while: a bar on standard error of a terminal, else a line at each quarter of a step.
    /// </summary>
    /// <param name="work">The work; it tells the step's name and how much of how much is done. Any thread may.</param>
    internal void Progress(Action<Action<string, int, int>> work)
    {
        if (_quiet)
        {
            work(static (_, _, _) => { });
        }
        else if (System.Console.IsErrorRedirected)
        {
            work(new QuarterLines(Say).Report);
        }
        else
        {
            Error.Progress().AutoClear(true).Start(context =>
            {
                ProgressTask bar = context.AddTask(string.Empty);
                work((name, done, all) =>
                {
                    bar.Description = Markup.Escape(name);
                    bar.MaxValue(all).Value(done);
                });
            });
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

    /// <summary>The bytes of a document, as <see cref="AnswerJson"/> prints it.</summary>
    internal static byte[] BytesOf(JsonNode document) =>
        Encoding.UTF8.GetBytes(document.ToJsonString(Indented) + Environment.NewLine);

    /// <summary>A refusal for a program: the error document.</summary>
    internal static JsonNode JsonOf(MarginException refusal) => JsonNode.Parse(ErrorDocument.Write(refusal))!;

    /// <summary>A refusal: to a program as the one document of standard output, to people on standard error.</summary>
    internal void Refuse(MarginException refusal)
    {
        if (_json)
        {
            AnswerJson(JsonOf(refusal));
            return;
        }

        Warn(refusal);
    }

    /// <summary>A refusal for people, on standard error: its name, place, value, and what would be accepted.</summary>
    internal void Warn(MarginException refusal)
    {
        Error.MarkupLineInterpolated($"[red]{refusal.Code}[/]");
        SayField("file", refusal.File);
        SayField("at", refusal.Path);
        SayField("found", refusal.Value);
        SayField("accepted", refusal.Accepted);
    }

    /// <summary>What a command line lacks, and where its help is.</summary>
    internal void Misuse(MarginException refusal, IEnumerable<string> messages, string help)
    {
        AnswerJson(JsonOf(refusal));
        foreach (string message in messages)
        {
            Error.WriteLine(Printable(message));
        }

        Error.WriteLine($"Try: {help}");
    }

    /// <summary>A fault of ours: what happened, without a stack trace.</summary>
    internal void Fault(Exception fault)
    {
        string happened = $"{fault.GetType().Name}: {fault.Message}";
        AnswerJson(JsonOf(new MarginException(
            ErrorCode.ProgramFaulted, string.Empty, string.Empty, happened, "a report, with the command line")));
        Error.MarkupLineInterpolated($"[red]A fault of verifiable itself:[/] {happened}");
        Error.WriteLine("Please report it with the command line; --verbose shows where it happened.");
    }

    private void SayField(string name, string text)
    {
        if (text.Length > 0)
        {
            Error.WriteLine($"  {name,-9} {Printable(text)}");
        }
    }

    /// <summary>
    /// Text from a document, a node or an argument, whose control characters would steer the terminal, as escapes.
    /// </summary>
    private static string Printable(string text) => string.Concat(text.Select(static character =>
        character is not ('\n' or '\t')
        && char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
            ? $"\\u{(int)character:x4}"
            : $"{character}"));

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
