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
/// stays below 2^51. Whether it does is not assumed. Every row brings the most that it can be worth in any column; the
/// sum of those, times what discounting by side and the loss against today can make of it, must stay below 2^50, which
/// leaves the other half for the rounding of this very bound. Where it does not (<see cref="Fits"/>), the account is
/// the kernel's to add up.
/// </remarks>
public sealed class WideAccount
{
    /// <summary>M of whole units.</summary>
    private const double Grid = 1.5 * (1L << 52);

    private const double Limit = 1L << 50;

    private readonly WideArray _array;
    private readonly Row[] _options;
    private readonly Row[] _linears;
    private readonly Group[] _groups;
    private readonly Underlying[] _underlyings;
    private readonly double[] _largestValues;
    private readonly double[] _extras;
    private readonly double[] _sums = new double[WideArray.PanelWidth];
    private readonly double[] _moves = new double[WideArray.PanelWidth];
    private readonly double[] _totals = new double[WideArray.PanelWidth];
    private int _optionCount;
    private int _linearCount;
    private int _groupCount;
    private int _underlyingCount;

    /// <summary>Memory for accounts over one array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="rows">Most rows of an account.</param>
    public WideAccount(WideArray array, int rows)
    {
        _array = array;
        _options = new Row[rows];
        _linears = new Row[rows];
        _groups = new Group[rows];
        _underlyings = new Underlying[rows];
        _largestValues = new double[rows + Lanes.Count];
        _extras = new double[rows * Lanes.Count];
    }

    /// <summary>Whether every sum of the account has room in a lane.</summary>
    public bool Fits => LargestSum() * (_array.LargestSide + 1) * _array.LargestDampening < Limit;

    /// <summary>How many groups with options the account has.</summary>
    public int GroupCount => _groupCount;

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
        Row added = new(notional, row * _array.RowWidth);
        _largestValues[_optionCount + _linearCount] = _array.LargestValue(row, notional);
        if (isOption)
        {
            _options[_optionCount++] = added;
        }
        else
        {
            _linears[_linearCount++] = added;
        }
    }

    /// <summary>Ends a group.</summary>
    /// <param name="group">Its index in the array.</param>
    public void EndGroup(int group)
    {
        int start = _groupCount == 0 ? 0 : _groups[_groupCount - 1].End;
        if (_optionCount > start)
        {
            _groups[_groupCount++] = new Group(_optionCount, group, 0);
        }
    }

    /// <summary>Ends an underlying.</summary>
    public void EndUnderlying() => _underlyings[_underlyingCount++] = new Underlying(_groupCount, _linearCount);

    /// <summary>Adds up the extra columns of every group.</summary>
    public void SumExtras()
    {
        ref double cells = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array.Cells), _array.GroupWidth);
        Vector512<double> grid = Vector512.Create(Grid);
        int start = 0;
        for (int group = 0; group < _groupCount; group++)
        {
            Vector512<double> sum = grid;
            foreach (ref readonly Row row in _options.AsSpan(start, _groups[group].End - start))
            {
                sum = Lanes.OnGrid(Vector512.Create(row.Notional), Load(ref cells, row.Start), sum);
            }

            (sum - grid).StoreUnsafe(ref _extras[group * Lanes.Count]);
            start = _groups[group].End;
        }
    }

    /// <summary>The index in the array of one of the account's groups.</summary>
    public int GroupOf(int group) => _groups[group].Index;

    /// <summary>A group's sum in an extra column, after <see cref="SumExtras"/>.</summary>
    public long Extra(int group, int column) => (long)_extras[(group * Lanes.Count) + column];

    /// <summary>Sets what a group is worth today, discounted.</summary>
    public void SetToday(int group, long value) => _groups[group] = _groups[group] with { Today = value };

    /// <summary>Adds up every scenario.</summary>
    /// <param name="totals">By scenario.</param>
    public void Total(Span<long> totals)
    {
        Vector512<double> grid = Vector512.Create(Grid);
        Span<long> raw = stackalloc long[WideArray.PanelWidth];
        for (int panel = 0; panel < _array.Panels; panel++)
        {
            int first = panel * WideArray.PanelWidth;
            TotalPanel(first);
            for (int at = 0; at < WideArray.PanelWidth; at += Lanes.Count)
            {
                Vector512<long> total = Lanes.RawOf(Load(ref _totals[0], at) + grid, grid);
                total.StoreUnsafe(ref raw[at]);
            }

            Span<long> rest = totals[first..];
            raw[..(rest.Length < raw.Length ? rest.Length : raw.Length)].CopyTo(rest);
        }
    }

    /// <summary>What all positions can be worth: the sum of what each can.</summary>
    private double LargestSum()
    {
        int count = _optionCount + _linearCount;
        Array.Clear(_largestValues, count, Lanes.Count);
        Vector512<double> sum = Vector512<double>.Zero;
        for (int at = 0; at < count; at += Lanes.Count)
        {
            sum += Load(ref _largestValues[0], at);
        }

        return Vector512.Sum(sum);
    }

    /// <summary>Adds up the scenarios of the panel that begins at a column.</summary>
    private void TotalPanel(int first)
    {
        Array.Clear(_totals);
        int linear = 0;
        int option = 0;
        int group = 0;
        foreach (ref readonly Underlying underlying in _underlyings.AsSpan(0, _underlyingCount))
        {
            Sum(_linears.AsSpan(linear, underlying.LinearEnd - linear), first, ref _moves[0]);
            linear = underlying.LinearEnd;
            for (; group < underlying.GroupEnd; group++)
            {
                ref readonly Group own = ref _groups[group];
                Sum(_options.AsSpan(option, own.End - option), first, ref _sums[0]);
                option = own.End;
                AddProfits(own, first);
            }

            AddMoves(first);
        }
    }

    /// <summary>Sums of floor(notional * cell) over rows, a panel of them.</summary>
    private void Sum(ReadOnlySpan<Row> rows, int first, ref double sums)
    {
        ref double cells = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array.Cells), first);
        Vector512<double> grid = Vector512.Create(Grid);
        Vector512<double> sum0 = grid;
        Vector512<double> sum1 = grid;
        Vector512<double> sum2 = grid;
        Vector512<double> sum3 = grid;
        Vector512<double> sum4 = grid;
        foreach (ref readonly Row row in rows)
        {
            ref double own = ref Unsafe.Add(ref cells, row.Start);
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
    private void AddProfits(in Group group, int first)
    {
        Vector512<double> grid = Vector512.Create(Grid);
        Vector512<double> today = Vector512.Create(group.Today);
        int factors = (group.Index * _array.GroupWidth) + first;
        for (int at = 0; at < WideArray.PanelWidth; at += Lanes.Count)
        {
            int factor = factors + at;
            Vector512<double> sum = Load(ref _sums[0], at);
            Vector512<double> discounted = Lanes.FloorProduct(sum, Load(ref _array.Discounts[0], factor), grid);
            Vector512<double> side = Vector512.ConditionalSelect(
                Vector512.GreaterThanOrEqual(discounted, Vector512<double>.Zero),
                Load(ref _array.LongSides[0], factor),
                Load(ref _array.ShortSides[0], factor));
            Vector512<double> profit = Lanes.FloorProduct(discounted, side, grid) - today;
            profit |= Load(ref _array.RotationSigns[0], first + at);
            (Load(ref _moves[0], at) + profit).StoreUnsafe(ref _moves[at]);
        }
    }

    /// <summary>Adds an underlying's profits and losses, dampened.</summary>
    private void AddMoves(int first)
    {
        Vector512<double> grid = Vector512.Create(Grid);
        for (int at = 0; at < WideArray.PanelWidth; at += Lanes.Count)
        {
            Vector512<double> dampening = Load(ref _array.Dampenings[0], first + at);
            Vector512<double> moved = Lanes.FloorProduct(Load(ref _moves[0], at), dampening, grid);
            (Load(ref _totals[0], at) + moved).StoreUnsafe(ref _totals[at]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(ref double first, int at) =>
        Vector512.LoadUnsafe(ref first, (nuint)at);

    /// <summary>A position: what one times a cell is worth, and where its row starts.</summary>
    private readonly record struct Row(double Notional, int Start);

    /// <summary>A group: where its options end, its index in the array, and what it is worth today.</summary>
    private readonly record struct Group(int End, int Index, double Today);

    /// <summary>An underlying: where its groups and its linear rows end.</summary>
    private readonly record struct Underlying(int GroupEnd, int LinearEnd);
}
