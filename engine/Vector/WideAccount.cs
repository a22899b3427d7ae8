using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Verifiable.Engine.Vector;

/// <summary>
/// The totals of one account, a panel of scenarios at a time: the bits of the sums that
/// <see cref="Kernel.Margin.PositionValue"/>, <see cref="Kernel.Margin.ExpiryTotal"/> and
/// <see cref="Kernel.Margin.UnderlyingTotal"/> give.
/// </summary>
/// <remarks>
/// A sum starts at M and every product is added to it by one fused step rounded down: the sum of floors, exact while it
/// stays below 2^51. Whether it does is not assumed: only accounts that <see cref="WideArray.Holds"/> are added up here,
/// the others are the kernel's.
/// </remarks>
public sealed class WideAccount
{
    /// <summary>M of whole units.</summary>
    private const double Grid = 1.5 * (1L << 52);

    private readonly WideArray _array;
    private readonly long[] _todays;
    private readonly LaneMemory _sums;
    private readonly LaneMemory _lastSums;
    private readonly LaneMemory _moves;
    private readonly LaneMemory _totals;

    /// <summary>Memory for accounts over one array.</summary>
    /// <param name="array">The array.</param>
    public WideAccount(WideArray array)
    {
        _array = array;
        _todays = new long[array.Groups];
        LaneMemory[] pieces = LaneMemory.Allocate(
            WideArray.PanelWidth, array.Groups * WideArray.PanelWidth, WideArray.PanelWidth, WideArray.PanelWidth);
        _sums = pieces[0];
        _lastSums = pieces[1];
        _moves = pieces[2];
        _totals = pieces[3];
    }

    /// <summary>Adds up the last panel, with the extra columns, of every group.</summary>
    public void SumLast(WideBook book)
    {
        int start = 0;
        for (int group = 0; group < book.Groups.Length; group++)
        {
            int end = book.Groups[group].End;
            Sum(book.Options[start..end], _array.LastPanel, ref LastSums(group));
            start = end;
        }
    }

    /// <summary>A group's sum in an extra column, after <see cref="SumLast"/>.</summary>
    public long Extra(int group, int column) =>
        (long)Unsafe.Add(ref LastSums(group), _array.FirstExtra + column);

    /// <summary>Sets what a group is worth today, discounted: <see cref="Total"/> reads it.</summary>
    public void SetToday(int group, long value) => _todays[group] = value;

    /// <summary>Adds up every scenario, after <see cref="SumLast"/>.</summary>
    /// <param name="book">The account, which the array holds.</param>
    /// <param name="totals">By scenario, with room for whole panels (<see cref="WideArray.GroupWidth"/>): what follows
    /// the last scenario has no meaning.</param>
    public void Total(WideBook book, Span<long> totals)
    {
        if (book.Underlyings.IsEmpty)
        {
            totals.Clear();
            return;
        }

        ref long raw = ref MemoryMarshal.GetReference(totals[.._array.GroupWidth]);
        for (int first = 0; first < _array.GroupWidth; first += WideArray.PanelWidth)
        {
            TotalPanel(book, first, ref Unsafe.Add(ref raw, first));
        }
    }

    /// <summary>Adds up the scenarios of the panel that begins at a column.</summary>
    private void TotalPanel(WideBook book, int first, ref long raw)
    {
        int linear = 0;
        int option = 0;
        int group = 0;
        for (int underlying = 0; underlying < book.Underlyings.Length; underlying++)
        {
            WideUnderlying ends = book.Underlyings[underlying];
            Sum(book.Linears[linear..ends.LinearEnd], first, ref _moves.First);
            linear = ends.LinearEnd;
            for (; group < ends.GroupEnd; group++)
            {
                WideGroup own = book.Groups[group];
                ref double sums = ref first == _array.LastPanel ? ref LastSums(group) : ref _sums.First;
                if (first != _array.LastPanel)
                {
                    Sum(book.Options[option..own.End], first, ref sums);
                }

                option = own.End;
                AddProfits((own.Index * _array.GroupWidth) + first, _todays[group], first, ref sums);
            }

            AddMoves(first, isFirst: underlying == 0, isLast: underlying == book.Underlyings.Length - 1, ref raw);
        }
    }

    /// <summary>A group's sums of the last panel.</summary>
    private ref double LastSums(int group) => ref Unsafe.Add(ref _lastSums.First, group * WideArray.PanelWidth);

    /// <summary>Sums of floor(notional * cell) over rows, a panel of them.</summary>
    private void Sum(ReadOnlySpan<WideRow> rows, int first, ref double sums)
    {
        ref double cells = ref Unsafe.Add(ref _array.Cells.First, _array.PanelOf(first));
        Vector512<double> grid = Vector512.Create(Grid);
        Vector512<double> sum0 = grid;
        Vector512<double> sum1 = grid;
        Vector512<double> sum2 = grid;
        Vector512<double> sum3 = grid;
        Vector512<double> sum4 = grid;
        foreach (ref readonly WideRow row in rows)
        {
            ref double own = ref Unsafe.Add(ref cells, unchecked((nint)(uint)row.Row * WideArray.PanelWidth));
            Vector512<double> notional = Vector512.Create(row.Notional);
            sum0 = Lanes.OnGrid(notional, Load(ref own, 0), sum0);
            sum1 = Lanes.OnGrid(notional, Load(ref own, Lanes.Count), sum1);
            sum2 = Lanes.OnGrid(notional, Load(ref own, 2 * Lanes.Count), sum2);
            sum3 = Lanes.OnGrid(notional, Load(ref own, 3 * Lanes.Count), sum3);
            sum4 = Lanes.OnGrid(notional, Load(ref own, 4 * Lanes.Count), sum4);
        }

        (sum0 - grid).StoreUnsafe(ref sums);
        (sum1 - grid).StoreUnsafe(ref sums, Lanes.Count);
        (sum2 - grid).StoreUnsafe(ref sums, 2 * Lanes.Count);
        (sum3 - grid).StoreUnsafe(ref sums, 3 * Lanes.Count);
        (sum4 - grid).StoreUnsafe(ref sums, 4 * Lanes.Count);
    }

    /// <summary>
    /// Adds a group's profits: its values, discounted and scaled by the side of their sign, less today's.
    /// </summary>
    private void AddProfits(int factors, long todayValue, int first, ref double sums)
    {
        Vector512<double> grid = Vector512.Create(Grid);
        Vector512<double> today = Vector512.Create((double)todayValue);
        ref double discounts = ref Unsafe.Add(ref _array.Discounts.First, factors);
        ref double longSides = ref Unsafe.Add(ref _array.LongSides.First, factors);
        ref double shortSides = ref Unsafe.Add(ref _array.ShortSides.First, factors);
        ref double signs = ref Unsafe.Add(ref _array.RotationSigns.First, first);
        ref double moves = ref _moves.First;
        for (int at = 0; at < WideArray.PanelWidth; at += Lanes.Count)
        {
            Vector512<double> discounted = Lanes.FloorProduct(Load(ref sums, at), Load(ref discounts, at), grid);
            Vector512<double> side = Vector512.ConditionalSelect(
                Vector512.GreaterThanOrEqual(discounted, Vector512<double>.Zero),
                Load(ref longSides, at),
                Load(ref shortSides, at));
            Vector512<double> profit = Lanes.FloorProduct(discounted, side, grid) - today;
            (Load(ref moves, at) + (profit | Load(ref signs, at))).StoreUnsafe(ref moves, (nuint)at);
        }
    }

    /// <summary>Adds an underlying's profits and losses, dampened; the last one's give the result.</summary>
    private void AddMoves(int first, bool isFirst, bool isLast, ref long raw)
    {
        Vector512<double> grid = Vector512.Create(Grid);
        for (int at = 0; at < WideArray.PanelWidth; at += Lanes.Count)
        {
            Vector512<double> total = Lanes.OnGrid(_moves.Load(at), _array.Dampenings.Load(first + at), grid);
            total = isFirst ? total : total + _totals.Load(at);
            if (isLast)
            {
                Lanes.RawOf(total, grid).StoreUnsafe(ref raw, (nuint)at);
            }
            else
            {
                _totals.Store(total - grid, at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(ref double first, int at) =>
        Vector512.LoadUnsafe(ref first, (nuint)at);
}
