using System;

namespace Verifiable.Engine.Vector;

/// <summary>The cells and factors of a risk array, laid out for lanes: written once, read by every account.</summary>
/// <remarks>
/// Columns come in blocks of eight. The scenarios fill the first blocks, the last of them filled up with copies of the
/// last scenario (a copy is a number that the bounds hold for, a zero would be one too many cases); one more block has
/// today, forwards up and forwards down.
/// </remarks>
public sealed class WideArray
{
    private const double UnitQ40 = 1.0 / (1L << 40);

    /// <summary>A cell of 2^51 units and more is beyond what any product has room for.</summary>
    private const double LargestCell = 1L << 11;

    /// <summary>From here on not every whole number is a double.</summary>
    private const double LargestNotional = 1L << 53;

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
        ScenarioBlocks = (scenarios + Lanes.Count - 1) / Lanes.Count;
        RowWidth = (ScenarioBlocks + 1) * Lanes.Count;
        GroupWidth = ScenarioBlocks * Lanes.Count;
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

    internal int ScenarioBlocks { get; }

    internal int RowWidth { get; }

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
        foreach (double cell in laid)
        {
            _largestCells[row] = Larger(_largestCells[row], cell < 0 ? -cell : cell);
        }
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
    internal double LargestValue(int row, double notional)
    {
        double magnitude = notional < 0 ? -notional : notional;
        bool exact = magnitude < LargestNotional && _largestCells[row] < LargestCell;
        return exact ? (magnitude * _largestCells[row]) + 1 : double.PositiveInfinity;
    }

    private static double Larger(double left, double right) => left > right ? left : right;

    private static void Lay(ReadOnlySpan<long> numbersQ40, Span<double> laid)
    {
        for (int at = 0; at < laid.Length; at++)
        {
            laid[at] = numbersQ40[at < numbersQ40.Length ? at : numbersQ40.Length - 1] * UnitQ40;
        }
    }
}
