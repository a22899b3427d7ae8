using System;
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
    private const int RowsOfAnInstruction = 150;

    private const int TableRows = 600;

    private readonly List<(string Function, KernelOutcome Row)>[] _rows;

    /// <summary>Draws rows of every function and follows them through the script.</summary>
    internal CoveredRows(Seeded seeded, int rowsOfAFunction)
    {
        _rows = new List<(string, KernelOutcome)>[KernelScript.Script.Length];
        Script script = new(KernelScript.Script);
        foreach (KernelFunction function in KernelFunctions.All.Values)
        {
            for (int count = 0; count < rowsOfAFunction; count++)
            {
                Follow(script, function, KernelRow.Run(function, EdgeRows.Draw(function, seeded)));
                Follow(script, function, KernelRow.Run(function, function.Draw(seeded)));
            }
        }

        FollowAll(script, "sviSmileVolatility", EdgeRows.Smiles(seeded, TableRows));
        FollowAll(script, "exponentialNatural", EdgeRows.Exponents(seeded, TableRows));
        FollowAll(script, "logarithmNatural", EdgeRows.Mantissas(seeded, TableRows));
        FollowAll(script, "normalDistributionCentred", EdgeRows.Deviations(seeded, TableRows));
        foreach ((string function, Int128[] row) in PinnedRows.All)
        {
            FollowAll(script, function, [row]);
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

    /// <summary>Whether a mutant takes another way than the original on a row, and ends with the same result.</summary>
    internal bool Diverges(Mutant mutant)
    {
        Script original = new(KernelScript.Script);
        Script script = new(mutant.Apply(KernelScript.Script));
        return At(mutant.Offset).Any(pair => KernelRow.Difference(script, pair.Function, pair.Row) is null
            && !Way(original, pair.Function, pair.Row).SequenceEqual(Way(script, pair.Function, pair.Row)));
    }

    private static List<int> Way(Script script, string function, KernelOutcome row)
    {
        List<int> passed = [];
        VirtualMachine.Run(
            script, KernelScript.Offsets[function], KernelRow.Arguments(function, row.Arguments), passed);
        return passed;
    }

    /// <summary>Whether further rows of the functions that pass a mutant tell it from the original.</summary>
    internal bool KillBySearch(Mutant mutant, Seeded seeded, int rows, int functions)
    {
        Script script = new(mutant.Apply(KernelScript.Script));
        return At(mutant.Offset).Select(static pair => pair.Function).Distinct().Take(functions).Any(name =>
            Enumerable.Range(0, rows).Any(at =>
            {
                KernelFunction function = KernelFunctions.All[name];
                Int128[] row = at % 2 == 0 ? function.Draw(seeded) : EdgeRows.Draw(function, seeded);
                return KernelRow.Difference(script, name, KernelRow.Run(function, row)) is not null;
            }));
    }

    private void FollowAll(Script script, string name, IEnumerable<Int128[]> rows)
    {
        KernelFunction function = KernelFunctions.All[name];
        foreach (Int128[] row in rows)
        {
            Follow(script, function, KernelRow.Run(function, row), always: true);
        }
    }

    private void Follow(Script script, KernelFunction function, KernelOutcome row, bool always = false)
    {
        HashSet<int> passed = [];
        VirtualMachine.Run(
            script, KernelScript.Offsets[function.Name], KernelRow.Arguments(function.Name, row.Arguments), passed);
        foreach (int offset in passed)
        {
            List<(string Function, KernelOutcome Row)> rows = _rows[offset] ??= [];

            // Some of each function besides the first, so that a shared function is not judged by one caller alone.
            bool isRare = rows.Count(pair => pair.Function == function.Name) < RowsOfAnInstruction / 4;
            if (always || rows.Count < RowsOfAnInstruction || isRare)
            {
                rows.Add((function.Name, row));
            }
        }
    }
}
