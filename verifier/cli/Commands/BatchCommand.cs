using System;
using System.CommandLine;
using System.IO;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Engine.Market;

namespace Verifiable.Cli.Commands;

/// <summary>batch: the margin of every book of a file.</summary>
internal static class BatchCommand
{
    private const int MaxThreads = 1_024;

    private static readonly Argument<string> Books = new("BOOKS")
    {
        Description = "A file of book documents, one a line; - is standard input.",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "Write a line for each book, in the same order, into this file; standard output without it.",
        DefaultValueFactory = static _ => OutputFile.Standard,
    };

    private static readonly Option<string> Threads = new("--threads")
    {
        Description = "How many threads; it changes no bit. The processor's without it.",
        DefaultValueFactory = static _ => $"{Environment.ProcessorCount}",
    };

    internal static Command Create()
    {
        Command command = new(
            "batch",
            "Value many accounts in one market: a file of books, one a line, becomes a file of margins, one a line "
            + "(verifiable schema account). Memory does not grow with the file. The first line that is refused ends "
            + "the batch, and a file that was there before stays.\n\nExamples:\n"
            + "  verifiable batch -m market.json books.jsonl -o margins.jsonl\n"
            + "  jq -c . accounts/*.json | verifiable batch -m market.json - | jq -c 'select(.excess | startswith(\"-\"))'")
        {
            Books,
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            Output,
            Threads,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    /// <summary>Progress by what is read of a file; how long a pipe is nobody knows.</summary>
    private static void Report(Stream input, Action<string, int, int> report)
    {
        if (input.CanSeek)
        {
            report("KiB read", (int)(input.Position >> 10), (int)(input.Length >> 10) + 1);
        }
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        Terminal terminal = Terminal.From(parsed);
        string books = parsed.GetRequiredValue(Books);
        string output = parsed.GetRequiredValue(Output);
        FileRoles.Require(
            [
                books,
                parsed.GetValue(MarginInputs.MarketFile),
                parsed.GetValue(MarginInputs.ModelFile),
                parsed.GetValue(MarginInputs.ScenariosFile),
            ],
            (output, Output.Name));
        int threads = (int)WholeNumberText.Parse(
            parsed.GetRequiredValue(Threads), BigInteger.One, MaxThreads, Threads.Name);
        MarketSnapshot market = MarginInputs.ReadMarket(parsed);
        (ModelDocument model, ScenariosDocument scenarios) = MarginInputs.ReadModel(parsed);
        AccountBatch batch = new(market, model, scenarios, threads, (book, line) =>
        {
            MarginInputs inputs = new(market, model, scenarios, book) { BookPath = line };
            inputs.RequireNoOrders("a batch values positions");
            inputs.RequireListed(book.Book);
        });
        BatchTotals totals = default;
        using Stream input = InputFile.Open(books);
        terminal.Progress(report => OutputFile.Write(
            output,
            margins => totals = batch.Run(input, books, margins, () => Report(input, report), cancellation),
            cancellation));
        if (output != OutputFile.Standard)
        {
            new BatchReport(totals, market, model, scenarios).Print(terminal);
        }

        return ExitCode.Yes;
    }
}
