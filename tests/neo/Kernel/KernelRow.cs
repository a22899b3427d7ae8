using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Neo.VM;
using Neo.VM.Types;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Neo.Machine;
using Array = Neo.VM.Types.Array;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>A row of arguments on the virtual machine.</summary>
internal static class KernelRow
{
    private const int Scenarios = 4;

    /// <summary>The engine's outcome of a row; where its checked arithmetic throws, the fault that stands for
    /// it.</summary>
    internal static KernelOutcome Run(KernelFunction function, Int128[] row)
    {
        try
        {
            return function.Run(row);
        }
        catch (Exception fault) when (fault is OverflowException or IndexOutOfRangeException)
        {
            return new KernelOutcome(row, 0, VirtualMachine.CheckedFault);
        }
    }

    /// <summary>How the machine's outcome differs from the engine's; null where it does not.</summary>
    internal static string? Difference(Script script, string name, KernelOutcome row)
    {
        VirtualMachine.Outcome outcome =
            VirtualMachine.Run(script, KernelScript.Offsets[name], Arguments(name, row.Arguments));
        bool same = outcome.Fault == row.Refusal && outcome.Result == (BigInteger)row.Result && outcome.Left == 0;
        return same
            ? null
            : $"({string.Join(", ", row.Arguments)}): {row.Result} {row.Refusal}, {outcome.Result} {outcome.Fault}";
    }

    /// <summary>The arguments; the tail measures take arrays.</summary>
    internal static IEnumerable<StackItem> Arguments(string name, Int128[] row)
    {
        if (!name.StartsWith("tailMeasure", StringComparison.Ordinal))
        {
            return row.Select(Number);
        }

        IEnumerable<StackItem> weights = [ArrayOf(row[Scenarios..^1]), Number(row[^1])];
        return name switch
        {
            "tailMeasureValueAtRisk" => weights.Prepend(ArrayOf(row[..Scenarios])),
            "tailMeasureExpectedShortfall" => [.. weights.Prepend(ArrayOf(row[..Scenarios])), ValueAtRisk(row)],
            _ => weights,
        };
    }

    private static Integer ValueAtRisk(Int128[] row) =>
        Number(KernelFunctions.All["tailMeasureValueAtRisk"].Run(row).Result);

    private static Array ArrayOf(Int128[] numbers) => new(numbers.Select(Number));

    private static Integer Number(Int128 number) => new((BigInteger)number);
}
