using System;
using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>What a part of a requirement is owed to.</summary>
public enum ContributorKind
{
    /// <summary>A position.</summary>
    Position = 0,

    /// <summary>An open order.</summary>
    Order = 1,

    /// <summary>The risk of collateral that cancels an underlying's.</summary>
    CancellingCollateral = 2,

    /// <summary>A collateral balance.</summary>
    Collateral = 3,

    /// <summary>The account as a whole: a line of credit, and what no single holding causes.</summary>
    Account = 4,
}

/// <summary>Who a part of a requirement is owed to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Instrument">The instrument; the underlying's spot for collateral that cancels; else none.</param>
/// <param name="Asset">The asset of a balance; else none.</param>
public readonly record struct Contributor(ContributorKind Kind, InstrumentId Instrument, AssetId Asset);

/// <summary>One component of the requirements, divided among the contributors.</summary>
/// <param name="Component">The component.</param>
/// <param name="Parts">One part for each contributor; each stage adds up to the component's, exactly.</param>
public sealed record ComponentContributions(MarginComponent Component, ImmutableArray<Staged> Parts);

/// <summary>The requirements by holding and component. Rows and columns add up exactly, and so does the whole.</summary>
/// <remarks>
/// The loss that binds, and what grows with it (a lost peg, volatility), goes by Euler's rule: to each row its own loss
/// in the scenario that binds (<see cref="LossWeights"/>). Everything else goes in proportion to what each holding
/// would need of the component if it stood alone; where none would need any, as below a size from which a market counts
/// as concentrated, to what leaving it out would save; where that is nothing too, and for credit, to the account. Each
/// is divided by the largest remainder (<see cref="Apportionment"/>).
/// </remarks>
/// <param name="Contributors">The rows in the order of an explanation, then balances, then the account.</param>
/// <param name="Components">The components, in schema order.</param>
public sealed record MarginContributions(
    ImmutableArray<Contributor> Contributors, ImmutableArray<ComponentContributions> Components)
{
    /// <summary>What one contributor adds to both requirements.</summary>
    /// <param name="contributor">Its place.</param>
    public Staged TotalOf(int contributor)
    {
        Int128 initial = 0;
        Int128 maintenance = 0;
        foreach (ComponentContributions component in Components)
        {
            initial += component.Parts[contributor].Initial;
            maintenance += component.Parts[contributor].Maintenance;
        }

        return new Staged(MoneyRange.Clamp(initial), MoneyRange.Clamp(maintenance));
    }

    /// <summary>Divides the requirements of a book under its open orders.</summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="model">The parameters and scenarios.</param>
    /// <param name="book">The book.</param>
    /// <param name="orders">Its open orders.</param>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.ParameterOutOfRange"/>: orders under a rule without a place for them.
    /// </exception>
    public static MarginContributions Of(
        MarketSnapshot market, MarginModel model, Book book, ReadOnlySpan<OpenOrder> orders)
    {
        ResolvedBook resolved = MarginRules.Resolve(market, model, book, orders);
        AccountScratch scratch = new(resolved.Array, resolved.RowCount);
        RuleFigures figures = MarginRules.Compute(resolved, model.Parameters, scratch);
        HoldingWeights holdings = new(resolved, model.Parameters);
        long[] losses = LossWeights.Of(resolved, model.Parameters, figures, scratch, holdings.Count);
        ImmutableArray<ComponentContributions>.Builder components =
            ImmutableArray.CreateBuilder<ComponentContributions>();
        foreach (ComponentKind kind in MarginRules.ComponentsOf(model.Parameters))
        {
            Staged amount = figures[kind];
            bool isLoss = LossWeights.Bears(model.Parameters, kind);
            long[] initial = Divided(amount.Initial, kind, isLoss ? losses : null, holdings, isInitial: true);
            long[] maintenance = Divided(amount.Maintenance, kind, isLoss ? losses : null, holdings, isInitial: false);
            components.Add(new ComponentContributions(
                new MarginComponent(kind, new Money(amount.Initial), new Money(amount.Maintenance)),
                Staged(initial, maintenance)));
        }

        return new MarginContributions(holdings.Contributors, components.ToImmutable());
    }

    /// <summary>The parts of one amount; the last is the account's.</summary>
    private static long[] Divided(
        long amount, ComponentKind kind, long[]? losses, HoldingWeights holdings, bool isInitial)
    {
        long[] parts = new long[holdings.Count + 1];
        if (amount <= 0)
        {
            parts[^1] = amount;
            return parts;
        }

        long[] weights = losses is not null && HoldingWeights.IsDivisible(amount, losses)
            ? losses
            : holdings.Of(kind, isInitial);
        if (!HoldingWeights.IsDivisible(amount, weights))
        {
            parts[^1] = amount;
            return parts;
        }

        Apportionment.Split(amount, weights, parts.AsSpan(0, holdings.Count));
        return parts;
    }

    private static ImmutableArray<Staged> Staged(long[] initial, long[] maintenance)
    {
        ImmutableArray<Staged>.Builder parts = ImmutableArray.CreateBuilder<Staged>(initial.Length);
        for (int at = 0; at < initial.Length; at++)
        {
            parts.Add(new Staged(initial[at], maintenance[at]));
        }

        return parts.MoveToImmutable();
    }
}
