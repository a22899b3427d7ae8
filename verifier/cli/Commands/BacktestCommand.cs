using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
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

    private static readonly Option<string?> From = new("--from")
    {
        Description = "The first day, as 2020-01-01T00:00:00Z; without it the first that has a window before it.",
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
            + "  verifiable backtest history.json -b book.json --from 2020-01-01T00:00:00Z --json")
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
        return Answer(parsed, terminal, summary);
    }

    private static int Answer(ParseResult parsed, Terminal terminal, BacktestSummary summary)
    {
        List<MarginException> unwritten = [];
        Write(Output, () => Terminal.BytesOf(BacktestJson.Of(summary)));
        Write(Svg, () => Encoding.UTF8.GetBytes(BacktestReport.MarginChart(summary)));
        Write(Html, () => Encoding.UTF8.GetBytes(BacktestReport.ToHtml(summary)));

        // Standard output holds one answer: a document that was asked for there is it.
        if (!new[] { Output, Svg, Html }.Any(option => parsed.GetValue(option) == OutputFile.Standard))
        {
            if (terminal.IsJson)
            {
                terminal.AnswerJson(BacktestJson.Of(summary));
            }
            else
            {
                BacktestTables.Print(terminal.Out, summary);
            }
        }

        unwritten.ForEach(terminal.Warn);
        return unwritten.Count > 0 ? ExitCode.File : summary.IsRejected ? ExitCode.No : ExitCode.Yes;

        void Write(Option<string?> option, Func<byte[]> content)
        {
            if (parsed.GetValue(option) is string file
                && OutputFile.TryWrite(file, content()) is MarginException refusal)
            {
                unwritten.Add(refusal);
            }
        }
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
        const string rows = "/positions/";
        try
        {
            return run();
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
        parsed.GetValue(option) is string text ? InstantText.Parse(text, string.Empty, option.Name) : null;

    /// <summary>A share above 0 and below 1 of at most six places, as tail measures take them.</summary>
    private static double Share(ParseResult parsed, Option<string> option) => (double)DecimalText.Parse(
        parsed.GetRequiredValue(option), 6, 1, MillionthsPerOne - 1, string.Empty, option.Name) / MillionthsPerOne;
}
