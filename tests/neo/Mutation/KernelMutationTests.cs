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
    private const int SearchedRows = 2_000;

    [Fact]
    public void Mutants_OfTheKernelsScript_AreKilledOrListed()
    {
        Seeded seeded = Seeded.Printed(output);
        CoveredRows rows = new(seeded, Campaign.IsLong ? 12 * RowsOfAFunction : RowsOfAFunction);
        Mutant[] all = [.. Mutant.All(KernelScript.Script)];
        IEnumerable<Mutant> drawn = Campaign.IsLong ? all : all.OrderBy(_ => seeded.Bits()).Take(Sample);

        Mutant[] survivors = [.. drawn.Where(mutant => !rows.Kill(mutant))];
        Mutant[] unexplained =
        [
            .. survivors.Where(mutant =>
                EquivalentMutants.ReasonFor(mutant) is null
                && (Campaign.IsLong || !rows.KillBySearch(mutant, seeded, SearchedRows))),
        ];

        output.WriteLine($"{drawn.Count()} of {all.Length} mutants, {survivors.Length} survive");
        foreach (IGrouping<string?, Mutant> group in survivors.GroupBy(EquivalentMutants.ReasonFor))
        {
            output.WriteLine($"{group.Count()}: {group.Key}");
        }

        foreach (Mutant mutant in unexplained)
        {
            output.WriteLine($"unexplained: {EquivalentMutants.NameOf(mutant)} @{mutant.Offset:x5}");
        }

        Assert.Empty(unexplained);
    }
}
