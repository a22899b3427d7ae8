using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;

namespace Verifiable.Engine.Accounts;

/// <summary>
/// Binds one account after another, whole or less a slice, into memory that it keeps: what
/// <see cref="Resolve.Account(RiskArray, Book)"/> does, without allocating.
/// </summary>
internal sealed class AccountBinder
{
    private readonly AccountSet _accounts;
    private readonly AccountArray _array;
    private readonly ResolvedRow[] _rows;
    private readonly ResolvedBalance[] _balances;
    private readonly CounterpartyDefaults _defaults;
    private readonly ResolvedBook?[][] _books;

    internal AccountBinder(AccountSet accounts, AccountArray array)
    {
        (int rows, int balances) = accounts.Largest();
        _accounts = accounts;
        _array = array;
        _rows = new ResolvedRow[rows + balances];
        _balances = new ResolvedBalance[balances];
        _defaults = new CounterpartyDefaults(array.Array.Model.Counterparties);
        _books = new ResolvedBook?[balances + 1][];
        for (int count = 0; count <= balances; count++)
        {
            _books[count] = new ResolvedBook?[rows + balances + 1];
        }
    }

    /// <summary>The most rows that a bound account has.</summary>
    internal int MaxRows => _rows.Length;

    /// <summary>
    /// The account less a fraction of everything. The book is valid until the next call; memory for a number of rows
    /// and balances is allocated when that number is first met.
    /// </summary>
    /// <param name="account">Its number.</param>
    /// <param name="fractionPpm">What is taken away, in millionths.</param>
    /// <param name="received">What the account is paid, raw money.</param>
    internal ResolvedBook Bind(int account, int fractionPpm, long received)
    {
        Int128 equity = (Int128)Slice.Remaining(_accounts.CashOf(account), fractionPpm) + received;
        int rows = BindRows(account, fractionPpm, ref equity, out Int128 unrealised);
        int balances = BindBalances(account, fractionPpm, ref rows, ref equity);
        ReadOnlySpan<ResolvedRow> bound = _rows.AsSpan(0, rows);
        CollateralFigures collateral = CollateralValuation.FiguresOf(
            _array.Array, _balances.AsSpan(0, balances), bound, _defaults);
        Assumptions assumed = Assumptions.None;
        foreach (ref readonly ResolvedRow row in bound)
        {
            assumed |= _array.Array.Rows[row.RiskRow].Assumed;
        }

        ResolvedBook book = BookOf(rows, balances);
        bound.CopyTo(book.Rows);
        _balances.AsSpan(0, balances).CopyTo(book.Balances);
        long credit = Resolve.CreditOf(_array.Array.Model, _accounts.IdOf(account));
        book.Rebind(equity, unrealised, collateral, credit, assumed);
        return book;
    }

    private int BindRows(int account, int fractionPpm, ref Int128 equity, out Int128 unrealised)
    {
        unrealised = 0;
        ReadOnlySpan<Position> positions = _accounts.RowsOf(account);
        ReadOnlySpan<int> ordinals = _accounts.OrdinalsOf(account);
        int rows = 0;
        for (int at = 0; at < positions.Length; at++)
        {
            Quantity left = new(Slice.Remaining(positions[at].Quantity.Raw, fractionPpm));
            if (left.Raw != 0)
            {
                _rows[rows] = _array.Resolve(positions[at] with { Quantity = left }, ordinals[at]);
                equity += _rows[rows].Value;
                unrealised += _rows[rows].Instrument.HasEntryPrice ? _rows[rows].Value : 0;
                rows++;
            }
        }

        return rows;
    }

    /// <summary>An emptied balance is none, as <see cref="Valuation.Resolve"/> has it.</summary>
    private int BindBalances(int account, int fractionPpm, ref int rows, ref Int128 equity)
    {
        int balances = 0;
        foreach (CollateralBalance held in _accounts.BalancesOf(account))
        {
            CollateralBalance balance = held with
            {
                Amount = new Quantity(Slice.Remaining(held.Amount.Raw, fractionPpm)),
            };
            if (balance.Amount.Raw == 0)
            {
                continue;
            }

            ResolvedBalance resolved = CollateralValuation.Balance(_array.Array, balance, _array.MoneyDecimals);
            equity += resolved.Value;
            _balances[balances] = resolved;
            balances++;
            if (CollateralValuation.Cancelling(_array.Array, resolved) is ResolvedRow row)
            {
                Insert(row, rows);
                rows++;
            }
        }

        return balances;
    }

    private void Insert(in ResolvedRow row, int count)
    {
        int at = count;
        while (at > 0 && Resolve.Order(row, _rows[at - 1]) < 0)
        {
            _rows[at] = _rows[at - 1];
            at--;
        }

        _rows[at] = row;
    }

    private ResolvedBook BookOf(int rows, int balances)
    {
        ref ResolvedBook? book = ref _books[balances][rows];
        book ??= new ResolvedBook(
            _array.Array,
            new ResolvedRow[rows],
            0,
            0,
            default,
            new ResolvedBalance[balances],
            0,
            Assumptions.None);
        return book;
    }
}
