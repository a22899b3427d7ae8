using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>
/// Margins a file of books, one document a line, into a file of margins, one a line in the same order. It owns the
/// threads: the engine has none, and no bit depends on them.
/// </summary>
/// <remarks>
/// Books are taken some thousands at a time, so memory does not grow with the file. Each is read and listed as strictly
/// as a document of its own; the first line that is refused ends the batch.
/// </remarks>
public sealed class AccountBatch
{
    /// <summary>Books that share one risk array: enough to make it cheap, few enough to keep memory flat.</summary>
    private const int BooksAtOnce = 8_192;

    private const int BooksOfAShare = 256;

    private readonly MarketSnapshot _market;
    private readonly MarginModel _model;
    private readonly MarginLine _line;
    private readonly AssetId _settlement;
    private readonly ParallelOptions _threads;
    private readonly Action<BookDocument, string> _list;

    /// <summary>A batch over one market and model.</summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="model">The model.</param>
    /// <param name="scenarios">Its scenarios.</param>
    /// <param name="threads">How many threads, from 1.</param>
    /// <param name="list">Refuses a book that the market or the model does not take, with the name of its line.</param>
    public AccountBatch(
        MarketSnapshot market,
        ModelDocument model,
        ScenariosDocument scenarios,
        int threads,
        Action<BookDocument, string> list)
    {
        _market = market;
        _model = new MarginModel(model.Parameters, scenarios.Set);
        _settlement = model.Parameters.Settlement;
        _line = new MarginLine(_model, scenarios.Set);
        _threads = new ParallelOptions { MaxDegreeOfParallelism = threads };
        _list = list;
    }

    /// <summary>Runs the batch.</summary>
    /// <param name="books">The books.</param>
    /// <param name="file">Their file's name, for refusals.</param>
    /// <param name="margins">Receives a line for each book.</param>
    /// <param name="report">Told of progress.</param>
    /// <param name="cancellation">Ends the batch between some thousand books and the next.</param>
    /// <exception cref="MarginException">What is wrong with the first line that is refused.</exception>
    public BatchTotals Run(
        Stream books, string file, Stream margins, Action report, CancellationToken cancellation)
    {
        BookLines lines = new(books, file);
        BatchTotals totals = default;
        List<BookLine> next;
        while ((next = lines.Read(BooksAtOnce)).Count > 0)
        {
            Book[] read = new Book[next.Count];
            ForShares(read.Length, at => read[at] = ReadBook(next[at], file));
            RuleFigures[] figures = Compute(read);
            Write(read, figures, margins);
            foreach (ref readonly RuleFigures one in figures.AsSpan())
            {
                totals = totals.With(one);
            }

            report();
            cancellation.ThrowIfCancellationRequested();
        }

        return totals;
    }

    private Book ReadBook(BookLine line, string file)
    {
        string name = BookLine.NameOf(file, line.Number);
        BookDocument document = BookDocument.Read(line.Json, name, _settlement);
        _list(document, name);
        return document.Book;
    }

    private RuleFigures[] Compute(Book[] books)
    {
        RuleFigures[] figures = new RuleFigures[books.Length];
        MarginBatch batch = new(_market, _model, AccountSet.InOrder(books));
        Parallel.For(
            0,
            SharesOf(books.Length),
            _threads,
            batch.NewWorker,
            (share, _, worker) =>
            {
                int first = share * BooksOfAShare;
                worker.Compute(first, figures.AsSpan(first, Math.Min(BooksOfAShare, figures.Length - first)));
                return worker;
            },
            static _ => { });
        return figures;
    }

    private void Write(Book[] books, RuleFigures[] figures, Stream margins)
    {
        ArrayBufferWriter<byte>[] texts = new ArrayBufferWriter<byte>[SharesOf(books.Length)];
        Parallel.For(0, texts.Length, _threads, share =>
        {
            texts[share] = new ArrayBufferWriter<byte>();
            int end = Math.Min(books.Length, (share + 1) * BooksOfAShare);
            for (int at = share * BooksOfAShare; at < end; at++)
            {
                _line.Append(texts[share], books[at], figures[at]);
            }
        });
        foreach (ArrayBufferWriter<byte> text in texts)
        {
            margins.Write(text.WrittenSpan);
        }
    }

    /// <summary>
    /// Does work for every index. Of several refusals the first line's is thrown: which one does not depend on threads.
    /// </summary>
    private void ForShares(int count, Action<int> work)
    {
        MarginException?[] refusals = new MarginException?[SharesOf(count)];
        Parallel.For(0, refusals.Length, _threads, share =>
        {
            try
            {
                int end = Math.Min(count, (share + 1) * BooksOfAShare);
                for (int at = share * BooksOfAShare; at < end; at++)
                {
                    work(at);
                }
            }
            catch (MarginException refusal)
            {
                refusals[share] = refusal;
            }
        });
        if (Array.Find(refusals, static refusal => refusal is not null) is MarginException first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private static int SharesOf(int count) => (count + BooksOfAShare - 1) / BooksOfAShare;
}
