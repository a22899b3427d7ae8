using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Verifiable.Engine.Vector;

/// <summary>The cells and factors of a risk array, laid out for lanes: written once, read by every account.</summary>
/// <remarks>
/// Columns come in panels of five vectors, as many sums as hide how long one fused step takes; 33 scenarios and three
/// extra columns are one panel. The scenarios fill the panels, and the extra columns end the last of them; between lie
/// copies of the last scenario (a copy is a number that the bounds hold for, a zero would be one too many cases). A panel
/// has all its rows before the next panel begins: what an account reads at once lies close together.
/// </remarks>
public sealed class WideArray
{
    /// <summary>Vectors of a panel.</summary>
    internal const int PanelVectors = 5;

    /// <summary>Columns of a panel.</summary>
    internal const int PanelWidth = PanelVectors * Lanes.Count;

    private const double UnitQ40 = 1.0 / (1L << 40);

    private const double LargestSum = 1L << 50;

    /// <summary>A cell of 2^51 units and more is beyond what any product has room for.</summary>
    private const double LargestCell = 1L << 11;

    /// <summary>
    /// Counted for every smaller magnitude, so that a notional of 2^53, from where on not every whole number is a
    /// double, exceeds every bound.
    /// </summary>
    private const double LeastMagnitude = 1.0 / 16;

    private readonly int _rows;
    private readonly int _scenarios;
    private readonly int _extras;

    /// <summary>Memory for an array.</summary>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="scenarios">How many scenarios, at least one.</param>
    /// <param name="extras">How many more columns, one to a panel of them.</param>
    public WideArray(int rows, int groups, int scenarios, int extras)
    {
        _rows = rows;
        _scenarios = scenarios;
        _extras = extras;
        Groups = groups;
        GroupWidth = (scenarios + extras + PanelWidth - 1) / PanelWidth * PanelWidth;
        int factors = groups * GroupWidth;
        LaneMemory[] pieces = LaneMemory.Allocate(
            rows * GroupWidth, rows, factors, factors, factors, GroupWidth, GroupWidth);
        Cells = pieces[0];
        Magnitudes = pieces[1];
        Discounts = pieces[2];
        LongSides = pieces[3];
        ShortSides = pieces[4];
        Dampenings = pieces[5];
        RotationSigns = pieces[6];
    }

    /// <summary>The most that a side multiplies an expiry's value by, and at least one.</summary>
    internal double LargestSide { get; private set; } = 1;

    /// <summary>The most that a scenario multiplies a profit by, and at least one.</summary>
    internal double LargestDampening { get; private set; } = 1;

    /// <summary>All columns, filled up to whole panels.</summary>
    public int GroupWidth { get; }

    /// <summary>How many groups there are.</summary>
    internal int Groups { get; }

    /// <summary>The column that begins the last panel, which the extra columns end.</summary>
    internal int LastPanel => GroupWidth - PanelWidth;

    /// <summary>Where in the last panel the extra columns begin.</summary>
    internal int FirstExtra => PanelWidth - _extras;

    internal LaneMemory Cells { get; private set; }

    internal LaneMemory Discounts { get; private set; }

    internal LaneMemory LongSides { get; private set; }

    internal LaneMemory ShortSides { get; private set; }

    internal LaneMemory Dampenings { get; private set; }

    /// <summary>The sign alone where a scenario rotates the smile: a profit there counts as a loss.</summary>
    internal LaneMemory RotationSigns { get; private set; }

    /// <summary>By row: the largest magnitude of its cells.</summary>
    internal LaneMemory Magnitudes { get; private set; }

    /// <summary>Sets a row's cells.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cellsQ40">The scenarios, then the extra columns.</param>
    public void SetRow(int row, ReadOnlySpan<long> cellsQ40)
    {
        double largest = LeastMagnitude;
        for (int first = 0; first < GroupWidth; first += PanelWidth)
        {
            Span<double> panel = Cells.Slice(PanelOf(first) + (row * PanelWidth), PanelWidth);
            int end = Smaller(first + PanelWidth, _scenarios);
            Lay(cellsQ40[Smaller(first, _scenarios - 1)..end], panel);
            if (first == LastPanel)
            {
                Lay(cellsQ40[_scenarios..], panel[FirstExtra..]);
            }

            largest = LargestMagnitude(panel, largest);
        }

        Magnitudes.Slice(row, 1)[0] = largest < LargestCell ? largest : double.PositiveInfinity;
    }

    /// <summary>Sets a group's factors, each Q40 and by scenario.</summary>
    public void SetGroup(
        int group, ReadOnlySpan<long> discountsQ40, ReadOnlySpan<long> longSidesQ40, ReadOnlySpan<long> shortSidesQ40)
    {
        int start = group * GroupWidth;
        Lay(discountsQ40, Discounts.Slice(start, GroupWidth));
        Lay(longSidesQ40, LongSides.Slice(start, GroupWidth));
        Lay(shortSidesQ40, ShortSides.Slice(start, GroupWidth));
        Vector512<double> largest = Vector512.Create(LargestSide);
        for (int at = start; at < start + GroupWidth; at += Lanes.Count)
        {
            largest = Vector512.Max(largest, Vector512.Max(LongSides.Load(at), ShortSides.Load(at)));
        }

        LargestSide = LargestOf(largest);
    }

    /// <summary>Sets a scenario's dampening, Q40, and whether it rotates the smile.</summary>
    public void SetScenario(int scenario, long dampeningQ40, bool rotates)
    {
        int end = scenario == _scenarios - 1 ? GroupWidth : scenario + 1;
        double dampening = dampeningQ40 * UnitQ40;
        Dampenings.Slice(scenario, end - scenario).Fill(dampening);
        RotationSigns.Slice(scenario, end - scenario).Fill(rotates ? -0.0 : 0.0);
        LargestDampening = dampening > LargestDampening ? dampening : LargestDampening;
    }

    /// <summary>
    /// Moves everything to where the collector leaves it, every vector on its boundary: before the array is read by many
    /// accounts.
    /// </summary>
    public void Pin()
    {
        Cells = Cells.Pinned();
        Magnitudes = Magnitudes.Pinned();
        Discounts = Discounts.Pinned();
        LongSides = LongSides.Pinned();
        ShortSides = ShortSides.Pinned();
        Dampenings = Dampenings.Pinned();
        RotationSigns = RotationSigns.Pinned();
    }

    /// <summary>
    /// Whether every sum of an account has room in a lane. The bound is the sum of notionals times the largest magnitude
    /// of their cells, times what discounting by side and the loss against today can make of it; it must stay below
    /// 2^50, which leaves the other half for the rounding of this very bound.
    /// </summary>
    public bool Holds(WideBook book) =>
        (BoundOf(book.Options) + BoundOf(book.Linears)) * (LargestSide + 1) * LargestDampening < LargestSum;

    /// <summary>Where the panel that begins at a column begins in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int PanelOf(int first) => first * _rows;

    /// <summary>The largest magnitude of some cells, or a larger one before.</summary>
    private static double LargestMagnitude(ReadOnlySpan<double> cells, double before)
    {
        Vector512<double> largest = Vector512.Create(before);
        for (int at = 0; at < cells.Length; at += Lanes.Count)
        {
            largest = Vector512.Max(largest, Vector512.Abs(Vector512.Create(cells.Slice(at, Lanes.Count))));
        }

        return LargestOf(largest);
    }

    private static double LargestOf(Vector512<double> numbers)
    {
        Vector256<double> four = Vector256.Max(numbers.GetLower(), numbers.GetUpper());
        Vector128<double> two = Vector128.Max(four.GetLower(), four.GetUpper());
        return two[0] > two[1] ? two[0] : two[1];
    }

    /// <summary>The most that rows can be worth in any column; a floor takes up to a unit more than a product has.</summary>
    private double BoundOf(ReadOnlySpan<WideRow> rows)
    {
        ref double magnitudes = ref Magnitudes.First;
        double bound = rows.Length;
        foreach (ref readonly WideRow row in rows)
        {
            // Without a branch: signs are as good as random.
            Vector128<double> notional = Vector128.Abs(Vector128.CreateScalarUnsafe(row.Notional));
            bound += notional.ToScalar() * Unsafe.Add(ref magnitudes, row.Row);
        }

        return bound;
    }

    private static int Smaller(int left, int right) => left < right ? left : right;

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
