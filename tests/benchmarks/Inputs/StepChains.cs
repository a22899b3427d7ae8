using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>
/// Steps of a polynomial that wait for each other, in whole numbers and in binary64: how much of a cell's time in single
/// words is the processor's own. A whole step is a product's upper word and a sum, a step of doubles one instruction.
/// </summary>
internal sealed class StepChains
{
    internal const int Steps = 10_000;

    private readonly ulong _argument = 0x1234_5678_9abc;
    private readonly double _factor = 0.4375;

    /// <summary>So that nothing can be left out.</summary>
    internal double Sum { get; private set; }

    internal void InWords()
    {
        ulong sum = 1UL << 62;
        ulong argument = _argument;
        for (int step = 0; step < Steps; step += 4)
        {
            sum = High(sum, argument) + argument;
            sum = High(sum, argument) + argument;
            sum = High(sum, argument) + argument;
            sum = High(sum, argument) + argument;
        }

        Sum = sum;
    }

    internal void InDoubles()
    {
        double sum = 1;
        double factor = _factor;
        for (int step = 0; step < Steps; step += 4)
        {
            sum = Math.FusedMultiplyAdd(sum, factor, factor);
            sum = Math.FusedMultiplyAdd(sum, factor, factor);
            sum = Math.FusedMultiplyAdd(sum, factor, factor);
            sum = Math.FusedMultiplyAdd(sum, factor, factor);
        }

        Sum = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong left, ulong right) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(left, right) : Math.BigMul(left, right, out _);
}
