using System;
using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>The four documents of a margin, read from the options that every margin verb shares.</summary>
internal sealed record MarginInputs(
    MarketSnapshot Market,
    ModelDocument Model,
    ScenariosDocument Scenarios,
    BookDocument Book)
{
    private const string PositionPath = "/positions/";
    private const string OrdersPath = "/openOrders/";

    internal static Option<string> MarketFile { get; } = new("--market", "-m")
    {
        Description = "The market document.",
        Required = true,
    };

    internal static Option<string> ModelFile { get; } = new("--model", "-p")
    {
        Description = $"The model: a document, or a shipped profile of {string.Join(", ", Profiles.Names)}.",
        HelpName = "PROFILE|FILE",
        DefaultValueFactory = static _ => Profiles.Default,
    };

    internal static Option<string?> ScenariosFile { get; } = new("--scenarios", "-s")
    {
        Description = "The scenarios: a document, or those of a shipped profile of "
            + $"{string.Join(", ", Profiles.NamesWithScenarios)}; without it the model profile's own, and for a model "
            + $"document those of {Profiles.Default}.",
        HelpName = "PROFILE|FILE",
    };

    internal static Option<string> BookFile { get; } = new("--book", "-b")
    {
        Description = "The book document.",
        Required = true,
    };

    /// <summary>The book's file, for refusals; empty where the book comes from the chain.</summary>
    internal string BookPath { get; init; } = string.Empty;

    /// <summary>Reads the four documents.</summary>
    internal static MarginInputs Read(ParseResult parsed)
    {
        MarketSnapshot market = ReadMarket(parsed);
        (ModelDocument model, ScenariosDocument scenarios) = ReadModel(parsed);
        return ReadBook(parsed.GetRequiredValue(BookFile), market, model, scenarios);
    }

    /// <summary>Reads the market alone.</summary>
    internal static MarketSnapshot ReadMarket(ParseResult parsed)
    {
        string file = parsed.GetRequiredValue(MarketFile);
        return MarketDocument.Read(InputFile.Read(file, MarketDocument.MaxBytes), file);
    }

    /// <summary>Reads a book beside the other documents.</summary>
    internal static MarginInputs ReadBook(
        string bookFile,
        MarketSnapshot market,
        ModelDocument model,
        ScenariosDocument scenarios)
    {
        BookDocument book = BookDocument.Read(
            InputFile.Read(bookFile, BookDocument.MaxBytes), bookFile, model.Parameters.Settlement);
        return new MarginInputs(market, model, scenarios, book) { BookPath = bookFile };
    }

    /// <summary>
    /// Reads the four documents for an attestation: contracts know positions alone, so that one of a book with open
    /// orders would understate its margin.
    /// </summary>
    internal static MarginInputs ReadAttested(ParseResult parsed)
    {
        MarginInputs inputs = Read(parsed);
        inputs.RequireNoOrders("contracts know no open orders, and leaving them out would understate the margin");
        return inputs;
    }

    /// <summary>Refuses a book with open orders.</summary>
    internal void RequireNoOrders(string why)
    {
        if (!Book.OpenOrders.IsEmpty)
        {
            throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                BookPath,
                OrdersPath[..^1],
                $"{Book.OpenOrders.Length} orders",
                $"none: {why}");
        }
    }

    /// <summary>Reads the model and its scenarios alone.</summary>
    internal static (ModelDocument Model, ScenariosDocument Scenarios) ReadModel(ParseResult parsed) =>
        ReadModel(parsed.GetRequiredValue(ModelFile), parsed.GetValue(ScenariosFile), ModelFile.Name);

    /// <summary>Reads a model and its scenarios alone.</summary>
    /// <param name="modelFile">A shipped profile, or a model document.</param>
    /// <param name="scenariosFile">The same of scenarios; null for the model's own.</param>
    /// <param name="option">The option that names the model, for refusals.</param>
    internal static (ModelDocument Model, ScenariosDocument Scenarios) ReadModel(
        string modelFile, string? scenariosFile, string option)
    {
        Profile? profile = ProfileName.IsOne(modelFile, Profiles.Names, option) ? Profiles.Open(modelFile) : null;
        ModelDocument model = profile?.Model
            ?? ModelDocument.Read(InputFile.Read(modelFile, ModelDocument.MaxBytes), modelFile);
        ScenariosDocument scenarios = model.OwnScenarios() is { } own
            ? RequireNone(scenariosFile, own)
            : scenariosFile is null
                ? (profile ?? Profiles.Open(Profiles.Default)).Scenarios
                : ReadScenarios(scenariosFile);
        model.RequireScenarios(scenarios.Set, modelFile);
        Listing.CheckModel(model.Parameters);
        return (model, scenarios);
    }

    /// <summary>The same market and book under another model, with its own scenarios.</summary>
    /// <param name="modelFile">A shipped profile, or a model document.</param>
    internal MarginInputs UnderModel(string modelFile)
    {
        (ModelDocument model, ScenariosDocument scenarios) = ReadModel(modelFile, null, "--compare");
        return this with { Model = model, Scenarios = scenarios };
    }

    /// <summary>Refuses a model of another currency than the book was read in.</summary>
    internal void RequireSettlement(AssetId settlement, string modelFile)
    {
        if (Model.Parameters.Settlement != settlement)
        {
            throw new MarginException(
                ErrorCode.SettlementMixed,
                modelFile,
                "/settlement",
                Model.Parameters.Settlement.ToString(),
                $"a model that settles in {settlement}, as the book does");
        }
    }

    private static ScenariosDocument ReadScenarios(string file) =>
        ProfileName.IsOne(file, Profiles.NamesWithScenarios, ScenariosFile.Name)
            ? Profiles.Open(file).Scenarios
            : ScenariosDocument.Read(InputFile.Read(file, ScenariosDocument.MaxBytes), file);

    private MarginModel Margin => new(Model.Parameters, Scenarios.Set);

    /// <summary>What the listing accepts but its reader should know.</summary>
    internal ListingWarnings Warnings => Listing.WarningsOf(Margin);

    /// <summary>Lists the book strictly, and binds it to the market without its open orders.</summary>
    internal ResolvedBook Resolve()
    {
        RequireListed(Book.Book);
        return MarginRules.Resolve(Market, Margin, Book.Book);
    }

    /// <summary>The requirements of the listed book by holding and component.</summary>
    internal MarginContributions Contributions() =>
        MarginContributions.Of(Market, Margin, Book.Book, Book.OpenOrders.AsSpan());

    /// <summary>Scenarios of the listed book by row.</summary>
    internal ProfitMatrix Profits(ImmutableArray<int> scenarios) =>
        ProfitMatrix.Of(Market, Margin, Book.Book, Book.OpenOrders.AsSpan(), scenarios.AsSpan());

    /// <summary>Lists the book strictly, with its open orders, and values it.</summary>
    internal MarginResult Compute()
    {
        RequireListed(Book.Book);
        return MarginRules.Compute(Market, Margin, Book.Book, Book.OpenOrders.AsSpan());
    }

    /// <summary>The same after trades at the mark, with the same open orders.</summary>
    internal MarginInputs After(ImmutableArray<Trade> trades) => this with
    {
        Book = Book with { Book = TradedBook.After(Market, Margin, Book.Book, trades.AsSpan()) },
    };

    /// <summary>
    /// Refuses a book that cannot be listed. The engine knows rows by their place and numbers by their raw units;
    /// people know the file and the instrument.
    /// </summary>
    internal void RequireListed(Book book)
    {
        try
        {
            Listing.Check(Market, Margin, book, Book.OpenOrders.AsSpan());
        }
        catch (MarginException refusal) when (refusal.File.Length == 0)
        {
            if (refusal.Code == ErrorCode.CollateralUnknown)
            {
                throw new MarginException(
                    refusal.Code,
                    BookPath,
                    refusal.Path,
                    refusal.Value,
                    $"{refusal.Accepted}; import deribit --asset {refusal.Value}=PRICE writes the price into a market");
            }

            if (InstrumentOf(refusal.Path, book) is not InstrumentId instrument)
            {
                throw new MarginException(
                    refusal.Code, BookPath, refusal.Path, Named(refusal.Value, book), refusal.Accepted);
            }

            // Today's volatility is the underlying's: no other strike has it.
            bool isNeighbourly = refusal.Code == ErrorCode.InstrumentMissing
                || (refusal.Code == ErrorCode.VolatilityMissing && refusal.Value != instrument.Underlying.ToString());
            string listed = isNeighbourly ? MarketNeighbours.Of(Market, instrument) : string.Empty;
            throw new MarginException(
                refusal.Code, BookPath, refusal.Path, InstrumentText.Format(instrument), refusal.Accepted + listed);
        }
    }

    /// <summary>A value as people read it: the engine names an instrument by its word.</summary>
    private static string Named(string value, Book book)
    {
        foreach (Position row in book.Positions)
        {
            if (row.Instrument.Word.ToString() == value)
            {
                return InstrumentText.Format(row.Instrument);
            }
        }

        return value;
    }

    /// <summary>The instrument of the row that a refusal is about, where it is about a whole row.</summary>
    private InstrumentId? InstrumentOf(string path, Book book) =>
        RowOf(path, PositionPath) is int position ? book.Positions[position].Instrument
        : RowOf(path, OrdersPath) is int order ? Book.OpenOrders[order].Instrument : null;

    private static int? RowOf(string path, string rows) =>
        path.StartsWith(rows, StringComparison.Ordinal)
        && int.TryParse(path.AsSpan(rows.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int row)
            ? row
            : null;

    /// <summary>The result with the hashes of what it was computed from.</summary>
    internal ResultDocument Document(MarginResult result)
    {
        DocumentHead head = Head;
        return new ResultDocument(
            head.EngineId,
            head.Inputs,
            head.Account,
            head.Sequence,
            head.ObservedAt,
            head.Settlement,
            WorstLabel(result),
            result);
    }

    /// <summary>What every answer is of.</summary>
    internal DocumentHead Head => new(
        CurrentEngine.Id,
        new ResultInputs(
            MarketRows.Hash(Market, 0),
            ParameterRows.Hash(Model.Parameters),
            ScenarioRows.Hash(Scenarios.Set),
            BookRows.Hash(Book.Book, default)),
        Book.Book.Account,
        Book.Book.Sequence,
        Market.ObservedAt,
        Model.Parameters.Settlement);

    /// <summary>The label of the worst scenario; empty where there is none.</summary>
    internal string WorstLabel(MarginResult result) =>
        ResultNames.HasWorst(result) ? Scenarios.Set.Scenarios[result.WorstScenario].Label : string.Empty;

    private static ScenariosDocument RequireNone(string? scenariosFile, ScenariosDocument own) =>
        scenariosFile is null
            ? own
            : throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                scenariosFile,
                "--scenarios",
                scenariosFile,
                "none: the model's rule reads no scenarios");
}
