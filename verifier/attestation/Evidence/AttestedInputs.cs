using System.Linq;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Attestation.Evidence;

/// <summary>What an attestation is computed from, and nothing else.</summary>
/// <param name="Engine">The engine's identity.</param>
/// <param name="Parameters">The model's parameters.</param>
/// <param name="Scenarios">The model's scenarios.</param>
/// <param name="Market">The market snapshot.</param>
/// <param name="Round">The snapshot's round; zero off chain.</param>
/// <param name="Book">The book after the action; an emptied balance is dropped from it.</param>
public sealed record AttestedInputs(
    EngineIdentity Engine,
    ModelParameters Parameters,
    ScenarioSet Scenarios,
    MarketSnapshot Market,
    ulong Round,
    Book Book)
{
    /// <summary>
    /// The book after the action, without emptied balances: neither its hash nor a margin remembers them.
    /// </summary>
    public Book Book { get; init => field = WithoutEmptied(value); } = WithoutEmptied(Book);

    /// <summary>The result, by this build's engine. Total, as valuation is.</summary>
    public MarginResult Compute() => MarginRules.Compute(Market, new MarginModel(Parameters, Scenarios), Book);

    private static Book WithoutEmptied(Book book) => book with
    {
        Collateral = [.. book.Collateral.Where(static balance => balance.Amount.Raw != 0)],
    };
}
