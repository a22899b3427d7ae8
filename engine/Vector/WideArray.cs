using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Verifiable.Engine.Vector;

/// <summary>The cells and factors of a risk array, laid out for lanes: written once, read by every account.</summary>
/// <remarks>
/// Columns come in panels of five vectors, as many sums as hide how long one fused step takes; 33 scenarios are one
/// panel. The scenarios fill the panels, the last of them filled up with copies of the last scenario (a copy is a number
/// that the bounds hold for, a zero would be one too many cases); one more vector has today, forwards up and forwards
/// down.
/// </remarks>
public sealed class WideArray
{
    /// <summary>Vectors of a panel.</summary>
    internal const int PanelVectors = 5;

    /// <summary>Columns of a panel.</summary>
    internal const int PanelWidth = PanelVectors * Lanes.Count;

    private const double UnitQ40 = 1.0 / (1L << 40);

    /// <summary>A cell of 2^51 units and more is beyond what any product has room for.</summary>
    private const double LargestCell = 1L << 11;

    /// <summary>From here on not every whole number is a double.</summary>
    private const ulong LargestNotional = 1UL << 53;

    private readonly double[] _largestCells;

    /// <summary>Lays out an array.</summary>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="scenarios">How many scenarios, at least one.</param>
    /// <param name="extras">How many columns follow them, one to eight.</param>
    public WideArray(int rows, int groups, int scenarios, int extras)
    {
        Scenarios = scenarios;
        Extras = extras;
        Panels = (scenarios + PanelWidth - 1) / PanelWidth;
        GroupWidth = Panels * PanelWidth;
        RowWidth = GroupWidth + Lanes.Count;
        Cells = new double[rows * RowWidth];
        Discounts = new double[groups * GroupWidth];
        LongSides = new double[groups * GroupWidth];
        ShortSides = new double[groups * GroupWidth];
        Dampenings = new double[GroupWidth];
        RotationSigns = new double[GroupWidth];
        _largestCells = new double[rows];
    }

    /// <summary>The most that a side multiplies an expiry's value by, and at least one.</summary>
    internal double LargestSide { get; private set; } = 1;

    /// <summary>The most that a scenario multiplies a profit by, and at least one.</summary>
    internal double LargestDampening { get; private set; } = 1;

    internal int Scenarios { get; }

    internal int Extras { get; }

    internal int Panels { get; }

    /// <summary>Columns of a row: the scenarios', then the extra ones.</summary>
    internal int RowWidth { get; }

    /// <summary>Columns of the scenarios, filled up.</summary>
    internal int GroupWidth { get; }

    internal double[] Cells { get; }

    internal double[] Discounts { get; }

    internal double[] LongSides { get; }

    internal double[] ShortSides { get; }

    internal double[] Dampenings { get; }

    /// <summary>The sign alone where a scenario rotates the smile: a profit there counts as a loss.</summary>
    internal double[] RotationSigns { get; }

    /// <summary>Sets a row's cells.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cellsQ40">The scenarios, then the extra columns.</param>
    public void SetRow(int row, ReadOnlySpan<long> cellsQ40)
    {
        Span<double> laid = Cells.AsSpan(row * RowWidth, RowWidth);
        Lay(cellsQ40[..Scenarios], laid[..GroupWidth]);
        Lay(cellsQ40[Scenarios..], laid[GroupWidth..]);
        _largestCells[row] = LargestMagnitude(laid);
    }

    /// <summary>Sets a group's factors, each Q40 and by scenario.</summary>
    public void SetGroup(
        int group, ReadOnlySpan<long> discountsQ40, ReadOnlySpan<long> longSidesQ40, ReadOnlySpan<long> shortSidesQ40)
    {
        int start = group * GroupWidth;
        Lay(discountsQ40, Discounts.AsSpan(start, GroupWidth));
        Lay(longSidesQ40, LongSides.AsSpan(start, GroupWidth));
        Lay(shortSidesQ40, ShortSides.AsSpan(start, GroupWidth));
        for (int at = start; at < start + GroupWidth; at++)
        {
            LargestSide = Larger(LargestSide, Larger(LongSides[at], ShortSides[at]));
        }
    }

    /// <summary>Sets a scenario's dampening, Q40, and whether it rotates the smile.</summary>
    public void SetScenario(int scenario, long dampeningQ40, bool rotates)
    {
        int end = scenario == Scenarios - 1 ? GroupWidth : scenario + 1;
        for (int at = scenario; at < end; at++)
        {
            Dampenings[at] = dampeningQ40 * UnitQ40;
            RotationSigns[at] = rotates ? -0.0 : 0.0;
        }

        LargestDampening = Larger(LargestDampening, Dampenings[scenario]);
    }

    /// <summary>The most that a position of a row can be worth in any column; infinite beyond the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double LargestValue(int row, long notional)
    {
        // Without a branch: signs are as good as random. The magnitude of the least number is 2^63.
        ulong magnitude = unchecked((ulong)((notional ^ (notional >> 63)) - (notional >> 63)));
        return magnitude < LargestNotional ? ((long)magnitude * _largestCells[row]) + 1 : double.PositiveInfinity;
    }

    private static double Larger(double left, double right) => left > right ? left : right;

    /// <summary>The largest magnitude of a row's cells; infinite where a lane does not hold it.</summary>
    private static double LargestMagnitude(ReadOnlySpan<double> cells)
    {
        Vector512<double> largest = Vector512<double>.Zero;
        for (int at = 0; at < cells.Length; at += Lanes.Count)
        {
            largest = Vector512.Max(largest, Vector512.Abs(Vector512.Create(cells.Slice(at, Lanes.Count))));
        }

        double magnitude = 0;
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            magnitude = Larger(magnitude, largest[lane]);
        }

        return magnitude < LargestCell ? magnitude : double.PositiveInfinity;
    }

    /// <summary>Lays numbers out as lanes, filled up with copies of the last.</summary>
    private static void Lay(ReadOnlySpan<long> numbersQ40, Span<double> laid)
    {
        int at = 0;
        for (; at <= numbersQ40.Length - Lanes.Count; at += Lanes.Count)
        {
            Lanes.Of(Vector512.Create(numbersQ40.Slice(at, Lanes.Count)), UnitQ40).CopyTo(laid[at..]);
        }

        for (; at < numbersQ40.Length; at++)
        {
            laid[at] = numbersQ40[at] * UnitQ40;
        }

        laid[at..].Fill(laid[at - 1]);
    }
}
