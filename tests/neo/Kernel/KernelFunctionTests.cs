using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Neo.VM;
using Neo.VM.Types;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Neo.Machine;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using Array = Neo.VM.Types.Array;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>The kernel in C# and on NeoVM: the same bits, and the same refusals.</summary>
public sealed class KernelFunctionTests(ITestOutputHelper output)
{
    private const int Rows = 2_000;
    private const int Scenarios = 4;

    private static readonly Script Script = new(KernelScript.Script);

    /// <summary>Every function that the conformance tests run on the EVM.</summary>
    public static TheoryData<string> Functions => [.. KernelFunction.All.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_RandomAndEdgeRows_SameBitsAndRefusals(string name)
    {
        KernelFunction function = KernelFunction.All[name];
        Seeded seeded = Seeded.Printed(output);
        KernelOutcome[] rows = [.. Enumerable.Range(0, Campaign.Scale(Rows)).Select(_ => function.Run(function.Draw(seeded)))];

        IEnumerable<string> differences = rows.Select(row => Difference(name, row)).OfType<string>();

        output.WriteLine($"{rows.Length} rows, {rows.Count(static row => row.Refusal is not null)} refused");
        Assert.Empty(differences.Take(10));
    }

    private static string? Difference(string name, KernelOutcome row)
    {
        VirtualMachine.Outcome outcome = VirtualMachine.Run(Script, KernelScript.Offsets[name], Arguments(name, row.Arguments));
        bool same = outcome.Fault == row.Refusal && outcome.Result == (BigInteger)row.Result && outcome.Left == 0;
        return same
            ? null
            : $"({string.Join(", ", row.Arguments)}): {row.Result} {row.Refusal}, {outcome.Result} {outcome.Fault}";
    }

    private static IEnumerable<StackItem> Arguments(string name, Int128[] row)
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

    private static Integer ValueAtRisk(Int128[] row)
    {
        KernelOutcome outcome = KernelFunction.All["tailMeasureValueAtRisk"].Run(row);
        return Number(outcome.Result);
    }

    private static Array ArrayOf(Int128[] numbers) => new(numbers.Select(Number));

    private static Integer Number(Int128 number) => new((BigInteger)number);
}
