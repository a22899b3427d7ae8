using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Vector;

/// <summary>
/// Option cells eight scenarios at a time: the bits of <see cref="Cell.Call"/> and <see cref="Cell.Put"/>.
/// </summary>
/// <remarks>
/// Both products of Black's formula are of a number and a probability, so they are below the 2^5 that Q46 has room for
/// when factor and strike ratio are. That is checked for every row (<see cref="Holds"/>); a row beyond it is the
/// kernel's to price.
/// </remarks>
public static class WideCells
{
    private const double UnitQ38 = 1.0 / (1L << 38);
    private const double UnitQ40 = 1.0 / (1L << 40);
    private const double UnitQ46 = 1.0 / (1L << 46);

    /// <summary>Whether the lanes hold every number of a row.</summary>
    /// <param name="columns">Its columns.</param>
    /// <param name="strikeRatioQ46">Its strike ratio.</param>
    /// <param name="largestFactorQ40">The largest of its factors.</param>
    public static bool Holds(int columns, long strikeRatioQ46, long largestFactorQ40) =>
        Lanes.AreSupported
        && columns >= Lanes.Count
        && strikeRatioQ46 < 1L << 51
        && largestFactorQ40 < 1L << 45;

    /// <summary>Values one option in every column.</summary>
    /// <param name="isCall">Call or put.</param>
    /// <param name="factorsQ40">f by column, not negative.</param>
    /// <param name="logFactorsQ46">ln f by column, magnitude below 2^5.</param>
    /// <param name="totalsQ46">Total volatility by column, 0 to 16.</param>
    /// <param name="reciprocalsQ38">Its inverse by column, as <see cref="Black76.Reciprocal"/> gives it.</param>
    /// <param name="strikeRatioQ46">k.</param>
    /// <param name="logMoneynessQ46">ln F - ln K, magnitude below 2^5.</param>
    /// <param name="cellsQ40">The values, Q40.</param>
    public static void Fill(
        bool isCall,
        ReadOnlySpan<long> factorsQ40,
        ReadOnlySpan<long> logFactorsQ46,
        ReadOnlySpan<long> totalsQ46,
        ReadOnlySpan<long> reciprocalsQ38,
        long strikeRatioQ46,
        long logMoneynessQ46,
        Span<long> cellsQ40)
    {
        Row row = new(
            isCall,
            Vector512.Create(strikeRatioQ46 * UnitQ46),
            Vector512.Create(Cell.ToBoundRatioCeil(strikeRatioQ46) * UnitQ40));
        Vector512<long> logMoneyness = Vector512.Create(logMoneynessQ46);
        ref double table = ref WideNormal.Table;
        int at = 0;

        // Two vectors at once: four sums hide each other's multiplications, and share the loads of the table.
        for (; at <= cellsQ40.Length - (2 * Lanes.Count); at += 2 * Lanes.Count)
        {
            int next = at + Lanes.Count;
            Columns first = Read(factorsQ40, logFactorsQ46, totalsQ46, reciprocalsQ38, logMoneyness, at);
            Columns second = Read(factorsQ40, logFactorsQ46, totalsQ46, reciprocalsQ38, logMoneyness, next);
            (Vector512<double> First1, Vector512<double> First2, Vector512<double> Second1, Vector512<double> Second2)
                centred = WideNormal.Centred(ref table, first.D1, first.D2, second.D1, second.D2);
            Store(Value(row, first, centred.First1, centred.First2), cellsQ40, at);
            Store(Value(row, second, centred.Second1, centred.Second2), cellsQ40, next);
        }

        // The last eight overlap those before, which changes no value.
        for (int last = cellsQ40.Length - Lanes.Count; at < cellsQ40.Length; at += Lanes.Count)
        {
            at = at < last ? at : last;
            Columns columns = Read(factorsQ40, logFactorsQ46, totalsQ46, reciprocalsQ38, logMoneyness, at);
            (Vector512<double> First, Vector512<double> Second) centred =
                WideNormal.Centred(ref table, columns.D1, columns.D2);
            Store(Value(row, columns, centred.First, centred.Second), cellsQ40, at);
        }
    }

    /// <summary>Eight columns with their deviations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Columns Read(
        ReadOnlySpan<long> factorsQ40,
        ReadOnlySpan<long> logFactorsQ46,
        ReadOnlySpan<long> totalsQ46,
        ReadOnlySpan<long> reciprocalsQ38,
        Vector512<long> logMoneyness,
        int at)
    {
        Vector512<double> grid = Vector512.Create(Lanes.GridQ46);
        Vector512<double> factor = Lanes.Of(Load(factorsQ40, at), UnitQ40);
        Vector512<double> total = Lanes.Of(Load(totalsQ46, at), UnitQ46);
        Vector512<double> reciprocal = Lanes.Of(Load(reciprocalsQ38, at), UnitQ38);
        Vector512<double> moneyness = Lanes.Of(Load(logFactorsQ46, at) + logMoneyness, UnitQ46);

        // From 2^5 on the product is not exact any more, but it stays beyond 16, which it then counts as.
        Vector512<double> limit = Vector512.Create(16.0);
        Vector512<double> ratio = Avx512F.Max(
            Avx512F.Min(Lanes.FloorProduct(moneyness, reciprocal, grid), limit), -limit);
        Vector512<double> d1 = ratio + Lanes.FloorProduct(total, Vector512.Create(0.5), grid);
        return new Columns(factor, total, d1, d1 - total);
    }

    /// <summary>The bits of <see cref="Cell.Call"/> and <see cref="Cell.Put"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Value(
        in Row row, in Columns columns, Vector512<double> centred1, Vector512<double> centred2)
    {
        Vector512<double> grid = Vector512.Create(Lanes.GridQ46);
        Vector512<double> half = Vector512.Create(0.5);
        Vector512<double> differenceQ46 = Lanes.FloorProduct(columns.Factor, half + centred1, grid)
            - Lanes.FloorProduct(row.StrikeRatio, half + centred2, grid);
        Vector512<double> gridQ40 = Vector512.Create(Lanes.GridQ40);
        Vector512<double> call = Lanes.OnGrid(differenceQ46, gridQ40) - gridQ40;
        Vector512<double> intrinsic = Avx512F.Max(columns.Factor - row.Bound, Vector512<double>.Zero);
        Vector512<double> least = Vector512.Create(Black76.LeastVolatilityQ46 * UnitQ46);
        Vector512<double> value = Vector512.ConditionalSelect(
            Vector512.LessThanOrEqual(columns.Total, least), intrinsic, Avx512F.Max(call, intrinsic));
        return row.IsCall ? value : value - columns.Factor + row.Bound;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<double> value, Span<long> cellsQ40, int at)
    {
        Vector512<double> grid = Vector512.Create(Lanes.GridQ40);
        Lanes.RawOf(value + grid, grid).StoreUnsafe(ref MemoryMarshal.GetReference(cellsQ40), (nuint)at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Load(ReadOnlySpan<long> numbers, int at) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(numbers), (nuint)at);

    /// <summary>What the cells of one option share: k rounded as the bounds have it, too.</summary>
    private readonly record struct Row(bool IsCall, Vector512<double> StrikeRatio, Vector512<double> Bound);

    /// <summary>Eight columns: f, total volatility, and both deviations.</summary>
    private readonly record struct Columns(
        Vector512<double> Factor, Vector512<double> Total, Vector512<double> D1, Vector512<double> D2);
}
