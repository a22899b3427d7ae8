using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>
/// Stresses of one account: the market, the model's depth and the book are changed as a stress says, and the engine
/// computes margin as of any other account. Nothing is refused here: a stressed market may be one that listing refuses,
/// and the engine then takes its stated bounds and flags them.
/// </summary>
public sealed class StressRun
{
    private const long MaxFactorRaw = 64 * Ratio.One;

    private readonly MarketSnapshot _market;
    private readonly MarginModel _model;
    private readonly Book _book;
    private readonly ImmutableArray<OpenOrder> _orders;
    private readonly StressValuation _valuation;
    private readonly ImmutableArray<UnderlyingId> _held;

    /// <summary>An account to stress.</summary>
    /// <param name="market">The market as it is.</param>
    /// <param name="model">The model.</param>
    /// <param name="book">The book.</param>
    /// <param name="orders">Its open orders; none for a rule that does not margin them.</param>
    public StressRun(MarketSnapshot market, MarginModel model, Book book, ImmutableArray<OpenOrder> orders)
    {
        _market = market;
        _model = model;
        _book = book;
        _orders = orders;
        _valuation = new StressValuation(model);
        _held = Held();
        Before = Margin(market, model, book);
    }

    /// <summary>The account as it is.</summary>
    public MarginResult Before { get; }

    /// <summary>Stresses the account.</summary>
    public StressOutcome Run(Stress stress)
    {
        Dictionary<UnderlyingId, long> factors = Chosen(stress);
        MarketSnapshot market = After(stress, factors);
        if (stress.Direction == StressDirection.Credited)
        {
            return Credited(stress, factors, market);
        }

        List<string> notes = [];
        StressedBook left = new(_book, []);
        if (stress.Defaults is StressDefaults defaults)
        {
            left = StressedBook.AfterDefaults(_book, market, _model.Parameters, defaults, _valuation);
            notes.Add(left.Defaulted.IsEmpty ? "nobody to default" : $"defaulted: {string.Join(", ", left.Defaulted)}");
        }

        StressExit exit = StressExit.Of(market, _model.Parameters, stress.Spread);
        long cost = stress.Spread is null ? 0 : exit.CostOf(left.Book, market, _valuation);
        MarginResult after = Margin(market, WithDepth(stress.Depth, notes), Paid(left.Book, cost));
        AddMissing(stress, notes);
        return new StressOutcome(
            stress, Before, after, WorstOf(left.Book, exit), MovesOf(factors), default, [.. notes]);
    }

    private MarginResult Margin(MarketSnapshot market, MarginModel model, Book book) =>
        MarginRules.Compute(market, model, book, _orders.AsSpan());

    private MarketSnapshot After(Stress stress, IReadOnlyDictionary<UnderlyingId, long> factors) =>
        StressedMarket.Of(_market, _model.Parameters, stress, factors);

    /// <summary>The underlyings that the account's value can depend on, ascending.</summary>
    private ImmutableArray<UnderlyingId> Held()
    {
        HashSet<UnderlyingId> held =
        [
            .. _book.Positions.Select(static row => row.Instrument.Underlying),
            .. _orders.Select(static row => row.Instrument.Underlying),
            .. _book.Collateral.Select(row => StressedMarket.UnderlyingOf(_model.Parameters, row.Asset)),
        ];
        return [.. _market.Underlyings.Select(static row => row.Underlying).Where(held.Contains)];
    }

    private Dictionary<UnderlyingId, long> Chosen(Stress stress)
    {
        Dictionary<UnderlyingId, long> given = _market.Underlyings.ToDictionary(
            static listed => listed.Underlying, listed => Ratio.One + stress.MoveOf(listed.Underlying).Raw);
        Dictionary<UnderlyingId, long> mirrored =
            given.ToDictionary(static row => row.Key, static row => Mirrored(row.Value));
        return stress.Direction switch
        {
            StressDirection.Common => Least([given, mirrored], Equity),
            StressDirection.Each => Each(),
            StressDirection.One => Least(Alones(), Equity),
            StressDirection.Credited => Least([.. Alones(), []], alone => -Excess(After(stress, alone))),
            _ => given,
        };

        Int128 Equity(Dictionary<UnderlyingId, long> factors) => _valuation.Equity(After(stress, factors), _book);

        // Underlyings only add, so that each one's own choice is the choice of all.
        Dictionary<UnderlyingId, long> Each() => _held.ToDictionary(
            static underlying => underlying,
            underlying => Least([Alone(underlying, given), Alone(underlying, mirrored)], Equity)[underlying]);

        IEnumerable<Dictionary<UnderlyingId, long>> Alones() => _held.SelectMany(underlying =>
            new[] { Alone(underlying, given), Alone(underlying, mirrored) });
    }

    private static Dictionary<UnderlyingId, long> Alone(UnderlyingId underlying, Dictionary<UnderlyingId, long> of) =>
        new() { [underlying] = of[underlying] };

    /// <summary>The choice of the least measure; the first of equals, and no move where there is no choice.</summary>
    private static Dictionary<UnderlyingId, long> Least(
        IEnumerable<Dictionary<UnderlyingId, long>> choices, Func<Dictionary<UnderlyingId, long>, Int128> measure) =>
        choices.MinBy(measure) ?? [];

    /// <summary>As far the other way in logarithms: floor(1 / factor), at most 64.</summary>
    private static long Mirrored(long factor) => factor == 0
        ? MaxFactorRaw
        : (long)Int128.Min((Int128)Ratio.One * Ratio.One / factor, MaxFactorRaw);

    private Int128 Excess(MarketSnapshot market)
    {
        MarginResult margin = Margin(market, _model, _book);
        return (Int128)margin.Equity.Raw - margin.InitialMargin.Raw;
    }

    /// <summary>The market is wrong, what it allows is withdrawn, and the market is right again.</summary>
    private StressOutcome Credited(Stress stress, Dictionary<UnderlyingId, long> factors, MarketSnapshot wrong)
    {
        long withdrawn = (long)Int128.Clamp(Excess(wrong), 0, Money.Limit - 1);
        MarginResult after = Margin(_market, _model, Paid(_book, withdrawn));
        return new StressOutcome(stress, Before, after, null, MovesOf(factors), new Money(withdrawn), []);
    }

    private static Book Paid(Book book, long amount) => book with
    {
        Cash = new Money((long)Int128.Max((Int128)book.Cash.Raw - amount, 1 - Money.Limit)),
    };

    /// <summary>The model with the share of its concentration sizes that is left.</summary>
    private MarginModel WithDepth(Ratio depth, List<string> notes)
    {
        if (depth.Raw == Ratio.One)
        {
            return _model;
        }

        if (_model.Parameters is not ModelParameters { Concentration.IsEmpty: false } portfolio)
        {
            notes.Add("the model measures no concentration, so less depth changes no requirement");
            return _model;
        }

        return _model with
        {
            Parameters = portfolio with
            {
                Concentration = [.. portfolio.Concentration.Select(rule =>
                {
                    Quantity lower = Share(rule.Lower);
                    return rule with { Lower = lower, Upper = new(Math.Max(lower.Raw + 1, Share(rule.Upper).Raw)) };
                })],
            },
        };

        Quantity Share(Quantity size) => new((long)((Int128)size.Raw * depth.Raw / Ratio.One));
    }

    private void AddMissing(Stress stress, List<string> notes)
    {
        foreach (StressAsset move in stress.Assets)
        {
            if (_market.Assets.All(row => row.Asset != move.Asset))
            {
                notes.Add($"the market lists no {move.Asset}");
            }
        }
    }

    private ImmutableArray<StressMove> MovesOf(Dictionary<UnderlyingId, long> factors) =>
    [
        .. _held.Where(factors.ContainsKey)
            .Select(underlying => new StressMove(underlying, new Ratio(factors[underlying] - Ratio.One)))
            .Where(static move => move.Spot.Raw != 0),
    ];

    /// <summary>The row whose own value falls most, from today's marks to what it is closed out at.</summary>
    private StressRow? WorstOf(Book left, StressExit exit)
    {
        Dictionary<InstrumentId, Position> positions = left.Positions.ToDictionary(static row => row.Instrument);
        IEnumerable<StressRow> rows = _book.Positions.Select(row =>
        {
            long after = positions.TryGetValue(row.Instrument, out Position kept)
                ? _valuation.Value(exit.Of(kept), kept)
                : 0;
            return new StressRow(row.Instrument, default, new Money(_valuation.Value(_market, row) - after));
        });
        rows = rows.Concat(_book.Collateral.Zip(left.Collateral, (row, kept) => new StressRow(
            null,
            row.Asset,
            new Money(_valuation.Value(_market, row) - _valuation.Value(exit.OfCollateral, kept)))));
        StressRow? worst = rows.MaxBy(static row => row.Loss.Raw);
        return worst is { Loss.Raw: > 0 } ? worst : null;
    }
}
