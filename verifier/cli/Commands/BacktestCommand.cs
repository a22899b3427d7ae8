using System;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Calibration.Backtests;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>backtest: was the margin of the evening enough for the next day, over years of real days?</summary>
internal static class BacktestCommand
{
    private const long MillionthsPerOne = 1_000_000;
    private const int MaxWindow = 65_536;

    // The Basel framework's test is of 250 days.
    private const int FewestDays = 250;

    private static readonly Option<string?> From = new("--from")
    {
        Description = "The first day, as 2020-01-01; without it the first that has a window before it.",
    };

    private static readonly Option<string?> To = new("--to")
    {
        Description = "The last day; without it the history's last.",
    };

    private static readonly Option<string?> Window = new("--window")
    {
        Description = "How many residual days the model sees on each day; without it as many as its scenarios have.",
        HelpName = "DAYS",
    };

    private static readonly Option<string> Confidence = new("--confidence")
    {
        Description = "The share of days on which a margin is promised to be enough; value at risk has the model's.",
        DefaultValueFactory = static _ => "0.99",
    };

    private static readonly Option<string> Significance = new("--significance")
    {
        Description = "The accepted probability of rejecting a sound model, for each test.",
        DefaultValueFactory = static _ => "0.05",
    };

    private static readonly Option<string?> Html = new("--html")
    {
        Description = "Write the whole report as one page into this file.",
    };

    private static readonly Option<string?> Svg = new("--svg")
    {
        Description = "Draw margin against the losses into this file.",
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "Write the backtest document into this file.",
    };

    internal static Command Create()
    {
        Command command = new(
            "backtest",
            "Margin one unchanged book on every day of a history, from what was known then, and compare with the loss "
            + "of the next day. Exit code 1 when a promise is rejected.\n\nExamples:\n"
            + "  verifiable backtest history.json -p portfolio-1.0 -b book.json --html backtest.html\n"
            + "  verifiable backtest history.json -b book.json --from 2020-01-01 --json")
        {
            HistoryFile.File,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            MarginInputs.BookFile,
            From,
            To,
            Window,
            Confidence,
            Significance,
            Html,
            Svg,
            Output,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        // The library takes interrupts over once a verb first waits; then the walk ends between two days.
        await Task.Yield();
        Terminal terminal = Terminal.From(parsed);
        RequireOwnFiles(parsed);
        double confidence = Share(parsed, Confidence);
        double significance = Share(parsed, Significance);
        MarginBacktestOptions options = new()
        {
            From = Moment(parsed, From),
            To = Moment(parsed, To),
            WindowDays = parsed.GetValue(Window) is string days
                ? (int)WholeNumberText.Parse(days, 1, MaxWindow, Window.Name)
                : null,
        };
        RequireOrder(options);
        (ModelDocument model, ScenariosDocument scenarios) = MarginInputs.ReadModel(parsed);
        string bookFile = parsed.GetRequiredValue(MarginInputs.BookFile);
        Book book = ReadBook(bookFile, model.Parameters.Settlement);
        string historyFile = parsed.GetRequiredValue(HistoryFile.File);
        HistoryDocument history = HistoryFile.Read(historyFile);
        MarginBacktest? walked = null;
        terminal.Progress(report => walked = Named(bookFile, book, () => MarginBacktest.Run(
            history,
            historyFile,
            model.Parameters,
            scenarios,
            book,
            options,
            (done, all) => report("backtest", done, all),
            cancellation)));
        BacktestSummary summary = new(
            walked!,
            model.Parameters,
            ParameterRows.Hash(model.Parameters),
            BookRows.Hash(book, default),
            confidence,
            significance);
        if (walked!.Days.Length < FewestDays)
        {
            terminal.Say(
                $"warning: {walked.Days.Length} days are fewer than the {FewestDays} of a year's test: they reject little, "
                + "and a verdict over them says little");
        }

        return Answer(parsed, terminal, summary);
    }

    private static void RequireOrder(MarginBacktestOptions options)
    {
        if (options is { From: { } from, To: { } to } && from > to)
        {
            throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                string.Empty,
                $"{From.Name}, {To.Name}",
                $"{From.Name} {InstantText.Format(from)} {To.Name} {InstantText.Format(to)}",
                $"{From.Name} before {To.Name}, or the same day");
        }
    }

    private static int Answer(ParseResult parsed, Terminal terminal, BacktestSummary summary)
    {
        SideFiles files = new(terminal);
        files.Write(parsed.GetValue(Output), Document);
        files.Write(parsed.GetValue(Svg), () => Encoding.UTF8.GetBytes(BacktestReport.MarginChart(summary)));
        files.Write(parsed.GetValue(Html), () => Encoding.UTF8.GetBytes(BacktestReport.ToHtml(summary)));
        return files.Answer(
            answer => BacktestTables.Print(answer.Out, summary),
            Document,
            summary.IsRejected ? ExitCode.No : ExitCode.Yes);

        byte[] Document() => Terminal.BytesOf(BacktestJson.Of(summary));
    }

    private static void RequireOwnFiles(ParseResult parsed) => FileRoles.Require(
        [
            parsed.GetValue(HistoryFile.File),
            parsed.GetValue(MarginInputs.ModelFile),
            parsed.GetValue(MarginInputs.ScenariosFile),
            parsed.GetValue(MarginInputs.BookFile),
        ],
        (parsed.GetValue(Output), Output.Name),
        (parsed.GetValue(Svg), Svg.Name),
        (parsed.GetValue(Html), Html.Name));

    private static Book ReadBook(string file, AssetId settlement)
    {
        BookDocument document = BookDocument.Read(InputFile.Read(file, BookDocument.MaxBytes), file, settlement);
        return document.OpenOrders.IsEmpty
            ? document.Book
            : throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                file,
                "/openOrders",
                $"{document.OpenOrders.Length} orders",
                "none: a backtest holds one unchanged book");
    }

    /// <summary>The engine knows rows by their place; people know the file and the instrument.</summary>
    private static MarginBacktest Named(string file, Book book, Func<MarginBacktest> run)
    {
        const string positions = "/positions";
        const string rows = positions + "/";
        try
        {
            return run();
        }
        catch (MarginException refusal) when (refusal.File.Length == 0 && refusal.Path == positions)
        {
            throw new MarginException(refusal.Code, file, refusal.Path, refusal.Value, refusal.Accepted);
        }
        catch (MarginException refusal) when (refusal.File.Length == 0
            && refusal.Path.StartsWith(rows, StringComparison.Ordinal))
        {
            string[] steps = refusal.Path[rows.Length..].Split('/');
            bool isRow = int.TryParse(steps[0], NumberStyles.None, CultureInfo.InvariantCulture, out int row);
            string instrument = isRow ? $"{InstrumentText.Format(book.Positions[row].Instrument)}: " : string.Empty;
            throw new MarginException(
                refusal.Code, file, refusal.Path, instrument + refusal.Value, refusal.Accepted);
        }
    }

    private static Instant? Moment(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is string text ? MomentText.Parse(text, option.Name) : null;

    /// <summary>A share above 0 and below 1 of at most six places, as tail measures take them.</summary>
    private static double Share(ParseResult parsed, Option<string> option) => (double)DecimalText.Parse(
        parsed.GetRequiredValue(option), 6, 1, MillionthsPerOne - 1, string.Empty, option.Name) / MillionthsPerOne;
}
