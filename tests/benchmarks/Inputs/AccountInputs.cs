using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Engine.Vector;
using Verifiable.Tests.Support;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>Accounts over one ready risk array, with every contingency of the model.</summary>
internal sealed class AccountInputs
{
    private readonly ResolvedBook[] _books;
    private readonly int _positions;

    /// <summary>Random accounts.</summary>
    /// <param name="market">The market.</param>
    /// <param name="model">The model.</param>
    /// <param name="scenarios">Its scenarios.</param>
    /// <param name="options">The risk array's options, ascending.</param>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="positions">Options of each.</param>
    internal AccountInputs(
        MarketSnapshot market,
        ModelParameters model,
        ScenarioSet scenarios,
        InstrumentId[] options,
        int accounts,
        int positions)
    {
        Array = RiskArray.Build(market, model, scenarios, options);
        Array.Pin();
        Seeded random = new(20_240_108);
        Books = [.. Enumerable.Range(0, accounts).Select(_ => Chain.Book(random, options, positions))];
        _books = [.. Books.Select(book => Resolve.Account(Array, book))];
        _positions = positions;
    }

    internal RiskArray Array { get; }

    internal Book[] Books { get; }

    internal int Count => _books.Length;

    /// <summary>The initial margins' sum, so that nothing can be left out.</summary>
    internal long Sum { get; private set; }

    /// <summary>Memory for one thread.</summary>
    internal AccountScratch Scratch(LoopKind fastest = LoopKind.Wide) =>
        new(Array, _positions, fastest);

    /// <summary>Margins of some accounts; beyond the last it begins again with the first.</summary>
    internal long Compute(AccountScratch scratch, int start, int end)
    {
        long sum = 0;
        for (int at = start; at < end; at++)
        {
            sum ^= PortfolioMargin.Compute(_books[at % _books.Length], scratch).InitialMargin;
        }

        return sum;
    }

    /// <summary>Margins of all accounts.</summary>
    internal void ComputeAll(AccountScratch scratch) => Sum = Compute(scratch, 0, Count);
}
