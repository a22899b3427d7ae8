using System;
using System.Collections.Generic;
using System.Linq;
using Neo.VM;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Neo.Machine;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>
/// One kernel on its machines: the same rows, digested by each. The EVM's digests are those that the conformance tests
/// left behind.
/// </summary>
public sealed class FourMachinesTests(ITestOutputHelper output)
{
    internal const string Evm = "evm";

    [EvmFact]
    public void Kernel_OnEveryMachine_HasTheSameBits()
    {
        Seeded.Printed(output);
        List<string> differing = [];
        int rows = 0;
        foreach (KernelFunction function in KernelFunction.All.Values)
        {
            KernelOutcome[] priced = [.. Draw(function).Where(static row => row.Refusal is null)];
            string engine = MachineDigest.Of([.. priced.Select(static row => row.Result)]);
            string machine = MachineDigest.Of([.. priced.Select(row => OnNeo(function.Name, row))]);
            string? evm = MachineDigest.Read(Evm, function.Name);
            rows += priced.Length;
            bool same = machine == engine && evm == engine;
            differing.AddRange(same ? [] : [$"{function.Name}: C# {engine}, NeoVM {machine}, EVM {evm}"]);
        }

        output.WriteLine($"one kernel, {KernelFunction.All.Count} functions, {differing.Count} of them with a differing bit");
        output.WriteLine($"  C# scalar    {rows} rows");
        output.WriteLine("  C# AVX-512   its three loops against the scalar, in tests/engine/Vector");
        output.WriteLine($"  EVM          {rows} rows");
        output.WriteLine($"  NeoVM        {rows} rows");
        Assert.Empty(differing);
    }

    private static readonly Script Script = new(KernelScript.Script);

    /// <summary>The rows that the conformance tests draw first.</summary>
    private static IEnumerable<KernelOutcome> Draw(KernelFunction function)
    {
        Seeded seeded = Seeded.Printed(new Quiet());
        return [.. Enumerable.Range(0, MachineDigest.Rows).Select(_ => function.Run(function.Draw(seeded)))];
    }

    private static Int128 OnNeo(string name, KernelOutcome row) => (Int128)VirtualMachine
        .Run(Script, KernelScript.Offsets[name], KernelRow.Arguments(name, row.Arguments)).Result;

    /// <summary>The seed is printed once, not for each function.</summary>
    private sealed class Quiet : ITestOutputHelper
    {
        public void WriteLine(string message)
        {
        }

        public void WriteLine(string format, params object[] args)
        {
        }
    }
}
