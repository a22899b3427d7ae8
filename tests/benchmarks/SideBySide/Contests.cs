using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Benchmarks.Inputs;
using Verifiable.Engine.Vector;

namespace Verifiable.Benchmarks.SideBySide;

/// <summary>
/// The work that rivals do too, cells of the risk array and the multiply-adds of accounts; and tails in every order.
/// </summary>
/// <param name="rivals">The folder of the built rivals.</param>
/// <param name="inputs">Where their inputs are written.</param>
internal sealed class Contests(string rivals, string inputs)
{
    private const string NoLanes = "this processor has no AVX-512";

    /// <summary>All of it.</summary>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="rounds">How many runs of each contestant.</param>
    /// <param name="seconds">How long a run takes.</param>
    internal IEnumerable<ContestResult> Hold(int accounts, int rounds, double seconds) =>
        [Cells(rounds, seconds), Accounts(accounts, rounds, seconds), Tails(rounds, seconds), Chains(rounds, seconds)];

    private ContestResult Cells(int rounds, double seconds)
    {
        CellInputs cells = new();
        string file = Path.Combine(inputs, "cells.bin");
        cells.Write(file);
        FourLaneCells fourLanes = new(cells);
        RequireEqual(cells, fourLanes);
        DoubleCells doubles = new(cells);
        RequireNear(doubles, cells);
        Contestant[] contestants =
        [
            Lanes.AreSupported
                ? Contestant.Ours("lanes, exact", cells.FillByLanes, CellInputs.Cells)
                : new Contestant("lanes, exact", IsOurs: true, static _ => default, NoLanes),
            Rival("g++ libmvec erf", "cells", "erf", file),
            Rival("g++ AVX-512, same polynomial, inexact", "cells", "polynomial", file),
            Contestant.Ours("single words, exact", cells.FillByWords, CellInputs.Cells),
            FourLaneCells.AreSupported
                ? Contestant.Ours("four lanes of AVX2, exact", fourLanes.Fill, CellInputs.Cells)
                : new Contestant("four lanes of AVX2, exact", IsOurs: true, static _ => default, "no AVX2 here"),
            Contestant.Ours("kernel, exact", cells.FillByKernel, CellInputs.Cells),
            Contestant.Ours("C# scalar double, same polynomial", doubles.Fill, CellInputs.Cells)
                with { IsOurs = false },
            Rival("QuantLib blackFormula", "quantlib", file),
            Rival("scipy ndtr", "cells.py", file),
        ];
        return Contest.Hold("risk-array cell", "cell", contestants, rounds, seconds);
    }

    private ContestResult Accounts(int count, int rounds, double seconds)
    {
        FlatAccounts accounts = new(count);
        string file = Path.Combine(inputs, "accounts.bin");
        accounts.Write(file);
        double operations = (double)count * FlatAccounts.Positions * FlatAccounts.Scenarios;
        RequireEqual(accounts);
        Contestant[] contestants =
        [
            Lanes.AreSupported
                ? Contestant.Ours("lanes, exact", () => accounts.ComputeByLanes(0, count), operations)
                : new Contestant("lanes, exact", IsOurs: true, static _ => default, NoLanes),
            Rival("g++ loop", "accounts", "plain", file),
            Rival("g++ AVX-512 by hand", "accounts", "wide", file),
            Rival("g++ AVX-512 by hand, exact", "accounts", "exact", file),
            Contestant.Ours("kernel, exact", () => accounts.ComputeByKernel(0, count), operations),
        ];
        ContestResult result = Contest.Hold(
            FormattableString.Invariant($"{count:N0} accounts x 20 positions x 33 scenarios"),
            "multiply-add",
            contestants,
            rounds,
            seconds);
        File.Delete(file);
        return result;
    }

    /// <summary>Ours against ourselves, in every order: none may be slower than a random one.</summary>
    private static ContestResult Tails(int rounds, double seconds)
    {
        (TotalsOrder Order, TailInputs Inputs)[] orders =
            [.. Enum.GetValues<TotalsOrder>().Select(static order => (order, new TailInputs(order)))];
        Contestant[] contestants =
        [
            .. orders.Select(static one => Contestant.Ours($"lanes, {one.Order}", one.Inputs.MeasureByLanes, 1)),
            .. orders.Select(static one => Contestant.Ours($"kernel, {one.Order}", one.Inputs.MeasureByKernel, 1)),
        ];
        return Contest.Hold("tail of 1,000 totals", "tail", contestants, rounds, seconds);
    }

    /// <summary>What a polynomial's step takes when the next waits for it.</summary>
    private static ContestResult Chains(int rounds, double seconds)
    {
        StepChains chains = new();
        Contestant[] contestants =
        [
            Contestant.Ours("single words", chains.InWords, StepChains.Steps),
            Contestant.Ours("doubles", chains.InDoubles, StepChains.Steps),
        ];
        return Contest.Hold("step of a polynomial that waits for the one before", "step", contestants, rounds, seconds);
    }

    private Contestant Rival(string name, string program, params string[] arguments) =>
        Contestant.Rival(name, Path.Combine(rivals, program), arguments);

    private static void RequireEqual(CellInputs cells, FourLaneCells fourLanes)
    {
        cells.FillByKernel();
        long[] kernel = [.. cells.CellsQ40];
        cells.FillByWords();
        Require(kernel.SequenceEqual(cells.CellsQ40), "cells in single words differ from the kernel's");
        if (FourLaneCells.AreSupported)
        {
            fourLanes.Fill();
            Require(kernel.SequenceEqual(fourLanes.CellsQ40), "cells in four lanes differ from the kernel's");
        }

        if (Lanes.AreSupported)
        {
            cells.FillByLanes();
            Require(kernel.SequenceEqual(cells.CellsQ40), "cells in lanes differ from the kernel's");
        }
    }

    private static void RequireEqual(FlatAccounts accounts)
    {
        long[] kernel = [.. accounts.Worst];
        if (Lanes.AreSupported)
        {
            accounts.ComputeByLanes(0, accounts.Count);
            Require(kernel.SequenceEqual(accounts.Worst), "accounts in lanes differ from the kernel's");
        }
    }

    private static void RequireNear(DoubleCells doubles, CellInputs cells)
    {
        doubles.Fill();
        double largest = Enumerable.Range(0, CellInputs.Cells)
            .Max(at => Math.Abs(doubles.Cells[at] - (cells.CellsQ40[at] * Math.ScaleB(1, -40))));
        Require(largest <= 1e-11, $"scalar doubles differ from the kernel by {largest}");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
