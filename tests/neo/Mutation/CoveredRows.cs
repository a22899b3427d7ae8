using System.Collections.Generic;
using System.Linq;
using Neo.VM;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Neo.Kernel;
using Verifiable.Tests.Neo.Machine;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Neo.Mutation;

/// <summary>For each instruction of the kernel's script, some rows whose run passes it.</summary>
internal sealed class CoveredRows
{
    private const int RowsOfAnInstruction = 24;

    private readonly List<(string Function, KernelOutcome Row)>[] _rows;

    /// <summary>Draws rows of every function and follows them through the script.</summary>
    internal CoveredRows(Seeded seeded, int rowsOfAFunction)
    {
        _rows = new List<(string, KernelOutcome)>[KernelScript.Script.Length];
        Script script = new(KernelScript.Script);
        foreach (KernelFunction function in KernelFunction.All.Values)
        {
            for (int count = 0; count < rowsOfAFunction; count++)
            {
                Follow(script, function, function.Run(function.Draw(seeded)));
            }
        }
    }

    /// <summary>The rows that pass an instruction.</summary>
    internal IReadOnlyList<(string Function, KernelOutcome Row)> At(int offset) => _rows[offset] ?? [];

    /// <summary>Whether a mutant's outcome differs from the engine's on a row that passes it.</summary>
    internal bool Kill(Mutant mutant)
    {
        Script script = new(mutant.Apply(KernelScript.Script));
        return At(mutant.Offset).Any(pair => KernelRow.Difference(script, pair.Function, pair.Row) is not null);
    }

    private void Follow(Script script, KernelFunction function, KernelOutcome row)
    {
        HashSet<int> passed = [];
        VirtualMachine.Run(
            script, KernelScript.Offsets[function.Name], KernelRow.Arguments(function.Name, row.Arguments), passed);
        foreach (int offset in passed)
        {
            List<(string Function, KernelOutcome Row)> rows = _rows[offset] ??= [];
            if (rows.Count < RowsOfAnInstruction)
            {
                rows.Add((function.Name, row));
            }
            else if (rows.Count(pair => pair.Function == function.Name) < RowsOfAnInstruction / 4)
            {
                // A few of each function, so that a shared function is not judged by its first caller alone.
                rows.Add((function.Name, row));
            }
        }
    }
}
