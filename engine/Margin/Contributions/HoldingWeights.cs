using System;
using System.Collections.Immutable;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>
/// What each holding, a row or a balance, would need of a component if it stood alone; or, where none would need any,
/// what leaving it out would save.
/// </summary>
internal sealed class HoldingWeights
{
    private readonly ResolvedBook _book;
    private readonly MarginParameters _parameters;
    private readonly AccountScratch _scratch;
    private readonly CounterpartyDefaults _defaults;
    private readonly long _spotConfidenceQ40;
    private readonly RuleFigures[] _alone;
    private RuleFigures[]? _without;

    internal HoldingWeights(ResolvedBook book, MarginParameters parameters)
    {
        _book = book;
        _parameters = parameters;
        _scratch = new AccountScratch(book.Array, book.RowCount);
        _defaults = new CounterpartyDefaults(book.Array.Model.Counterparties);
        _spotConfidenceQ40 = CollateralValuation.SpotConfidenceQ40(book.Array, book.Rows);
        Count = book.RowCount + book.Balances.Length;
        Contributors = ContributorsOf(book);
        _alone = new RuleFigures[Count];
        for (int at = 0; at < Count; at++)
        {
            _alone[at] = FiguresOf(holding => holding == at);
        }
    }

    /// <summary>How many holdings there are.</summary>
    internal int Count { get; }

    /// <summary>The holdings, then the account.</summary>
    internal ImmutableArray<Contributor> Contributors { get; }

    /// <summary>
    /// Whether an amount can be divided by weights: whether they add up to more than nothing, and gains and losses do
    /// not cancel so far that a part would leave the money range.
    /// </summary>
    internal static bool IsDivisible(long amount, long[] weights)
    {
        Int128 sum = 0;
        Int128 largest = 0;
        foreach (long weight in weights)
        {
            Int128 magnitude = Int128.Abs(weight);
            sum += weight;
            largest = magnitude > largest ? magnitude : largest;
        }

        return sum > 0 && largest * amount / sum < MoneyRange.Limit;
    }

    /// <summary>The weights of a component's stage, each at least zero.</summary>
    internal long[] Of(ComponentKind kind, bool isInitial)
    {
        long[] weights = new long[Count];
        for (int at = 0; at < Count; at++)
        {
            weights[at] = AtLeastZero(StageOf(_alone[at], kind, isInitial));
        }

        if (IsDivisible(1, weights))
        {
            return weights;
        }

        _without ??= Without();
        long whole = StageOf(FiguresOf(static _ => true), kind, isInitial);
        for (int at = 0; at < Count; at++)
        {
            weights[at] = AtLeastZero((Int128)whole - StageOf(_without[at], kind, isInitial));
        }

        return weights;
    }

    private static long StageOf(in RuleFigures figures, ComponentKind kind, bool isInitial) =>
        isInitial ? figures[kind].Initial : figures[kind].Maintenance;

    private static long AtLeastZero(Int128 amount) => amount > 0 ? MoneyRange.Clamp(amount) : 0;

    private RuleFigures[] Without()
    {
        RuleFigures[] figures = new RuleFigures[Count];
        for (int at = 0; at < Count; at++)
        {
            figures[at] = FiguresOf(holding => holding != at);
        }

        return figures;
    }

    /// <summary>The figures of an account that has only some of the holdings, and no cash.</summary>
    private RuleFigures FiguresOf(Predicate<int> isHeld)
    {
        ResolvedRow[] rows = Chosen(_book.Rows, 0, isHeld);
        ResolvedBalance[] balances = Chosen(_book.Balances, _book.RowCount, isHeld);
        ResolvedBook part = new(
            _book.Array,
            rows,
            SumOf(rows, unrealisedOnly: false),
            SumOf(rows, unrealisedOnly: true),
            CollateralValuation.FiguresOf(_book.Array, balances, rows, _spotConfidenceQ40, _defaults),
            balances,
            0,
            Assumptions.None);
        return MarginRules.Compute(part, _parameters, _scratch);
    }

    private static T[] Chosen<T>(T[] all, int offset, Predicate<int> isHeld)
    {
        int count = 0;
        for (int at = 0; at < all.Length; at++)
        {
            count += isHeld(offset + at) ? 1 : 0;
        }

        T[] chosen = new T[count];
        int next = 0;
        for (int at = 0; at < all.Length; at++)
        {
            if (isHeld(offset + at))
            {
                chosen[next++] = all[at];
            }
        }

        return chosen;
    }

    private static Int128 SumOf(ResolvedRow[] rows, bool unrealisedOnly)
    {
        Int128 sum = 0;
        foreach (ref readonly ResolvedRow row in rows.AsSpan())
        {
            sum += unrealisedOnly && !row.Instrument.HasEntryPrice ? 0 : row.Value;
        }

        return sum;
    }

    /// <summary>The rows, in the order of an explanation.</summary>
    internal static ImmutableArray<Contributor> RowsOf(ResolvedBook book)
    {
        ImmutableArray<Contributor>.Builder rows = ImmutableArray.CreateBuilder<Contributor>(book.RowCount);
        foreach (ref readonly ResolvedRow row in book.Rows.AsSpan())
        {
            ContributorKind kind = row.Side != OrderSide.Held ? ContributorKind.Order
                : row.Quantity == 0 ? ContributorKind.CancellingCollateral : ContributorKind.Position;
            rows.Add(new Contributor(kind, row.Instrument, default));
        }

        return rows.MoveToImmutable();
    }

    private static ImmutableArray<Contributor> ContributorsOf(ResolvedBook book)
    {
        ImmutableArray<Contributor>.Builder contributors = ImmutableArray.CreateBuilder<Contributor>();
        contributors.AddRange(RowsOf(book));
        foreach (ref readonly ResolvedBalance balance in book.Balances.AsSpan())
        {
            contributors.Add(new Contributor(ContributorKind.Collateral, default, balance.Rule.Asset));
        }

        contributors.Add(new Contributor(ContributorKind.Account, default, default));
        return contributors.ToImmutable();
    }
}
