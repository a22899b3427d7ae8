using System;

namespace Verifiable.Kernel.Numerics;

/// <summary>Integer square root, rounded down.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Numerics/SquareRoot.sol. Newton's iteration on integers (Heron). The first guess is a power
/// of two from the root up to twice the root, so its relative error is at most 1; it becomes at most 1/4, 1/40,
/// 2^-11.7, 2^-24.4, 2^-49.7 and 2^-100 by (e^2 / 2) / (1 + e), and a root has 63 bits: after six steps it is off by
/// one at most.
/// </remarks>
public static class SquareRoot
{
    /// <summary>Largest accepted radicand, 2^126 - 1: its root and the first guess stay within 64 bits.</summary>
    public static Int128 MaxRadicand => ((Int128)1 << 126) - 1;

    /// <summary>floor(sqrt(radicand)).</summary>
    /// <param name="radicand">
    /// An integer of any scale, 0 to <see cref="MaxRadicand"/>; the root has half its scale.
    /// </param>
    /// <returns>The largest integer whose square does not exceed <paramref name="radicand"/>. Exact.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.RadicandOutOfRange"/>.</exception>
    public static long Floor(Int128 radicand)
    {
        if (radicand < 0 || radicand > MaxRadicand)
        {
            Refusal.Throw(ErrorCode.RadicandOutOfRange, radicand);
        }

        if (radicand == 0)
        {
            return 0;
        }

        Int128 root = FirstGuess(radicand);
        root = (root + (radicand / root)) >> 1;
        root = (root + (radicand / root)) >> 1;
        root = (root + (radicand / root)) >> 1;
        root = (root + (radicand / root)) >> 1;
        root = (root + (radicand / root)) >> 1;
        root = (root + (radicand / root)) >> 1;
        return (long)(root > radicand / root ? root - 1 : root);
    }

    /// <summary>The least power of two whose square exceeds <paramref name="radicand"/>.</summary>
    private static Int128 FirstGuess(Int128 radicand)
    {
        int length = radicand > long.MaxValue
            ? 63 + Bits.Length((long)(radicand >> 63))
            : Bits.Length((long)radicand);
        return (Int128)1 << ((length + 1) / 2);
    }
}
