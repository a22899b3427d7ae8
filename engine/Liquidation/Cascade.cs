using System;
using System.Collections.Generic;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Liquidation;

/// <summary>
/// Liquidations that move prices that cause liquidations: rounds over many accounts until none is below maintenance.
/// </summary>
/// <remarks>
/// <para>
/// A round values every account on the market at the round's start and solves the slices of those below maintenance;
/// then, in account order, takes the slices, pays bad debt from the fund and from all equity, and moves each underlying
/// by the impact of what was sold. Valuing writes only the account's own place, so any partition of the accounts among
/// any threads gives the same bits; the caller owns the threads.
/// </para>
/// <para>
/// It ends. Let P be the sum of |quantity| over all rows, plus the sum of all balances, plus the number of accounts
/// that have a row, a balance or a debt: a whole number, not negative, that prices do not enter. A slice moves at least
/// one raw unit of a row or a balance out of its account, and no slice adds to one; an account that goes whole,
/// insolvent or not, is left with cash that is not negative and nothing else, so it no longer counts and, since a
/// socialised loss takes no more than equity, never will. So P falls in every round that liquidates, and a round that
/// does not is the fixed point. The bound on rounds is for time, not for that.
/// </para>
/// </remarks>
public sealed class Cascade
{
    private readonly MarginModel _model;
    private readonly CascadeRule _rule;
    private readonly SliceSolution[] _solutions;
    private readonly long[] _equities;
    private readonly long[] _shares;
    private readonly UnderlyingSales _sales;
    private readonly List<CascadeRound> _rounds = [];
    private RoundArray _round;

    /// <summary>A cascade before its first round.</summary>
    /// <param name="market">The market after the shock that starts it.</param>
    /// <param name="model">The margin model.</param>
    /// <param name="accounts">The accounts; the cascade changes them.</param>
    /// <param name="fund">The insurance fund.</param>
    /// <param name="rule">What drives it.</param>
    public Cascade(
        MarketSnapshot market,
        MarginModel model,
        AccountSet accounts,
        InsuranceFund fund,
        CascadeRule rule)
    {
        Market = market;
        _model = model;
        Accounts = accounts;
        Fund = fund;
        _rule = rule;
        _solutions = new SliceSolution[accounts.Count];
        _equities = new long[accounts.Count];
        _shares = new long[accounts.Count];
        _sales = new UnderlyingSales(accounts);
        _round = new RoundArray(market, model, accounts);
        Liquidator = new Liquidator(accounts);
    }

    /// <summary>The market of the round to come, or of the end.</summary>
    public MarketSnapshot Market { get; private set; }

    /// <summary>The accounts as they are now.</summary>
    public AccountSet Accounts { get; }

    /// <summary>The insurance fund as it is now.</summary>
    public InsuranceFund Fund { get; private set; }

    /// <summary>Who took the slices.</summary>
    public Liquidator Liquidator { get; }

    /// <summary>Whether there is a round to come.</summary>
    public CascadeOutcome Outcome { get; private set; }

    /// <summary>The rounds so far; at a fixed point the last one liquidates nobody.</summary>
    public IReadOnlyList<CascadeRound> Rounds => _rounds;

    /// <summary>What the last valuation found, in account order.</summary>
    public ReadOnlySpan<SliceSolution> Solutions => _solutions;

    /// <summary>Working memory for one thread in the round to come.</summary>
    public SliceSolver NewSolver() => new(Accounts, _model.Parameters, _rule.Liquidation, _round.Accounts);

    /// <summary>Values some accounts on the round's market. Allocates nothing; safe beside other ranges.</summary>
    /// <param name="start">The first account.</param>
    /// <param name="end">The account after the last.</param>
    /// <param name="solver">Of this round and of this thread alone.</param>
    public void Value(int start, int end, SliceSolver solver)
    {
        for (int account = start; account < end; account++)
        {
            _solutions[account] = solver.Solve(account);
        }
    }

    /// <summary>Ends the round, every account of which has been valued.</summary>
    public CascadeRound Close()
    {
        CascadeRound round = Settle(TakeSlices());
        _rounds.Add(round);
        if (round.Liquidated == 0)
        {
            Outcome = CascadeOutcome.FixedPoint;
            return round;
        }

        Market = MarketMove.Apply(Market, _sales.Moves(_rule.Impact, _round.Accounts.MoneyDecimals));
        _round = new RoundArray(Market, _model, Accounts);
        Outcome = _rounds.Count < _rule.MaxRounds ? CascadeOutcome.Running : CascadeOutcome.RoundLimit;
        return round;
    }

    /// <summary>Runs to the end on this thread.</summary>
    public void Run()
    {
        while (Outcome == CascadeOutcome.Running)
        {
            Value(0, Accounts.Count, NewSolver());
            Close();
        }
    }

    private CascadeRound TakeSlices()
    {
        _sales.Clear();
        int liquidated = 0;
        int insolvent = 0;
        Int128 before = 0;
        Int128 gain = 0;
        Int128 debt = 0;
        Int128 premium = 0;
        for (int account = 0; account < Accounts.Count; account++)
        {
            ref readonly SliceSolution solution = ref _solutions[account];
            before += solution.Before.Equity;
            _equities[account] = solution.After.Equity;
            if (solution.Outcome == SliceOutcome.Healthy)
            {
                continue;
            }

            liquidated++;
            TakeSlice(account, solution);
            if (solution.Outcome == SliceOutcome.Insolvent)
            {
                insolvent++;
                debt -= solution.Before.Equity;
                premium += (Int128)solution.Before.Equity - solution.Price.Raw;
            }
            else
            {
                gain += (Int128)solution.Before.Equity - solution.After.Equity;
            }
        }

        return new CascadeRound(
            [], liquidated, insolvent, _sales.Traded, before, gain, debt, premium, 0, 0, 0, before - gain + debt);
    }

    private void TakeSlice(int account, in SliceSolution solution)
    {
        int fraction = solution.FractionPpm;
        ReadOnlySpan<Position> rows = Accounts.RowsOf(account);
        ReadOnlySpan<int> ordinals = Accounts.OrdinalsOf(account);
        for (int at = 0; at < rows.Length; at++)
        {
            Quantity part = new(Slice.PartCeil(rows[at].Quantity.Raw, fraction));
            if (part.Raw != 0)
            {
                _sales.Add(ordinals[at], _round.DeltaOf(rows[at] with { Quantity = part }, ordinals[at]));
            }
        }

        _sales.EndAccount();
        Liquidator.Receive(account, fraction);
        Liquidator.AddCash(-(Int128)solution.Received.Raw);
        Accounts.Take(account, fraction);
        Accounts.AddCash(account, solution.Received.Raw);
    }

    private CascadeRound Settle(CascadeRound taken)
    {
        Fund = Fund.Pay(taken.BadDebt, out Int128 fundPaid);
        Int128 socialised = SocialisedLoss.Spread(taken.BadDebt - fundPaid, _equities, _shares);
        for (int account = 0; account < Accounts.Count; account++)
        {
            Accounts.AddCash(account, -_shares[account]);
        }

        Liquidator.AddCash(fundPaid + socialised);
        return taken with
        {
            Underlyings = _sales.Rounds(Market, _rule.Impact, _round.Accounts.MoneyDecimals),
            FundPaid = fundPaid,
            Socialised = socialised,
            Uncovered = taken.BadDebt - fundPaid - socialised,
            EquityAfter = taken.EquityAfter - socialised,
        };
    }
}
