using System;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

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

    /// <summary>
    /// The components of a portfolio with a tail or any optional member, in schema order: first those of its rule.
    /// </summary>
    public static ImmutableArray<ComponentKind> ExtendedPortfolio { get; } =
    [
        .. Portfolio, ComponentKind.Tail, ComponentKind.Concentration, ComponentKind.OptionValue,
        ComponentKind.UnrealisedProfit, ComponentKind.Dynamic, ComponentKind.Counterparty, ComponentKind.Credit,
    ];

    /// <summary>
    /// The components of a model's results, in schema order: those of its rule, and of a portfolio with a tail or any
    /// optional member those too, all together.
    /// </summary>
    public static ImmutableArray<ComponentKind> ComponentsOf(MarginParameters parameters) =>
        parameters is ModelParameters { IsExtended: true } ? ExtendedPortfolio : ComponentsOf(parameters.Rule);

    /// <summary>The components that every result of a rule has, in schema order.</summary>
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
    public static MarginResult Compute(MarketSnapshot market, MarginModel model, Book book) =>
        Compute(market, model, book, []);

    /// <summary>
    /// Values a book with its open orders: each underlying at the worst of none, all bids and all asks traded.
    /// </summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="model">The parameters and scenarios.</param>
    /// <param name="book">The book.</param>
    /// <param name="orders">Its open orders, in any order; none for a rule that does not margin them.</param>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.ParameterOutOfRange"/>: orders under a rule without a place for them.
    /// </exception>
    public static MarginResult Compute(
        MarketSnapshot market, MarginModel model, Book book, ReadOnlySpan<OpenOrder> orders)
    {
        ResolvedBook resolved = Resolve(market, model, book, orders);
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
            new Money(figures.ValueAtRisk),
            new Money(figures.ExpectedShortfall),
            new Money(Requirement.LossOf(figures.WorstTotal)),
            figures.WorstScenario,
            figures.Assumed,
            ToComponents(figures, model.Parameters),
            ImmutableCollectionsMarshal.AsImmutableArray(
                Array.ConvertAll(scratch.Totals.ToArray(), static total => new Money(total))),
            isExplained ? Explanation.ToContributions(resolved, scratch) : []);
    }

    /// <summary>Binds a book to the values that the model's rule reads.</summary>
    public static ResolvedBook Resolve(MarketSnapshot market, MarginModel model, Book book) =>
        Resolve(market, model, book, []);

    /// <summary>The same with the account's open orders; none for a rule that does not margin them.</summary>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.ParameterOutOfRange"/>: orders under a rule without a place for them.
    /// </exception>
    public static ResolvedBook Resolve(
        MarketSnapshot market, MarginModel model, Book book, ReadOnlySpan<OpenOrder> orders)
    {
        ModelListing.RequireOrdersMargined(model.Parameters, orders.Length);
        InstrumentId[] instruments = Valuation.Resolve.Instruments(book, orders, model.Parameters, market.Quote);
        return Valuation.Resolve.Account(RuleArray.Build(market, model, instruments), book, orders);
    }

    /// <summary>Values a resolved book. Allocates nothing.</summary>
    /// <param name="book">The account, bound by <see cref="Resolve(MarketSnapshot, MarginModel, Book)"/> under the same
    /// parameters.</param>
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
            ValueAtRisk = portfolio.ValueAtRisk,
            ExpectedShortfall = portfolio.ExpectedShortfall,
            Assumed = portfolio.Assumed,
        };
        Add(ref figures, portfolio.Binding, portfolio.Market);
        Add(ref figures, ComponentKind.Stable, portfolio.Stable);
        Add(ref figures, ComponentKind.Perpetual, portfolio.Perpetual);
        Add(ref figures, ComponentKind.ShortOption, portfolio.ShortOption);
        Add(ref figures, ComponentKind.Confidence, portfolio.Confidence);
        Add(ref figures, ComponentKind.Haircut, portfolio.Haircut);
        Add(ref figures, ComponentKind.Concentration, portfolio.Concentration);
        Add(ref figures, ComponentKind.OptionValue, portfolio.OptionValue);
        Add(ref figures, ComponentKind.UnrealisedProfit, portfolio.UnrealisedProfit);
        Add(ref figures, ComponentKind.Dynamic, portfolio.Dynamic);
        Add(ref figures, ComponentKind.Counterparty, portfolio.Counterparty);
        Add(ref figures, ComponentKind.Credit, portfolio.Credit);
        return figures;
    }

    /// <summary>As the portfolio rule staged it: relief by credit is less in initial than in maintenance.</summary>
    private static void Add(ref RuleFigures figures, ComponentKind kind, in Staged amount) =>
        figures.AddApart(kind, amount.Initial, amount.Maintenance);

    private static ImmutableArray<MarginComponent> ToComponents(in RuleFigures figures, MarginParameters parameters)
    {
        ImmutableArray<ComponentKind> kinds = ComponentsOf(parameters);
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
