using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Contracts;

/// <summary>
/// tests/contracts/MUTANTS.md names tests that exist and argues for what none notices. That its rows are the guards of the
/// sources is checked by scripts/mutate-guards.mjs, which finds them.
/// </summary>
public sealed class MutantTableTests(ITestOutputHelper output)
{
    private const string Survivors = "Survivors";
    private const string Survives = "survives";
    private const string NotRun = "not run";
    private const int KilledBy = 3;

    private static readonly ImmutableArray<MarkdownRow> Rows = MarkdownTable.Read("tests", "contracts", "MUTANTS.md");

    private static MarkdownRow[] Guards => [.. Rows.Where(row => row.Heading != Survivors)];

    [Fact]
    public void Sources_OfTheTables_Exist() =>
        Assert.All(
            Guards, row => Assert.True(File.Exists(Path.Combine(ReferenceData.Root, row.Heading)), row.ToString()));

    [Fact]
    public void Killers_OfEveryGuard_Exist()
    {
        MarkdownRow[] killed = [.. Guards.Where(row => row.Cells[KilledBy] is not (Survives or NotRun))];
        output.WriteLine($"{killed.Length} of {Guards.Length} guards are killed");

        Assert.NotEmpty(killed);
        Assert.All(killed, row =>
        {
            string test = row.Names(KilledBy).Single();

            Assert.True(test == "setUp" || TestSources.Holds(test), $"{row}: no test {test}");
        });
    }

    [Fact]
    public void Survivors_OfTheTables_AreArguedFor()
    {
        MarkdownRow[] argued = [.. Rows.Where(row => row.Heading == Survivors)];

        Assert.Equal(
            Guards.Where(row => row.Cells[KilledBy] == Survives)
                .Select(row => string.Join(" | ", [$"`{row.Heading}`", .. row.Cells[..KilledBy]])),
            argued.Select(row => string.Join(" | ", row.Cells[..^1])));
        Assert.All(argued, row => Assert.True(row.Cells[^1].Contains(' ', StringComparison.Ordinal), row.ToString()));
    }
}
