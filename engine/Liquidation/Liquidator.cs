using System;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;

namespace Verifiable.Engine.Liquidation;

/// <summary>
/// All takers of slices as one account, without a margin of its own: where everything arrives that leaves the others.
/// </summary>
/// <remarks>
/// Rows are taken at the debtor's own entry and funding, so that beside quantities also their products with entry and
/// funding are conserved; at any price the sum of unsettled profits is then the same.
/// </remarks>
public sealed class Liquidator
{
    private readonly AccountSet _accounts;
    private readonly Int128[] _quantities;
    private readonly Int128[] _entries;
    private readonly Int128[] _fundings;
    private readonly Int128[] _balances;

    internal Liquidator(AccountSet accounts)
    {
        _accounts = accounts;
        _quantities = new Int128[accounts.Instruments.Length];
        _entries = new Int128[accounts.Instruments.Length];
        _fundings = new Int128[accounts.Instruments.Length];
        _balances = new Int128[accounts.Assets.Length];
    }

    /// <summary>Cash, raw money.</summary>
    public Int128 Cash { get; private set; }

    /// <summary>Of each of the set's instruments, the quantity taken, raw.</summary>
    public ReadOnlySpan<Int128> Quantities => _quantities;

    /// <summary>Of each of the set's instruments, the sum of quantity times entry price, raw times raw.</summary>
    public ReadOnlySpan<Int128> EntryProducts => _entries;

    /// <summary>Of each of the set's instruments, the sum of quantity times funding index, raw times raw.</summary>
    public ReadOnlySpan<Int128> FundingProducts => _fundings;

    /// <summary>Of each of the set's assets, the amount taken, raw.</summary>
    public ReadOnlySpan<Int128> Balances => _balances;

    internal void AddCash(Int128 amount) => Cash += amount;

    /// <summary>Receives what the slice of an account is about to take out of it.</summary>
    internal void Receive(int account, int fractionPpm)
    {
        Cash += Slice.PartCeil(_accounts.CashOf(account), fractionPpm);
        ReadOnlySpan<Position> rows = _accounts.RowsOf(account);
        ReadOnlySpan<int> ordinals = _accounts.OrdinalsOf(account);
        for (int at = 0; at < rows.Length; at++)
        {
            Int128 part = Slice.PartCeil(rows[at].Quantity.Raw, fractionPpm);
            _quantities[ordinals[at]] += part;
            _entries[ordinals[at]] += part * rows[at].EntryPrice.Raw;
            _fundings[ordinals[at]] += part * rows[at].FundingIndex.Raw;
        }

        foreach (CollateralBalance balance in _accounts.BalancesOf(account))
        {
            _balances[_accounts.OrdinalOf(balance.Asset)] += Slice.PartCeil(balance.Amount.Raw, fractionPpm);
        }
    }
}
