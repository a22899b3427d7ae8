using System.Linq;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Neo.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Neo.Stratis;

/// <summary>The kernel in Stratis style has the engine's bits and refusals.</summary>
public sealed class StratisKernelTests(ITestOutputHelper output)
{
    private const int Rows = 20_000;

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

        output.WriteLine($"{rows.Length} rows, {rows.Count(static row => row.Refusal is not null)} refused");
        Assert.Empty(rows.Select(row => StratisKernel.Difference(name, row)).OfType<string>().Take(10));
    }

    [Fact]
    public void Function_PinnedRows_SameBitsAndRefusals() =>
        Assert.Empty(PinnedRows.All
            .Select(static pinned => StratisKernel.Difference(
                pinned.Function, KernelRow.Run(KernelFunctions.All[pinned.Function], pinned.Row)))
            .OfType<string>());
}
