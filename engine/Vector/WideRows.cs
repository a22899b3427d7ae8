using System;
using System.Runtime.CompilerServices;

namespace Verifiable.Engine.Vector;

/// <summary>Memory for one account's rows: written when the account is bound, read at every valuation.</summary>
public sealed class WideRows
{
    private readonly WideRow[] _options;
    private readonly WideRow[] _linears;
    private readonly WideGroup[] _groups;
    private readonly WideUnderlying[] _underlyings;
    private int _optionCount;
    private int _linearCount;
    private int _groupCount;
    private int _underlyingCount;

    /// <summary>Memory for an account.</summary>
    /// <param name="rows">Most rows that it has.</param>
    public WideRows(int rows)
    {
        _options = new WideRow[rows];
        _linears = new WideRow[rows];
        _groups = new WideGroup[rows];
        _underlyings = new WideUnderlying[rows];
    }

    /// <summary>The account.</summary>
    public WideBook Book => new(
        _options.AsSpan(0, _optionCount),
        _linears.AsSpan(0, _linearCount),
        _groups.AsSpan(0, _groupCount),
        _underlyings.AsSpan(0, _underlyingCount));

    /// <summary>Begins an account.</summary>
    public void Clear()
    {
        _optionCount = 0;
        _linearCount = 0;
        _groupCount = 0;
        _underlyingCount = 0;
    }

    /// <summary>Adds a position to the group that is open.</summary>
    /// <param name="row">Its row of the array.</param>
    /// <param name="isOption">Whether it is part of the expiry's discounted value.</param>
    /// <param name="notional">What one times a cell is worth.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, bool isOption, long notional)
    {
        if (isOption)
        {
            _options[_optionCount++] = new WideRow(notional, row);
        }
        else
        {
            _linears[_linearCount++] = new WideRow(notional, row);
        }
    }

    /// <summary>Ends a group.</summary>
    /// <param name="group">Its index in the array.</param>
    public void EndGroup(int group)
    {
        int start = _groupCount == 0 ? 0 : _groups[_groupCount - 1].End;
        if (_optionCount > start)
        {
            _groups[_groupCount++] = new WideGroup(_optionCount, group);
        }
    }

    /// <summary>Ends an underlying.</summary>
    public void EndUnderlying() => _underlyings[_underlyingCount++] = new WideUnderlying(_groupCount, _linearCount);
}
