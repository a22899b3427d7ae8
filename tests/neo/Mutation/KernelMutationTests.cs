using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Tests.Neo.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Neo.Mutation;

/// <summary>
/// No instruction of the kernel's script can change unnoticed: every mutant gives another result or another refusal on
/// some row, or is listed with the reason why it cannot.
/// </summary>
public sealed class KernelMutationTests(ITestOutputHelper output)
{
    private const int Sample = 1_000;
    private const int RowsOfAFunction = 120;

    /// <summary>Two, and a few more where other seeds meet equal sides less often.</summary>
    private const int MostArgued = 6;

    private const int SearchedRows = 2_000;
    private const int ListedRows = 500;
    private const int FunctionsOfALine = 4;

    private static readonly Lazy<CoveredRows> Rows = new(static () => new CoveredRows(
        Seeded.Printed(new Quiet()), Campaign.IsLong ? 12 * RowsOfAFunction : RowsOfAFunction));

    /// <summary>
    /// A comparison that may go either way on equal sides: proved from the script where both branches only load one of
    /// the sides, shown where a row meets equal sides, goes the other way and ends the same, else argued in the list.
    /// </summary>
    [Fact]
    public void Meets_OfTheList_AreProvedOrShown()
    {
        Dictionary<string, Mutant> mutants = Mutant.All(KernelScript.Script)
            .GroupBy(EquivalentMutants.NameOf)
            .ToDictionary(static group => group.Key, static group => group.First());
        Mutant[] meets =
            [.. EquivalentMutants.All.Where(static line => line.Value == "meet").Select(line => mutants[line.Key])];

        Mutant[] unproved = [.. meets.Where(static mutant => !Selection.Proves(mutant))];
        Mutant[] argued = [.. unproved.Where(static mutant => !Rows.Value.Diverges(mutant))];

        output.WriteLine($"{meets.Length - unproved.Length} of {meets.Length} proved from the script, "
            + $"{unproved.Length - argued.Length} shown by a row, {argued.Length} argued:");
        output.WriteLine(string.Join('\n', argued.Select(EquivalentMutants.NameOf)));
        Assert.InRange(argued.Length, 0, MostArgued);
    }

    /// <summary>The list is not believed: rows that it was not made from do not kill a line of it.</summary>
    [LongFact]
    public void List_SearchedByFurtherRows_IsNotKilled()
    {
        Seeded seeded = Seeded.Printed(output);
        Mutant[] listed = [.. Mutant.All(KernelScript.Script)
            .Where(static mutant => EquivalentMutants.ReasonFor(mutant) is not null)];

        Mutant[] killed = [.. listed.Where(mutant => Rows.Value.Kill(mutant)
            || Rows.Value.KillBySearch(mutant, seeded, ListedRows, FunctionsOfALine))];

        output.WriteLine($"{listed.Length} mutants of the list, {killed.Length} killed");
        Assert.Equal(string.Empty, string.Join(", ", killed.Select(EquivalentMutants.NameOf)));
    }

    [Fact]
    public void Mutants_OfTheKernelsScript_AreKilledOrListed()
    {
        Seeded seeded = Seeded.Printed(output);
        CoveredRows rows = Rows.Value;
        Mutant[] all = [.. Mutant.All(KernelScript.Script)];
        IEnumerable<Mutant> drawn = Campaign.IsLong ? all : all.OrderBy(_ => seeded.Bits()).Take(Sample);

        ILookup<bool, Mutant> judged = drawn.ToLookup(rows.Kill);
        Mutant[] survivors = [.. judged[false]];
        IEnumerable<Mutant> falselyListed =
            judged[true].Where(static mutant => EquivalentMutants.ReasonFor(mutant) is not null);
        Mutant[] unexplained =
        [
            .. survivors.Where(mutant =>
                EquivalentMutants.ReasonFor(mutant) is null
                && (Campaign.IsLong || !rows.KillBySearch(mutant, seeded, SearchedRows, int.MaxValue))),
        ];

        int judgedAll = judged[true].Count() + survivors.Length;
        output.WriteLine($"{judgedAll} of {all.Length} mutants, {survivors.Length} survive");
        foreach (IGrouping<string?, Mutant> group in survivors.GroupBy(EquivalentMutants.ReasonFor))
        {
            output.WriteLine($"{group.Count()}: {group.Key}");
        }

        foreach (Mutant mutant in unexplained)
        {
            output.WriteLine($"unexplained: {EquivalentMutants.NameOf(mutant)} @{mutant.Offset:x5}");
        }

        Assert.Empty(unexplained);
        Assert.Empty(falselyListed.Select(EquivalentMutants.NameOf));
    }
}
