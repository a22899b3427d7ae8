using System;
using System.IO;
using System.Linq;
using System.Runtime.Intrinsics;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Support;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>
/// Many accounts of 20 positions in flat memory over one risk array of 512 real options: what each scenario would make
/// of each account, and the lowest of them. The work that rivals do too: products are added, nothing is discounted.
/// </summary>
internal sealed class FlatAccounts
{
    internal const int Positions = 20;
    internal const int Scenarios = 33;

    private const int RowWidth = 40;
    private const long OneQ40 = 1L << 40;

    private readonly long[] _changesQ40 = new long[CellInputs.Rows * RowWidth];
    private readonly WideRow[] _wide;
    private readonly WideArray _array = new(CellInputs.Rows, groups: 1, Scenarios, extras: 1);

    internal FlatAccounts(int accounts)
    {
        Count = accounts;
        LayOut();
        Rows = new int[accounts * Positions];
        Notionals = new long[accounts * Positions];
        _wide = new WideRow[accounts * Positions];
        Worst = new long[accounts];
        Seeded random = new(20_240_108);
        for (int at = 0; at < Rows.Length; at++)
        {
            // Ascending, as an account's rows are: one of each twentieth part of the array.
            int part = at % Positions;
            Rows[at] = (int)random.Between(
                part * CellInputs.Rows / Positions, ((part + 1) * CellInputs.Rows / Positions) - 1);
            Notionals[at] = random.Between(1_000_000_000, 250_000_000_000) * (random.Coin() ? 1 : -1);
            _wide[at] = new WideRow(Notionals[at], Rows[at]);
        }
    }

    internal int Count { get; }

    internal int[] Rows { get; }

    /// <summary>Raw money, 1e-6 of a dollar: 1,000 to 250,000 dollars of forward a position.</summary>
    internal long[] Notionals { get; }

    internal long[] Worst { get; }

    /// <summary>The lowest total of some accounts, by lanes.</summary>
    internal void ComputeByLanes(int start, int end)
    {
        WideAccount account = new(_array);
        ReadOnlySpan<WideUnderlying> underlying = [new WideUnderlying(GroupEnd: 0, LinearEnd: Positions)];
        Span<long> totals = stackalloc long[RowWidth];
        for (int at = start; at < end; at++)
        {
            WideBook book = new([], _wide.AsSpan(at * Positions, Positions), [], underlying);
            if (!_array.Holds(book))
            {
                throw new InvalidOperationException("An account does not fit the lanes: its notionals are too large.");
            }

            account.Total(book, totals);
            Worst[at] = LowestByLanes(totals);
        }
    }

    /// <summary>The lowest total of some accounts, by the kernel.</summary>
    internal void ComputeByKernel(int start, int end)
    {
        Span<Int128> sums = stackalloc Int128[Scenarios];
        Span<long> totals = stackalloc long[Scenarios];
        for (int at = start; at < end; at++)
        {
            sums.Clear();
            for (int row = at * Positions; row < (at + 1) * Positions; row++)
            {
                ReadOnlySpan<long> cells = _changesQ40.AsSpan(Rows[row] * RowWidth, Scenarios);
                for (int scenario = 0; scenario < cells.Length; scenario++)
                {
                    sums[scenario] += PositionValue.OfCell(Notionals[row], cells[scenario]);
                }
            }

            for (int scenario = 0; scenario < Scenarios; scenario++)
            {
                totals[scenario] = MoneyRange.Clamp(sums[scenario]);
            }

            Worst[at] = LowestOf(totals);
        }
    }

    /// <summary>The inputs and the results as the rivals read them: sizes, doubles, then whole row numbers.</summary>
    internal void Write(string path)
    {
        ComputeByKernel(0, Count);
        using BinaryWriter file = new(new BufferedStream(File.Create(path), 1 << 20));
        BinaryNumbers.WriteSizes(file, Count, Positions, CellInputs.Rows, Scenarios, RowWidth);
        BinaryNumbers.Write(file, _changesQ40, 40);
        BinaryNumbers.Write(file, Notionals, 0);
        BinaryNumbers.Write(file, Worst, 0);
        foreach (int row in Rows)
        {
            file.Write(row);
        }
    }

    /// <summary>What each option gains in each scenario, filled up with copies of the last to whole blocks.</summary>
    private void LayOut()
    {
        CellInputs inputs = new();
        inputs.FillByKernel();
        for (int row = 0; row < CellInputs.Rows; row++)
        {
            Span<long> cells = inputs.CellsQ40.AsSpan(row * CellInputs.Columns, CellInputs.Columns);
            Span<long> changes = _changesQ40.AsSpan(row * RowWidth, RowWidth);
            for (int column = 0; column < RowWidth; column++)
            {
                changes[column] = cells[Math.Min(column, Scenarios - 1)] - cells[Scenarios];
            }

            if (Lanes.AreSupported)
            {
                _array.SetRow(row, changes[..(Scenarios + 1)]);
            }
        }

        if (Lanes.AreSupported)
        {
            LayOutGroup();
        }
    }

    private void LayOutGroup()
    {
        _array.SetGroup(0, [.. Enumerable.Repeat(OneQ40, Scenarios)], [OneQ40], [OneQ40]);
        for (int scenario = 0; scenario < Scenarios; scenario++)
        {
            _array.SetScenario(scenario, OneQ40, rotates: false);
        }

        _array.Pin();
    }

    /// <summary>As a rival finds it too: all columns, of which the last repeat the last scenario.</summary>
    private static long LowestByLanes(ReadOnlySpan<long> totals)
    {
        Vector512<long> lowest = Vector512.Create(totals);
        for (int at = Vector512<long>.Count; at < totals.Length; at += Vector512<long>.Count)
        {
            lowest = Vector512.Min(lowest, Vector512.Create(totals[at..]));
        }

        Vector256<long> four = Vector256.Min(lowest.GetLower(), lowest.GetUpper());
        Vector128<long> two = Vector128.Min(four.GetLower(), four.GetUpper());
        return long.Min(two[0], two[1]);
    }

    private static long LowestOf(ReadOnlySpan<long> totals)
    {
        long lowest = totals[0];
        foreach (long total in totals)
        {
            lowest = total < lowest ? total : lowest;
        }

        return lowest;
    }
}
