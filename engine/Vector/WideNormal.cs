using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Vector;

/// <summary>S(d) in eight lanes: the bits of <see cref="NormalDistribution.Centred"/>.</summary>
internal static class WideNormal
{
    private const int Segments = 16;
    private const int Degree = NormalDistributionTable.Width - 1;

    /// <summary>M of multiples of 1/2: the segment's number is in the lowest bits of what lies on it.</summary>
    private const double SegmentGrid = 1.5 * (1L << 51);

    /// <summary>The last argument before 8, where S is saturated.</summary>
    private const double LastDeviation = 8 - (1.0 / (1L << 46));

    /// <summary>
    /// By power, then by segment: one table look-up of sixteen entries is one instruction. All but the highest power
    /// have M of the step before already taken away.
    /// </summary>
    private static readonly double[] Coefficients = Lay();

    /// <summary>The coefficients, to be fetched once a loop.</summary>
    internal static ref double Table => ref Coefficients[0];

    /// <summary>S(d) of two deviations each, side by side: neither waits for the other's multiplications.</summary>
    /// <remarks>
    /// Horner's rule as in the kernel. Arguments are below 1/2 and sums below 1, so every product is below the 1/2 that
    /// Q52 has room for.
    /// </remarks>
    /// <param name="table"><see cref="Table"/>.</param>
    /// <param name="first">Deviations on Q46, any magnitude.</param>
    /// <param name="second">Deviations on Q46, any magnitude.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<double> First, Vector512<double> Second) Centred(
        ref double table, Vector512<double> first, Vector512<double> second)
    {
        Vector512<double> grid = Vector512.Create(Lanes.GridQ52);
        Vector512<double> argument1 = ArgumentOf(first, out Vector512<long> segment1);
        Vector512<double> argument2 = ArgumentOf(second, out Vector512<long> segment2);
        ref double power = ref Unsafe.Add(ref table, Degree * Segments);
        Vector512<double> sum1 = Coefficient(ref power, segment1);
        Vector512<double> sum2 = Coefficient(ref power, segment2);
        for (int step = 0; step < Degree; step++)
        {
            power = ref Unsafe.Subtract(ref power, Segments);
            sum1 = Lanes.OnGrid(sum1, argument1, grid) + Coefficient(ref power, segment1);
            sum2 = Lanes.OnGrid(sum2, argument2, grid) + Coefficient(ref power, segment2);
        }

        return (WithSignOf(first, sum1), WithSignOf(second, sum2));
    }

    /// <summary>The same of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<double>, Vector512<double>, Vector512<double>, Vector512<double>) Centred(
        ref double table,
        Vector512<double> first,
        Vector512<double> second,
        Vector512<double> third,
        Vector512<double> fourth)
    {
        Vector512<double> grid = Vector512.Create(Lanes.GridQ52);
        Vector512<double> argument1 = ArgumentOf(first, out Vector512<long> segment1);
        Vector512<double> argument2 = ArgumentOf(second, out Vector512<long> segment2);
        Vector512<double> argument3 = ArgumentOf(third, out Vector512<long> segment3);
        Vector512<double> argument4 = ArgumentOf(fourth, out Vector512<long> segment4);
        ref double power = ref Unsafe.Add(ref table, Degree * Segments);
        Vector512<double> sum1 = Coefficient(ref power, segment1);
        Vector512<double> sum2 = Coefficient(ref power, segment2);
        Vector512<double> sum3 = Coefficient(ref power, segment3);
        Vector512<double> sum4 = Coefficient(ref power, segment4);
        for (int step = 0; step < Degree; step++)
        {
            power = ref Unsafe.Subtract(ref power, Segments);
            sum1 = Lanes.OnGrid(sum1, argument1, grid) + Coefficient(ref power, segment1);
            sum2 = Lanes.OnGrid(sum2, argument2, grid) + Coefficient(ref power, segment2);
            sum3 = Lanes.OnGrid(sum3, argument3, grid) + Coefficient(ref power, segment3);
            sum4 = Lanes.OnGrid(sum4, argument4, grid) + Coefficient(ref power, segment4);
        }

        return (
            WithSignOf(first, sum1),
            WithSignOf(second, sum2),
            WithSignOf(third, sum3),
            WithSignOf(fourth, sum4));
    }

    /// <summary>The distance from the segment's left edge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ArgumentOf(Vector512<double> deviation, out Vector512<long> segment)
    {
        Vector512<double> grid = Vector512.Create(SegmentGrid);
        Vector512<double> magnitude = Avx512F.Min(Vector512.Abs(deviation), Vector512.Create(LastDeviation));
        Vector512<double> onGrid = Lanes.OnGrid(magnitude, grid);
        segment = onGrid.AsInt64();
        return magnitude - (onGrid - grid);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Coefficient(ref double power, Vector512<long> segment) =>
        Avx512F.PermuteVar8x64x2(
            Vector512.LoadUnsafe(ref power), segment, Vector512.LoadUnsafe(ref power, (nuint)Lanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> WithSignOf(Vector512<double> number, Vector512<double> magnitude) =>
        magnitude ^ (number & Vector512.Create(-0.0));

    private static double[] Lay()
    {
        ReadOnlySpan<long> coefficients = NormalDistributionTable.Coefficients;
        double[] laid = new double[NormalDistributionTable.Width * Segments];
        for (int power = 0; power <= Degree; power++)
        {
            for (int segment = 0; segment < Segments; segment++)
            {
                double coefficient =
                    (double)coefficients[(segment * NormalDistributionTable.Width) + power] / (1L << 52);
                laid[(power * Segments) + segment] = power == Degree ? coefficient : coefficient - Lanes.GridQ52;
            }
        }

        return laid;
    }
}
