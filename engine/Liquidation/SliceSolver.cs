using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;

namespace Verifiable.Engine.Liquidation;

/// <summary>The smallest slice of an account that restores it, by the exact margin of what would be left.</summary>
/// <remarks>
/// A taker pays floor(floor(E d) f) for the fraction f of every row, balance and cash. Margin is homogeneous of degree
/// one but for floors and convex add-ons, so equity less requirement of the rest is concave in f, negative at none and,
/// since an account without anything requires nothing, not negative at the whole: the fractions that restore are those
/// from one on. The search begins at the fraction that an exactly homogeneous margin would need, doubles its step away
/// from it until it has one fraction that restores and one that does not, and bisects. Its answer restores, and one
/// millionth less does not or is below the minimum; an even smaller one can hide only as near as the rows' own rounding
/// reaches, a raw unit of quantity each in the worst scenario.
/// </remarks>
public sealed class SliceSolver
{
    private readonly AccountSet _accounts;
    private readonly MarginParameters _parameters;
    private readonly LiquidationRule _rule;
    private readonly AccountBinder _binder;
    private readonly AccountScratch _scratch;

    internal SliceSolver(AccountSet accounts, MarginParameters parameters, LiquidationRule rule, AccountArray array)
    {
        _accounts = accounts;
        _parameters = parameters;
        _rule = rule;
        _binder = new AccountBinder(accounts, array);
        _scratch = new AccountScratch(array.Array, _binder.MaxRows);
    }

    /// <summary>Solves one book. Total, as valuing is: it never refuses.</summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="model">The margin model.</param>
    /// <param name="rule">The liquidation.</param>
    /// <param name="book">The account.</param>
    public static SliceSolution Solve(MarketSnapshot market, MarginModel model, LiquidationRule rule, Book book)
    {
        AccountSet accounts = AccountSet.Of([book]);
        AccountArray array = new(market, model, accounts);
        return new SliceSolver(accounts, model.Parameters, rule, array).Solve(0);
    }

    /// <summary>Values an account and, below maintenance, finds its slice. Allocates nothing.</summary>
    internal SliceSolution Solve(int account)
    {
        AccountFigures before = FiguresOf(account, 0, 0);
        if (!before.IsBelowMaintenance)
        {
            return new SliceSolution(SliceOutcome.Healthy, 0, default, before, before);
        }

        AuctionStep asked = AuctionPath.At(before, _rule, _rule.ElapsedSeconds);
        if (before.Equity <= 0)
        {
            return new SliceSolution(SliceOutcome.Insolvent, Slice.Whole, asked.WholePrice, before, default);
        }

        int guess = AuctionPath.FractionCeil(_rule.RequiredE12(before), before.Equity, asked.Discount);
        int fraction = Smallest(account, asked.WholePrice, guess);
        Money price = Slice.Price(asked.WholePrice, fraction);
        return new SliceSolution(
            SliceOutcome.Restored, fraction, price, before, FiguresOf(account, fraction, price.Raw));
    }

    /// <summary>Brackets the answer from the guess outwards in steps that double, then bisects.</summary>
    private int Smallest(int account, Money wholePrice, int guess)
    {
        // Below the minimum counts as not restoring; the whole does restore.
        int low = _rule.MinimumFractionPpm - 1;
        int high = Slice.Whole;
        int probe = guess <= low ? low + 1 : guess < high ? guess : high - 1;
        int step = 1;
        if (Restores(account, wholePrice, probe))
        {
            high = probe;
            for (; high - step > low && Restores(account, wholePrice, high - step); step <<= 1)
            {
                high -= step;
            }

            low = high - step > low ? high - step : low;
        }
        else
        {
            low = probe;
            for (; low + step < high && !Restores(account, wholePrice, low + step); step <<= 1)
            {
                low += step;
            }

            high = low + step < high ? low + step : high;
        }

        while (high - low > 1)
        {
            int middle = low + ((high - low) >> 1);
            (low, high) = Restores(account, wholePrice, middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>
    /// Whether the rest meets the target. A fraction that moves nothing but cash restores nobody: a slice without a row
    /// or a balance would be taken again and again.
    /// </summary>
    private bool Restores(int account, Money wholePrice, int fractionPpm)
    {
        AccountFigures after = FiguresOf(account, fractionPpm, Slice.Price(wholePrice, fractionPpm).Raw);
        return _rule.IsRestored(after) && Moves(account, fractionPpm);
    }

    private bool Moves(int account, int fractionPpm)
    {
        foreach (ref readonly Position row in _accounts.RowsOf(account))
        {
            if (Slice.PartCeil(row.Quantity.Raw, fractionPpm) != 0)
            {
                return true;
            }
        }

        foreach (CollateralBalance balance in _accounts.BalancesOf(account))
        {
            if (balance.Amount.Raw != 0)
            {
                return true;
            }
        }

        return false;
    }

    private AccountFigures FiguresOf(int account, int fractionPpm, long received)
    {
        ResolvedBook book = _binder.Bind(account, fractionPpm, received);
        RuleFigures figures = MarginRules.Compute(book, _parameters, _scratch);
        return new AccountFigures(figures.Equity, figures.InitialMargin, figures.MaintenanceMargin);
    }
}
