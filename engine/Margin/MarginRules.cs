using System;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;

namespace Verifiable.Engine.Margin;

/// <summary>Margin by the rule that a model's parameters are of.</summary>
public static class MarginRules
{
    private static readonly ImmutableArray<ComponentKind> Portfolio =
    [
        ComponentKind.Scan, ComponentKind.Basis, ComponentKind.Stable, ComponentKind.Perpetual,
        ComponentKind.ShortOption, ComponentKind.Confidence, ComponentKind.Haircut,
    ];

    private static readonly ImmutableArray<ComponentKind> Standard =
    [
        ComponentKind.Stable, ComponentKind.Perpetual, ComponentKind.Confidence, ComponentKind.Haircut,
        ComponentKind.Options, ComponentKind.Future,
    ];

    private static readonly ImmutableArray<ComponentKind> PriceBuckets =
        [ComponentKind.Scan, ComponentKind.Haircut, ComponentKind.Roll, ComponentKind.DeltaShock];

    private static readonly ImmutableArray<ComponentKind> Span =
        [ComponentKind.Scan, ComponentKind.ShortOption, ComponentKind.Haircut, ComponentKind.CalendarSpread];

    private static readonly ImmutableArray<ComponentKind> Isolated =
    [
        ComponentKind.Perpetual, ComponentKind.Haircut, ComponentKind.Options, ComponentKind.Future,
        ComponentKind.Isolation,
    ];

    private static readonly ImmutableArray<ComponentKind> Cross =
        [ComponentKind.Perpetual, ComponentKind.Haircut, ComponentKind.Options, ComponentKind.Future];

    /// <summary>The components of a rule's results, in schema order.</summary>
    public static ImmutableArray<ComponentKind> ComponentsOf(MarginRule rule) => rule switch
    {
        MarginRule.Portfolio or MarginRule.UndiscountedPortfolio => Portfolio,
        MarginRule.Standard => Standard,
        MarginRule.PriceBuckets => PriceBuckets,
        MarginRule.Span => Span,
        MarginRule.Isolated => Isolated,
        MarginRule.Cross => Cross,
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// Values a book from its documents. Total: it never refuses; <see cref="Listing"/> does that before.
    /// </summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="model">The parameters and scenarios.</param>
    /// <param name="book">The book.</param>
    public static MarginResult Compute(MarketSnapshot market, MarginModel model, Book book)
    {
        ResolvedBook resolved = Resolve(market, model, book);
        AccountScratch scratch = new(resolved.Array, resolved.RowCount);
        RuleFigures figures = Compute(resolved, model.Parameters, scratch);
        bool isExplained = scratch.Totals.Length > 0;
        if (isExplained)
        {
            Explanation.Compute(resolved, figures.WorstScenario, scratch);
        }

        return new MarginResult(
            new Money(figures.Equity),
            new Money(figures.InitialMargin),
            new Money(figures.MaintenanceMargin),
            default,
            default,
            new Money(figures.WorstTotal < 0 ? -figures.WorstTotal : 0),
            figures.WorstScenario,
            figures.Assumed,
            ToComponents(figures, model.Parameters.Rule),
            ImmutableCollectionsMarshal.AsImmutableArray(
                Array.ConvertAll(scratch.Totals, static total => new Money(total))),
            isExplained ? Explanation.ToContributions(resolved, scratch) : []);
    }

    /// <summary>Binds a book to the values that the model's rule reads.</summary>
    public static ResolvedBook Resolve(MarketSnapshot market, MarginModel model, Book book)
    {
        InstrumentId[] instruments = Valuation.Resolve.Instruments(book, model.Parameters, market.Quote);
        return Valuation.Resolve.Account(RuleArray.Build(market, model, instruments), book);
    }

    /// <summary>Values a resolved book. Allocates nothing.</summary>
    /// <param name="book">The account, bound by <see cref="Resolve"/> under the same parameters.</param>
    /// <param name="parameters">The rule's parameters.</param>
    /// <param name="scratch">Working memory; afterwards it holds the scenario totals.</param>
    public static RuleFigures Compute(ResolvedBook book, MarginParameters parameters, AccountScratch scratch) =>
        parameters switch
        {
            ModelParameters => Of(PortfolioMargin.Compute(book, scratch)),
            UndiscountedPortfolioParameters rule => UndiscountedPortfolioMargin.Compute(book, rule, scratch),
            StandardParameters rule => StandardMargin.Compute(book, rule),
            PriceBucketParameters rule => PriceBucketMargin.Compute(book, rule, scratch),
            SpanParameters rule => SpanMargin.Compute(book, rule, scratch),
            PositionParameters rule => PositionMargin.Compute(book, rule),
            _ => throw new UnreachableException(),
        };

    private static RuleFigures Of(in MarginFigures portfolio)
    {
        RuleFigures figures = new()
        {
            Equity = portfolio.Equity,
            WorstScenario = portfolio.WorstScenario,
            WorstTotal = portfolio.WorstTotal,
            Assumed = portfolio.Assumed,
        };
        Add(ref figures, portfolio.BasisBinds ? ComponentKind.Basis : ComponentKind.Scan, portfolio.Market);
        Add(ref figures, ComponentKind.Stable, portfolio.Stable);
        Add(ref figures, ComponentKind.Perpetual, portfolio.Perpetual);
        Add(ref figures, ComponentKind.ShortOption, portfolio.ShortOption);
        Add(ref figures, ComponentKind.Confidence, portfolio.Confidence);
        Add(ref figures, ComponentKind.Haircut, portfolio.Haircut);
        return figures;
    }

    private static void Add(ref RuleFigures figures, ComponentKind kind, in Staged amount) =>
        figures.Add(kind, amount.Initial, amount.Maintenance);

    private static ImmutableArray<MarginComponent> ToComponents(in RuleFigures figures, MarginRule rule)
    {
        ImmutableArray<ComponentKind> kinds = ComponentsOf(rule);
        ImmutableArray<MarginComponent>.Builder components =
            ImmutableArray.CreateBuilder<MarginComponent>(kinds.Length);
        foreach (ComponentKind kind in kinds)
        {
            Staged amount = figures[kind];
            components.Add(new MarginComponent(kind, new Money(amount.Initial), new Money(amount.Maintenance)));
        }

        return components.MoveToImmutable();
    }
}
