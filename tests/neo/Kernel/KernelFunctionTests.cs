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
    private const int Rows = 20_000;

    private static readonly Script Script = new(KernelScript.Script);

    /// <summary>Every function.</summary>
    public static TheoryData<string> Functions => [.. KernelFunctions.All.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_RandomAndEdgeRows_SameBitsAndRefusals(string name)
    {
        KernelFunction function = KernelFunctions.All[name];
        Seeded seeded = Seeded.Printed(output);
        KernelOutcome[] rows =
        [
            .. Enumerable.Range(0, Rows).Select(at => KernelRow.Run(
                function, at % 2 == 0 ? function.Draw(seeded) : EdgeRows.Draw(function, seeded))),
        ];

        IEnumerable<string> differences = rows.Select(row => KernelRow.Difference(Script, name, row)).OfType<string>();

        output.WriteLine($"{rows.Length} rows, {rows.Count(static row => row.Refusal is not null)} refused");
        Assert.Empty(differences.Take(10));
    }

    [Fact]
    public void Function_PinnedRows_SameBitsAndRefusals() =>
        Assert.Empty(PinnedRows.All
            .Select(static pinned => KernelRow.Difference(
                Script, pinned.Function, KernelRow.Run(KernelFunctions.All[pinned.Function], pinned.Row)))
            .OfType<string>());
}
