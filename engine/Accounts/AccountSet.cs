using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Engine.Accounts;

/// <summary>
/// Many accounts in a few flat arrays: an account's number is its place, and ties that any rule leaves go to the lowest.
/// </summary>
public sealed class AccountSet
{
    private readonly Bytes32[] _ids;
    private readonly ulong[] _sequences;
    private readonly long[] _cash;
    private readonly Position[] _rows;
    private readonly int[] _ordinals;
    private readonly int[] _firstRow;
    private readonly int[] _rowCount;
    private readonly CollateralBalance[] _balances;
    private readonly int[] _firstBalance;
    private readonly int[] _balanceCount;

    private AccountSet(Book[] books)
    {
        int count = books.Length;
        (int rows, int balances) = SizesOf(books);
        _ids = new Bytes32[count];
        _sequences = new ulong[count];
        _cash = new long[count];
        _rows = new Position[rows];
        _ordinals = new int[rows];
        _firstRow = new int[count];
        _rowCount = new int[count];
        _balances = new CollateralBalance[balances];
        _firstBalance = new int[count];
        _balanceCount = new int[count];
        Fill(books);
        SortedSet<InstrumentId> instruments = [];
        SortedSet<ulong> assets = [];
        foreach (ref readonly Position row in _rows.AsSpan())
        {
            instruments.Add(row.Instrument);
        }

        foreach (CollateralBalance balance in _balances)
        {
            assets.Add(balance.Asset.Letters);
        }

        Instruments = ImmutableArray.CreateRange(instruments);
        ImmutableArray<AssetId>.Builder ascending = ImmutableArray.CreateBuilder<AssetId>(assets.Count);
        foreach (ulong letters in assets)
        {
            ascending.Add(new AssetId(letters));
        }

        Assets = ascending.MoveToImmutable();
        for (int at = 0; at < rows; at++)
        {
            _ordinals[at] = Instruments.BinarySearch(_rows[at].Instrument);
        }
    }

    /// <summary>How many accounts there are.</summary>
    public int Count => _ids.Length;

    /// <summary>Every instrument that some account held at the start, ascending.</summary>
    public ImmutableArray<InstrumentId> Instruments { get; }

    /// <summary>Every asset that some account held at the start, ascending.</summary>
    public ImmutableArray<AssetId> Assets { get; }

    /// <summary>The accounts of some books.</summary>
    /// <param name="books">In any order; positions and collateral of each strictly ascending.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.RowDuplicate"/>: an account comes twice.</exception>
    public static AccountSet Of(ReadOnlySpan<Book> books)
    {
        Book[] ascending = books.ToArray();
        Array.Sort(ascending, static (left, right) => left.Account.CompareTo(right.Account));
        for (int at = 1; at < ascending.Length; at++)
        {
            if (ascending[at].Account == ascending[at - 1].Account)
            {
                throw new MarginException(
                    ErrorCode.RowDuplicate,
                    string.Empty,
                    "/account",
                    ascending[at].Account.ToString(),
                    "each account once");
            }
        }

        return new AccountSet(ascending);
    }

    /// <summary>The accounts of some books, numbered as the books are; nothing is said about one that comes
    /// twice.</summary>
    /// <param name="books">Positions and collateral of each strictly ascending.</param>
    public static AccountSet InOrder(ReadOnlySpan<Book> books) => new(books.ToArray());

    /// <summary>An account as a book.</summary>
    /// <param name="account">Its number.</param>
    public Book BookOf(int account) => new(
        _ids[account],
        _sequences[account],
        new Money(_cash[account]),
        [.. BalancesOf(account)],
        [.. RowsOf(account)]);

    internal Bytes32 IdOf(int account) => _ids[account];

    internal ReadOnlySpan<Position> RowsOf(int account) => _rows.AsSpan(_firstRow[account], _rowCount[account]);

    /// <summary>Of each row of an account, its instrument's place in <see cref="Instruments"/>.</summary>
    internal ReadOnlySpan<int> OrdinalsOf(int account) =>
        _ordinals.AsSpan(_firstRow[account], _rowCount[account]);

    internal ReadOnlySpan<CollateralBalance> BalancesOf(int account) =>
        _balances.AsSpan(_firstBalance[account], _balanceCount[account]);

    /// <summary>An asset's place in <see cref="Assets"/>.</summary>
    internal int OrdinalOf(AssetId asset)
    {
        int ordinal = 0;
        while (Assets[ordinal] != asset)
        {
            ordinal++;
        }

        return ordinal;
    }

    internal long CashOf(int account) => _cash[account];

    internal void AddCash(int account, long amount) => _cash[account] += amount;

    /// <summary>The largest number of rows and balances of one account.</summary>
    internal (int Rows, int Balances) Largest()
    {
        int rows = 0;
        int balances = 0;
        for (int account = 0; account < Count; account++)
        {
            rows = _rowCount[account] > rows ? _rowCount[account] : rows;
            balances = _balanceCount[account] > balances ? _balanceCount[account] : balances;
        }

        return (rows, balances);
    }

    /// <summary>Takes a fraction of everything out of an account; what becomes zero is no longer there.</summary>
    internal void Take(int account, int fractionPpm)
    {
        _cash[account] = Slice.Remaining(_cash[account], fractionPpm);
        int first = _firstRow[account];
        int kept = first;
        for (int at = first; at < first + _rowCount[account]; at++)
        {
            long left = Slice.Remaining(_rows[at].Quantity.Raw, fractionPpm);
            if (left != 0)
            {
                _rows[kept] = _rows[at] with { Quantity = new Quantity(left) };
                _ordinals[kept] = _ordinals[at];
                kept++;
            }
        }

        _rowCount[account] = kept - first;
        first = _firstBalance[account];
        kept = first;
        for (int at = first; at < first + _balanceCount[account]; at++)
        {
            long left = Slice.Remaining(_balances[at].Amount.Raw, fractionPpm);
            if (left != 0)
            {
                _balances[kept] = _balances[at] with { Amount = new Quantity(left) };
                kept++;
            }
        }

        _balanceCount[account] = kept - first;
    }

    private void Fill(Book[] books)
    {
        int row = 0;
        int balance = 0;
        for (int account = 0; account < books.Length; account++)
        {
            Book book = books[account];
            _ids[account] = book.Account;
            _sequences[account] = book.Sequence;
            _cash[account] = book.Cash.Raw;
            _firstRow[account] = row;
            _rowCount[account] = book.Positions.Length;
            _firstBalance[account] = balance;
            _balanceCount[account] = book.Collateral.Length;
            book.Positions.CopyTo(_rows, row);
            book.Collateral.CopyTo(_balances, balance);
            row += book.Positions.Length;
            balance += book.Collateral.Length;
        }
    }

    private static (int Rows, int Balances) SizesOf(Book[] books)
    {
        int rows = 0;
        int balances = 0;
        foreach (Book book in books)
        {
            rows += book.Positions.Length;
            balances += book.Collateral.Length;
        }

        return (rows, balances);
    }
}
