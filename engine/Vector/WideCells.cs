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
        Vector512<double> strikeRatio = Vector512.Create(strikeRatioQ46 * UnitQ46);
        Vector512<double> bound = Vector512.Create(Cell.ToBoundRatioCeil(strikeRatioQ46) * UnitQ40);
        Vector512<long> logMoneyness = Vector512.Create(logMoneynessQ46);
        int last = cellsQ40.Length - Lanes.Count;
        for (int at = 0; at <= last; at = NextOf(at, last))
        {
            Vector512<double> factor = Lanes.Of(Load(factorsQ40, at), UnitQ40);
            Vector512<double> total = Lanes.Of(Load(totalsQ46, at), UnitQ46);
            Vector512<double> reciprocal = Lanes.Of(Load(reciprocalsQ38, at), UnitQ38);
            Vector512<double> moneyness = Lanes.Of(Load(logFactorsQ46, at) + logMoneyness, UnitQ46);
            Vector512<double> call = Black(factor, strikeRatio, moneyness, total, reciprocal);
            Vector512<double> intrinsic = Avx512F.Max(factor - bound, Vector512<double>.Zero);
            Vector512<double> least = Vector512.Create(Black76.LeastVolatilityQ46 * UnitQ46);
            Vector512<double> value = Vector512.ConditionalSelect(
                Vector512.LessThanOrEqual(total, least), intrinsic, Avx512F.Max(call, intrinsic));
            value = isCall ? value : value - factor + bound;
            Vector512<double> grid = Vector512.Create(Lanes.GridQ40);
            Lanes.RawOf(value + grid, grid).StoreUnsafe(ref MemoryMarshal.GetReference(cellsQ40), (nuint)at);
        }
    }

    /// <summary>The next eight columns; the last eight overlap those before, which changes no value.</summary>
    private static int NextOf(int at, int last) => at < last && at + Lanes.Count > last ? last : at + Lanes.Count;

    /// <summary>The bits of <see cref="Cell.Black"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Black(
        Vector512<double> factor,
        Vector512<double> strikeRatio,
        Vector512<double> moneyness,
        Vector512<double> total,
        Vector512<double> reciprocal)
    {
        Vector512<double> grid = Vector512.Create(Lanes.GridQ46);
        Vector512<double> half = Vector512.Create(0.5);

        // From 2^5 on the product is not exact any more, but it stays beyond 16, which it then counts as.
        Vector512<double> limit = Vector512.Create(16.0);
        Vector512<double> ratio = Avx512F.Max(
            Avx512F.Min(Lanes.FloorProduct(moneyness, reciprocal, grid), limit), -limit);
        Vector512<double> d1 = ratio + Lanes.FloorProduct(total, half, grid);
        (Vector512<double> centred1, Vector512<double> centred2) = WideNormal.Centred(d1, d1 - total);
        Vector512<double> differenceQ46 = Lanes.FloorProduct(factor, half + centred1, grid)
            - Lanes.FloorProduct(strikeRatio, half + centred2, grid);
        Vector512<double> gridQ40 = Vector512.Create(Lanes.GridQ40);
        return Lanes.OnGrid(differenceQ46, gridQ40) - gridQ40;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Load(ReadOnlySpan<long> numbers, int at) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(numbers), (nuint)at);
}
