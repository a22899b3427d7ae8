using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Cli.Commands;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>The root command: it knows every verb and turns every outcome into its exit code.</summary>
internal static class VerifiableCommand
{
    /// <summary>Runs the program.</summary>
    internal static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = Create();
        ParseResult parsed = root.Parse(args);
        Terminal terminal = Terminal.From(parsed);
        bool asksForHelp = parsed.Action is HelpAction || args.Length == 0;
        if (parsed.Errors.Count > 0 && !asksForHelp)
        {
            return Usage(parsed);
        }

        try
        {
            return await AnswerAsync(root, parsed, terminal, args.Length == 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Files are refused by name where they are read and written: what is left is a closed or full output.
            return ExitCode.File;
        }
    }

    /// <summary>
    /// Interrupts need no care here: the library cancels what waits, and a verb that only computes ends by the signal.
    /// </summary>
    private static async Task<int> AnswerAsync(RootCommand root, ParseResult parsed, Terminal terminal, bool isEmpty)
    {
        InvocationConfiguration plain = new() { EnableDefaultExceptionHandler = false };
        try
        {
            if (isEmpty)
            {
                await root.Parse("--help").InvokeAsync(plain);
                return ExitCode.Usage;
            }

            return await parsed.InvokeAsync(plain);
        }
        catch (MarginException refusal)
        {
            terminal.Refuse(refusal);
            return ExitCode.Of(refusal.Code);
        }
        catch (OperationCanceledException)
        {
            terminal.Say("interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception fault) when (!CommonOptions.IsVerbose(parsed)
            && fault is not (IOException or UnauthorizedAccessException))
        {
            terminal.Fault(fault);
            return ExitCode.Fault;
        }
    }

    private static RootCommand Create() => new("verifiable: margin that anyone can check.")
    {
        ImportCommand.Create(),
        MarginCommand.Create(),
        AttestCommand.Create(),
        SignCommand.Create(),
        VerifyCommand.Create(),
        ReplayCommand.Create(),
        InspectCommand.Create(),
        ChainCommand.Create(),
        KeysCommand.Create(),
        SchemaCommand.Create(),
        CommonOptions.Json,
        CommonOptions.Quiet,
        CommonOptions.NoColor,
        CommonOptions.Verbose,
    };

    private static int Usage(ParseResult parsed)
    {
        foreach (string message in parsed.Errors.Select(static error => error.Message).Distinct())
        {
            Console.Error.WriteLine(message);
        }

        Console.Error.WriteLine($"Try: {string.Join(' ', Path(parsed.CommandResult.Command))} --help");
        return ExitCode.Usage;
    }

    private static string[] Path(Command command) =>
        command is RootCommand ? ["verifiable"] : [.. Path((Command)command.Parents.First()), command.Name];
}
