using System;
using System.Collections.Generic;
using System.Linq;
using Neo.VM;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Neo.Machine;
using Verifiable.Tests.Neo.Stratis;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>
/// One kernel on its machines: the same rows, digested by each. The EVM's digests are those that the conformance tests
/// left behind, the lanes' counts those of the engine's tests.
/// </summary>
public sealed class FourMachinesTests(ITestOutputHelper output)
{
    internal const string Evm = "evm";
    private const string Avx512 = "avx512";

    /// <summary>What the engine's lanes repeat of the kernel; tests/engine/Vector compares each, or fails.</summary>
    private static readonly string[] Lanes = ["cells", "tails", "accounts"];


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
            differing.AddRange(priced
                .Select(row => StratisKernel.Difference(function.Name, row))
                .OfType<string>()
                .Select(difference => $"{function.Name}, Stratis form: {difference}"));
        }

        Tell(rows, differing.Count);
        Assert.Empty(differing);
    }

    private void Tell(int rows, int differing)
    {
        string numbers = $"{rows,11} rows         {differing} differing";
        int functions = KernelFunction.All.Count;
        output.WriteLine($"one kernel, {functions} functions, four machines, {differing} differing bits");
        output.WriteLine($"  C#            {numbers}");
        foreach (string cases in Lanes)
        {
            string counted = MachineDigest.Read(Avx512, cases) is string count
                ? $"{count,11} {cases,-12} 0 differing"
                : $"{"-",11} {cases,-12} not run: a processor with AVX-512, and dotnet test tests/engine";
            output.WriteLine($"  C# AVX-512    {counted}");
        }

        output.WriteLine($"  EVM           {numbers}");
        output.WriteLine($"  NeoVM         {numbers}");
        output.WriteLine($"  Stratis form  {numbers}");
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
}
