using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Verifiable.Engine.Vector;

/// <summary>Exact fixed-point arithmetic in eight lanes of binary64, with the floors of the kernel.</summary>
/// <remarks>
/// A lane holds a kernel number as a multiple of its unit: x in Q46 is the real x * 2^-46, exact below 2^53 units. Let
/// M = 1.5 * 2^(52 - q). Between 2^(52 - q) and 2^(53 - q) doubles are 2^-q apart, so a * b + M, fused and rounded
/// down, is M + floor(a * b) on the grid of 2^-q, and less M it is the kernel's floor(a * b) in Qq: the same bits as
/// long as |a * b| is less than 2^(51 - q). Beyond that the result is wrong without a sign of it: every caller states
/// why its products are smaller.
/// </remarks>
public static class Lanes
{
    /// <summary>How many numbers are worked on at once.</summary>
    internal const int Count = 8;

    /// <summary>M of Q52: products below 1/2.</summary>
    internal const double GridQ52 = 1.5;

    /// <summary>M of Q46: products below 2^5.</summary>
    internal const double GridQ46 = 96;

    /// <summary>M of Q40: products below 2^11.</summary>
    internal const double GridQ40 = 6144;

    private const FloatRoundingMode Down = FloatRoundingMode.ToNegativeInfinity;

    /// <summary>Whether this processor has the lanes: AVX-512 with its doubleword and quadword part.</summary>
    public static bool AreSupported => Avx512F.IsSupported && Avx512DQ.IsSupported;

    /// <summary>M + floor(left * right): the sum is left as it is where the next step takes M away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> OnGrid(
        Vector512<double> left, Vector512<double> right, Vector512<double> grid) =>
        Avx512F.FusedMultiplyAdd(left, right, grid, Down);

    /// <summary>floor(left * right) on the grid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> FloorProduct(
        Vector512<double> left, Vector512<double> right, Vector512<double> grid) =>
        Avx512F.Subtract(OnGrid(left, right, grid), grid);

    /// <summary>M + floor(number) on the grid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> OnGrid(Vector512<double> number, Vector512<double> grid) =>
        Avx512F.Add(number, grid, Down);

    /// <summary>The kernel's numbers as lanes, exact below 2^53 units.</summary>
    /// <param name="numbers">Raw units.</param>
    /// <param name="unit">2^-q of their format.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Of(Vector512<long> numbers, double unit) =>
        Avx512F.Multiply(Avx512DQ.ConvertToVector512Double(numbers), Vector512.Create(unit));

    /// <summary>The raw units of lanes that lie on a grid, M not yet taken away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<long> RawOf(Vector512<double> onGrid, Vector512<double> grid) =>
        Avx512F.Subtract(onGrid.AsInt64(), grid.AsInt64());
}
