using System.Collections.Generic;
using System.Linq;
using Neo.VM;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>The kernel in C# and on NeoVM: the same bits, and the same refusals.</summary>
public sealed class KernelFunctionTests(ITestOutputHelper output)
{
    private const int Rows = 2_000;

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

        IEnumerable<string> differences = rows.Select(row => KernelRow.Difference(Script, name, row)).OfType<string>();

        output.WriteLine($"{rows.Length} rows, {rows.Count(static row => row.Refusal is not null)} refused");
        Assert.Empty(differences.Take(10));
    }
}
