using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Vector;

/// <summary>S(d) in whole numbers on any processor: the bits of <see cref="NormalDistribution.Centred"/>.</summary>
/// <remarks>
/// A step of Horner's rule, floor(sum * w / 2^46) + c with a sum of either sign, becomes one half of an unsigned product.
/// With B = 2^62 the number sum + B is positive, and the upper word of (sum + B) * (w * 2^18) is
/// floor(sum * w / 2^46) + w * 2^16, since B * w / 2^46 is whole. What is too much is taken from the next coefficient,
/// which has B in it already.
/// </remarks>
internal static class NarrowNormal
{
    private const int Width = NormalDistributionTable.Width;
    private const long BiasQ52 = 1L << 62;
    private const int SegmentShift = 45;

    /// <summary>The last argument before 8, where S is saturated.</summary>
    private const long LastQ46 = (8L << 46) - 1;

    /// <summary>The coefficients as the kernel has them, each with B.</summary>
    private static readonly ulong[] Coefficients = Lay();

    /// <summary>The coefficients, to be fetched once a loop.</summary>
    internal static ref ulong Table => ref Coefficients[0];

    /// <summary>The upper word of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong High(ulong left, ulong right) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(left, right) : Math.BigMul(left, right, out _);

    /// <summary>Phi, which is S + 1/2, of two deviations: neither waits for the other's multiplications.</summary>
    /// <param name="table"><see cref="Table"/>.</param>
    /// <param name="firstQ46">A deviation, magnitude below 2^62.</param>
    /// <param name="secondQ46">A deviation, magnitude below 2^62.</param>
    /// <returns>Q52, from 0 to 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (ulong FirstQ52, ulong SecondQ52) Phi(ref ulong table, long firstQ46, long secondQ46)
    {
        Polynomial first = new(ref table, firstQ46);
        Polynomial second = new(ref table, secondQ46);
        for (nint power = Width - 2; power >= 0; power--)
        {
            first.Step(power);
            second.Step(power);
        }

        return (first.Phi(firstQ46), second.Phi(secondQ46));
    }

    private static ulong[] Lay()
    {
        ReadOnlySpan<long> coefficients = NormalDistributionTable.Coefficients;
        ulong[] laid = new ulong[coefficients.Length];
        for (int at = 0; at < laid.Length; at++)
        {
            laid[at] = (ulong)(coefficients[at] + BiasQ52);
        }

        return laid;
    }

    /// <summary>A polynomial on its way.</summary>
    private ref struct Polynomial
    {
        private readonly ref ulong _own;
        private readonly ulong _argument;
        private readonly ulong _excess;
        private ulong _sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Polynomial(ref ulong table, long deviationQ46)
        {
            unchecked
            {
                long sign = deviationQ46 >> 63;
                long magnitude = (deviationQ46 ^ sign) - sign;
                magnitude = magnitude < LastQ46 ? magnitude : LastQ46;
                _own = ref Unsafe.Add(ref table, (nint)(magnitude >> SegmentShift) * Width);
                _argument = (ulong)magnitude << (64 - SegmentShift) >> 1;
                _excess = _argument >> 2;
                _sum = Unsafe.Add(ref _own, Width - 1);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Step(nint power) =>
            _sum = unchecked(High(_sum, _argument) + (Unsafe.Add(ref _own, power) - _excess));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly ulong Phi(long deviationQ46)
        {
            unchecked
            {
                long sign = deviationQ46 >> 63;
                long centredQ52 = (long)_sum - BiasQ52;
                return (ulong)((centredQ52 ^ sign) - sign + NormalDistribution.HalfQ52);
            }
        }
    }
}
