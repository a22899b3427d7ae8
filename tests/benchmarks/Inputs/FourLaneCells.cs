using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>
/// The kernel's cells in four lanes of AVX2, exact: what a processor without AVX-512 could have. It rounds to nearest
/// only, so that a floor is six instructions in the place of two: the product on its grid, what that is too much by, and
/// a step back where it was rounded up.
/// </summary>
internal sealed class FourLaneCells(CellInputs inputs)
{
    private const int Width = NormalDistributionTable.Width;
    private const double GridQ40 = 6144;
    private const double GridQ46 = 96;
    private const double GridQ52 = 1.5;
    private const double UnitQ40 = 1.0 / (1L << 40);
    private const double UnitQ46 = 1.0 / (1L << 46);
    private const double UnitQ52 = 1.0 / (1L << 52);

    private readonly double[] _coefficients =
        [.. NormalDistributionTable.Coefficients.ToArray().Select(static number => number * UnitQ52)];

    private readonly double[] _factors = Doubles(inputs.FactorsQ40, 40);
    private readonly double[] _logFactors = Doubles(inputs.LogFactorsQ46, 46);
    private readonly double[] _totals = Doubles(inputs.TotalsQ46, 46);
    private readonly double[] _reciprocals = Doubles(inputs.ReciprocalsQ38, 38);

    /// <summary>Whether this processor has what it takes.</summary>
    internal static bool AreSupported => Fma.IsSupported && Avx2.IsSupported;

    /// <summary>The cells, Q40, by row and column.</summary>
    internal long[] CellsQ40 { get; } = new long[CellInputs.Cells];

    internal void Fill()
    {
        for (int row = 0; row < CellInputs.Rows; row++)
        {
            Vector256<double> strikeRatio = Vector256.Create(inputs.StrikeRatiosQ46[row] * UnitQ46);
            Vector256<double> bound = Vector256.Create(
                Cell.ToBoundRatioCeil(inputs.StrikeRatiosQ46[row]) * UnitQ40);
            Vector256<double> moneyness = Vector256.Create(inputs.LogMoneynessQ46[row] * UnitQ46);
            int start = row * CellInputs.Columns;
            for (int column = 0; column < CellInputs.Columns; column += Vector256<double>.Count)
            {
                int at = start + column;
                Vector256<double> factor = Load(_factors, column);
                Vector256<double> call = Call(
                    factor,
                    strikeRatio,
                    moneyness + Load(_logFactors, column),
                    Load(_totals, at),
                    Load(_reciprocals, at),
                    bound);
                Vector256<double> value = inputs.AreCalls[row] ? call : call - factor + bound;
                Vector256.ConvertToInt64Native(value * (1L << 40)).CopyTo(CellsQ40.AsSpan(at));
            }
        }
    }

    private Vector256<double> Call(
        Vector256<double> factor,
        Vector256<double> strikeRatio,
        Vector256<double> moneyness,
        Vector256<double> total,
        Vector256<double> reciprocal,
        Vector256<double> bound)
    {
        Vector256<double> limit = Vector256.Create(16.0);
        Vector256<double> half = Vector256.Create(0.5);
        Vector256<double> ratio = Vector256.Max(
            Vector256.Min(FloorProduct(moneyness, reciprocal, GridQ46, UnitQ46), limit), -limit);
        Vector256<double> d1 = ratio + FloorProduct(total, half, GridQ46, UnitQ46);
        (Vector256<double> first, Vector256<double> second) = Centred(d1, d1 - total);
        Vector256<double> differenceQ46 = FloorProduct(factor, half + first, GridQ46, UnitQ46)
            - FloorProduct(strikeRatio, half + second, GridQ46, UnitQ46);
        Vector256<double> value = FloorProduct(differenceQ46, Vector256<double>.One, GridQ40, UnitQ40);
        Vector256<double> intrinsic = Vector256.Max(factor - bound, Vector256<double>.Zero);
        return Vector256.ConditionalSelect(
            Vector256.LessThanOrEqual(total, Vector256.Create(Black76.LeastVolatilityQ46 * UnitQ46)),
            intrinsic,
            Vector256.Max(value, intrinsic));
    }

    private (Vector256<double> First, Vector256<double> Second) Centred(
        Vector256<double> first, Vector256<double> second)
    {
        ref double table = ref _coefficients[0];
        Vector256<double> argument1 = ArgumentOf(first, out Vector256<long> start1);
        Vector256<double> argument2 = ArgumentOf(second, out Vector256<long> start2);
        Vector256<double> sum1 = Coefficient(ref table, start1, Width - 1);
        Vector256<double> sum2 = Coefficient(ref table, start2, Width - 1);
        for (int power = Width - 2; power >= 0; power--)
        {
            sum1 = FloorProduct(sum1, argument1, GridQ52, UnitQ52) + Coefficient(ref table, start1, power);
            sum2 = FloorProduct(sum2, argument2, GridQ52, UnitQ52) + Coefficient(ref table, start2, power);
        }

        Vector256<double> signs = Vector256.Create(-0.0);
        return (sum1 ^ (first & signs), sum2 ^ (second & signs));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ArgumentOf(Vector256<double> deviation, out Vector256<long> start)
    {
        Vector256<double> magnitude = Vector256.Min(Vector256.Abs(deviation), Vector256.Create(8 - UnitQ46));
        Vector256<double> segment = Vector256.Floor(magnitude + magnitude);
        start = Vector256.ConvertToInt64Native(segment * Width);
        return magnitude - (segment * 0.5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Coefficient(ref double table, Vector256<long> start, int power)
    {
        ref double own = ref Unsafe.Add(ref table, power);
        return Vector256.Create(
            Unsafe.Add(ref own, (nint)start[0]),
            Unsafe.Add(ref own, (nint)start[1]),
            Unsafe.Add(ref own, (nint)start[2]),
            Unsafe.Add(ref own, (nint)start[3]));
    }

    /// <summary>floor(left * right) on the grid that a number M has, by rounding to nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> FloorProduct(
        Vector256<double> left, Vector256<double> right, double grid, double unit)
    {
        Vector256<double> grids = Vector256.Create(grid);
        Vector256<double> nearest = Fma.MultiplyAdd(left, right, grids) - grids;
        Vector256<double> rest = Fma.MultiplySubtract(left, right, nearest);
        return nearest - (Vector256.LessThan(rest, Vector256<double>.Zero) & Vector256.Create(unit));
    }

    private static Vector256<double> Load(double[] numbers, int at) => Vector256.LoadUnsafe(ref numbers[at]);

    private static double[] Doubles(long[] numbers, int fractionBits) =>
        [.. numbers.Select(number => number * Math.ScaleB(1, -fractionBits))];
}
