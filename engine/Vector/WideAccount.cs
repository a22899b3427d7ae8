using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Verifiable.Engine.Vector;

/// <summary>
/// The totals of one account in eight scenarios at a time: the bits of the sums that
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
    private readonly double[] _extras;
    private int _optionCount;
    private int _linearCount;
    private int _groupCount;
    private int _underlyingCount;
    private double _largest;

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
        _extras = new double[rows * Lanes.Count];
    }

    /// <summary>Whether every sum of the account has room in a lane.</summary>
    public bool Fits => _largest * (_array.LargestSide + 1) * _array.LargestDampening < Limit;

    /// <summary>How many groups with options the account has.</summary>
    public int GroupCount => _groupCount;

    /// <summary>Begins an account.</summary>
    public void Clear()
    {
        _optionCount = 0;
        _linearCount = 0;
        _groupCount = 0;
        _underlyingCount = 0;
        _largest = 0;
    }

    /// <summary>Adds a position to the group that is open.</summary>
    /// <param name="row">Its row of the array.</param>
    /// <param name="isOption">Whether it is part of the expiry's discounted value.</param>
    /// <param name="notional">What one times a cell is worth.</param>
    public void Add(int row, bool isOption, long notional)
    {
        double exact = notional;
        _largest += _array.LargestValue(row, exact);
        Row added = new(exact, row * _array.RowWidth);
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
        Vector512<double> grid = Vector512.Create(Grid);
        int option = 0;
        for (int group = 0; group < _groupCount; group++)
        {
            Vector512<double> sum = Sum(_options, option, _groups[group].End, _array.ScenarioBlocks);
            (sum - grid).StoreUnsafe(ref _extras[group * Lanes.Count]);
            option = _groups[group].End;
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
        Span<long> last = stackalloc long[Lanes.Count];
        for (int block = 0; block < _array.ScenarioBlocks; block++)
        {
            Vector512<long> total = Lanes.RawOf(Total(block) + grid, grid);
            Span<long> rest = totals[(block * Lanes.Count)..];
            if (rest.Length >= Lanes.Count)
            {
                total.StoreUnsafe(ref MemoryMarshal.GetReference(rest));
            }
            else
            {
                total.StoreUnsafe(ref MemoryMarshal.GetReference(last));
                last[..rest.Length].CopyTo(rest);
            }
        }
    }

    private Vector512<double> Total(int block)
    {
        Vector512<double> grid = Vector512.Create(Grid);
        Vector512<double> dampening = Load(_array.Dampenings, block);
        Vector512<double> total = Vector512<double>.Zero;
        int linear = 0;
        int group = 0;
        for (int at = 0; at < _underlyingCount; at++)
        {
            Vector512<double> underlying = Sum(_linears, linear, _underlyings[at].LinearEnd, block) - grid;
            for (; group < _underlyings[at].GroupEnd; group++)
            {
                underlying += Profit(group, block);
            }

            total += Lanes.FloorProduct(underlying, dampening, grid);
            linear = _underlyings[at].LinearEnd;
        }

        return total;
    }

    /// <summary>A group's profit: its value, discounted and scaled by the side of its sign, less today's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Profit(int group, int block)
    {
        Vector512<double> grid = Vector512.Create(Grid);
        ref readonly Group own = ref _groups[group];
        int start = group == 0 ? 0 : _groups[group - 1].End;
        int factors = (own.Index * _array.GroupWidth / Lanes.Count) + block;
        Vector512<double> sum = Sum(_options, start, own.End, block) - grid;
        Vector512<double> discounted = Lanes.FloorProduct(sum, Load(_array.Discounts, factors), grid);
        Vector512<double> side = Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(discounted, Vector512<double>.Zero),
            Load(_array.LongSides, factors),
            Load(_array.ShortSides, factors));
        Vector512<double> profit = Lanes.FloorProduct(discounted, side, grid) - Vector512.Create(own.Today);
        return profit | Load(_array.RotationSigns, block);
    }

    /// <summary>M and the sum of floor(notional * cell) over rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Sum(Row[] rows, int start, int end, int block)
    {
        ref double cells = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array.Cells), block * Lanes.Count);
        Vector512<double> sum = Vector512.Create(Grid);
        foreach (ref readonly Row row in rows.AsSpan(start, end - start))
        {
            Vector512<double> cell = Vector512.LoadUnsafe(ref Unsafe.Add(ref cells, row.Start));
            sum = Lanes.OnGrid(Vector512.Create(row.Notional), cell, sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(double[] numbers, int block) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(numbers), (nuint)(block * Lanes.Count));

    /// <summary>A position: what one times a cell is worth, and where its row starts.</summary>
    private readonly record struct Row(double Notional, int Start);

    /// <summary>A group: where its options end, its index in the array, and what it is worth today.</summary>
    private readonly record struct Group(int End, int Index, double Today);

    /// <summary>An underlying: where its groups and its linear rows end.</summary>
    private readonly record struct Underlying(int GroupEnd, int LinearEnd);
}
