using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Chain.Protocol;
using Verifiable.Documents;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>The documents that a proof on chain is made from; each has to be the chain's own.</summary>
internal sealed record ProofInputs(MarginInputs Documents, ShownMarket Market)
{
    private static readonly Option<string?> MarketFile = new("--market", "-m")
    {
        Description = "For a proof: the market document, as it was published in the latest round.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> BookFile = new("--book", "-b")
    {
        Description = "For a proof: the account's book, as chain status writes it.",
        HelpName = "FILE",
    };

    /// <summary>The account.</summary>
    internal Book Book => Documents.Book.Book;

    /// <summary>The model, of which a contract can recompute everything.</summary>
    internal ModelParameters Model => Documents.Model.Enforceable(string.Empty);

    /// <summary>The model's scenarios.</summary>
    internal ScenarioSet Scenarios => Documents.Scenarios.Set;

    internal static void AddTo(Command command)
    {
        command.Options.Add(MarketFile);
        command.Options.Add(MarginInputs.ModelFile);
        command.Options.Add(MarginInputs.ScenariosFile);
        command.Options.Add(BookFile);
    }

    /// <summary>
    /// Reads the documents and compares them with the registered round, the adopted model and the vault.
    /// </summary>
    internal static async Task<ProofInputs> ReadAsync(
        ParseResult parsed, ChainConnection connection, ProtocolContracts contracts, CancellationToken cancellation)
    {
        MarketSnapshot market = MarketDocument.Read(
            InputFile.Read(FileOf(parsed, MarketFile), MarketDocument.MaxBytes), FileOf(parsed, MarketFile));
        (ModelDocument model, ScenariosDocument scenarios) = MarginInputs.ReadModel(parsed);
        MarginInputs documents = MarginInputs.ReadBook(FileOf(parsed, BookFile), market, model, scenarios);
        documents.RequireNoOrders("contracts know no open orders");
        Book book = documents.Book.Book;
        AttestationBinder.RequireBook(await connection.BindAsync(contracts, book.Account, 0, cancellation), book);
        AttestedInputs bound = await AttestationBinder.InputsAsync(contracts, documents, book, cancellation);
        return new ProofInputs(documents, ShownMarket.Of(market, bound.Round));
    }

    /// <summary>The margin of a book under these documents; a valuation, so never refused.</summary>
    internal MarginResult Margin(Book book) =>
        MarginRules.Compute(Documents.Market, new MarginModel(Model, Scenarios), book);

    /// <summary>What proves most of a book's maintenance margin.</summary>
    internal LiquidationWitness Witness(Book book) => LiquidationWitness.Of(Margin(book), Model, Scenarios);

    private static string FileOf(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) ?? throw new MarginException(
            ErrorCode.CommandLineMalformed, string.Empty, option.Name, string.Empty, "a file, for a proof");
}
