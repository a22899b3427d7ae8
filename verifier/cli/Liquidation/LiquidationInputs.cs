using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json.Nodes;
using Verifiable.Documents;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Liquidation;

/// <summary>What a liquidation is computed from, and how an answer says so.</summary>
/// <param name="Market">The market before the shocks.</param>
/// <param name="Model">The model.</param>
/// <param name="Scenarios">Its scenarios.</param>
/// <param name="Shocks">The moves of <c>--shock</c>.</param>
/// <param name="Rule">How one account is liquidated.</param>
internal sealed record LiquidationInputs(
    MarketSnapshot Market,
    ModelDocument Model,
    ScenariosDocument Scenarios,
    ImmutableArray<UnderlyingMove> Shocks,
    LiquidationRule Rule)
{
    /// <summary>The words of <c>--target</c>, in the order of <see cref="RestoreTarget"/>.</summary>
    internal static ImmutableArray<string> Targets { get; } = ["buffer", "initial"];

    /// <summary>The model as the engine takes it.</summary>
    internal MarginModel Margin => new(Model.Parameters, Scenarios.Set);

    /// <summary>The market after the shocks.</summary>
    internal MarketSnapshot Shocked => MarketMove.Apply(Market, Shocks.AsSpan());

    /// <summary>The currency of the amounts.</summary>
    internal AssetId Settlement => Model.Parameters.Settlement;

    /// <summary>The members that every answer begins with.</summary>
    /// <param name="schema">The answer's schema.</param>
    /// <param name="books">The hash of the book or books.</param>
    internal JsonObject Head(string schema, (string Member, Bytes32 Hash) books) => new()
    {
        ["schema"] = schema,
        ["engineId"] = CurrentEngine.Id.ToString(),
        ["inputs"] = new JsonObject
        {
            ["marketHash"] = MarketRows.Hash(Market, 0).ToString(),
            ["parametersHash"] = ParameterRows.Hash(Model.Parameters).ToString(),
            ["scenarioHash"] = ScenarioRows.Hash(Scenarios.Set).ToString(),
            [books.Member] = books.Hash.ToString(),
        },
        ["observedAt"] = InstantText.Format(Market.ObservedAt),
        ["shocks"] = new JsonArray([.. Shocks.Select(static shock => (JsonNode)new JsonObject
        {
            ["underlying"] = shock.Underlying.ToString(),
            ["move"] = DecimalText.Format(shock.Move.Raw, Ratio.Decimals),
        })]),
        ["rule"] = new JsonObject
        {
            ["target"] = Targets[(int)Rule.Target],
            ["after"] = DurationText.Format(Rule.ElapsedSeconds),
        },
    };

    /// <summary>The hash of one book.</summary>
    internal static Bytes32 HashOf(Book book) => BookRows.Hash(book, default);

    /// <summary>The hash of books in order: Keccak-256 of TAG_BOOKS, their number, and the hash of each.</summary>
    internal static Bytes32 HashOf(IReadOnlyCollection<Book> books)
    {
        WordList words = new();
        words.Add(Tags.Books);
        words.AddUnsigned((ulong)books.Count);
        foreach (Book book in books)
        {
            words.Add(HashOf(book));
        }

        return words.Hash();
    }
}
