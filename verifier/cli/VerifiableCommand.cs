using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
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

        // Arguments are taken as typed: a name that begins with @ is a file's, not a list of further arguments.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

        // An option that lacks its value takes the --json behind it for one.
        bool isJson = parsed.Errors.Count > 0 && args.Contains(CommonOptions.Json.Name);
        Terminal terminal = Terminal.From(parsed, isJson);
        try
        {
            return await AnswerAsync(root, parsed, terminal, args.Length == 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Files are refused by name where they are read and written: what is left is a closed or full output.
            return WarnOfOutput(terminal, fault);
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

            return parsed.Errors.Count > 0 && parsed.Action is not HelpAction
                ? Misuse(parsed, terminal)
                : await parsed.InvokeAsync(plain);
        }
        catch (MarginException refusal)
        {
            terminal.Refuse(DocumentOptions.Explain(refusal, parsed.CommandResult.Command));
            return ExitCode.Of(refusal.Code);
        }
        catch (OperationCanceledException)
        {
            terminal.Refuse(new MarginException(
                ErrorCode.RunInterrupted, string.Empty, string.Empty, string.Empty, string.Empty));
            return ExitCode.Interrupted;
        }
        catch (Exception fault) when (!CommonOptions.IsVerbose(parsed)
            && fault is not (IOException or UnauthorizedAccessException))
        {
            terminal.Fault(fault);
            return ExitCode.Fault;
        }
    }

    private static int WarnOfOutput(Terminal terminal, Exception fault)
    {
        try
        {
            terminal.Warn(new MarginException(
                ErrorCode.FileUnwritable, "standard output", "file", fault.Message, "an output that takes the answer"));
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            // Standard error does not take it either: the exit code has to say it.
            return ExitCode.File;
        }

        return ExitCode.File;
    }

    private static RootCommand Create() => new("verifiable: margin that anyone can check.")
    {
        ImportCommand.Create(),
        CalibrateCommand.Create(),
        MarginCommand.Create(),
        BatchCommand.Create(),
        VarCommand.Create(),
        LiquidateCommand.Create(),
        StressCommand.Create(),
        BacktestCommand.Create(),
        AttestCommand.Create(),
        SignCommand.Create(),
        VerifyCommand.Create(),
        ReplayCommand.Create(),
        WatchCommand.Create(),
        InspectCommand.Create(),
        ChainCommand.Create(),
        KeysCommand.Create(),
        NeoCommand.Create(),
        SchemaCommand.Create(),
        CommonOptions.Json,
        CommonOptions.Quiet,
        CommonOptions.NoColor,
        CommonOptions.Verbose,
    };

    private static int Misuse(ParseResult parsed, Terminal terminal)
    {
        string[] messages = [.. parsed.Errors.Select(static error => error.Message).Distinct()];
        string verb = string.Join(' ', Path(parsed.CommandResult.Command));
        string[] places = [.. parsed.Errors.Select(error => PlaceOf(error.SymbolResult, verb)).Distinct()];
        MarginException refusal = new(
            ErrorCode.CommandLineMalformed,
            string.Empty,
            string.Join(", ", places),
            string.Join(' ', messages),
            $"what {verb} --help shows");
        terminal.Misuse(refusal, messages, $"{verb} --help");
        return ExitCode.Of(refusal.Code);
    }

    private static string PlaceOf(SymbolResult? symbol, string verb) => symbol switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult { Parent: OptionResult option } => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => verb,
    };

    private static string[] Path(Command command) =>
        command is RootCommand ? ["verifiable"] : [.. Path((Command)command.Parents.First()), command.Name];
}
