using System;
using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;

namespace Verifiable.Engine.Margin;

/// <summary>The profit or loss of each row in some scenarios.</summary>
/// <param name="Rows">The rows, in the order of an explanation.</param>
/// <param name="Scenarios">The scenarios that were asked for, in that order.</param>
public sealed record ProfitMatrix(ImmutableArray<Contributor> Rows, ImmutableArray<ScenarioProfits> Scenarios)
{
    /// <summary>
    /// Divides scenarios among the rows as an explanation does. What a rule does to a scenario beyond adding up, as a
    /// dampener of an extended table, is no part of it.
    /// </summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="model">The parameters and scenarios.</param>
    /// <param name="book">The book.</param>
    /// <param name="orders">Its open orders; in a scenario only those of the side that it took have a share.</param>
    /// <param name="scenarios">The indices of scenarios; none under a rule without any.</param>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.ParameterOutOfRange"/>: orders under a rule without a place for them.
    /// </exception>
    public static ProfitMatrix Of(
        MarketSnapshot market,
        MarginModel model,
        Book book,
        ReadOnlySpan<OpenOrder> orders,
        ReadOnlySpan<int> scenarios)
    {
        ResolvedBook resolved = MarginRules.Resolve(market, model, book, orders);
        AccountScratch scratch = new(resolved.Array, resolved.RowCount);
        ImmutableArray<ScenarioProfits>.Builder profits =
            ImmutableArray.CreateBuilder<ScenarioProfits>(scenarios.Length);
        foreach (int scenario in scenarios)
        {
            Explanation.Compute(resolved, scenario, scratch);
            profits.Add(ProfitsOf(scenario, scratch.Contributions));
        }

        return new ProfitMatrix(HoldingWeights.RowsOf(resolved), profits.MoveToImmutable());
    }

    private static ScenarioProfits ProfitsOf(int scenario, ReadOnlySpan<long> contributions)
    {
        ImmutableArray<Money>.Builder shares = ImmutableArray.CreateBuilder<Money>(contributions.Length);
        Int128 total = 0;
        foreach (long contribution in contributions)
        {
            shares.Add(new Money(contribution));
            total += contribution;
        }

        return new ScenarioProfits(
            scenario, new Money(Kernel.Margin.MoneyRange.Clamp(total)), shares.MoveToImmutable());
    }
}

/// <summary>One scenario's profit or loss, by row.</summary>
/// <param name="Scenario">Its index.</param>
/// <param name="Total">The sum of the shares.</param>
/// <param name="Shares">Each row's; negative is a loss.</param>
public sealed record ScenarioProfits(int Scenario, Money Total, ImmutableArray<Money> Shares);
