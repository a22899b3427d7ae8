using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Contracts;
using Verifiable.Kernel;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Contracts;

/// <summary>tests/contracts/THREATS.md names tests and errors that exist and belong together.</summary>
public sealed class ThreatTableTests(ITestOutputHelper output)
{
    private const string Refused = "Refused";
    private const string Later = "Left to later parts";

    private static readonly ImmutableArray<MarkdownRow> Rows = MarkdownTable.Read("tests", "contracts", "THREATS.md");

    private static IEnumerable<MarkdownRow> Shown => Rows.Where(row => row.Heading != Later);

    [Fact]
    public void Threats_OfTheTable_AreNamedOnce()
    {
        IEnumerable<string> counts = Rows.CountBy(row => row.Heading).Select(pair => $"{pair.Key}: {pair.Value}");
        output.WriteLine(string.Join(", ", counts));

        Assert.Equal(
            ["Refused", "Without effect, or bounded", "Invariants", Later], Rows.Select(row => row.Heading).Distinct());
        Assert.Equal(Rows.Length, Rows.Select(row => row.Cells[0]).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Tests_OfEveryThreat_Exist() =>
        Assert.All(Shown, row =>
        {
            string[] tests = [.. row.Names(row.Cells.Length - 1)];

            Assert.NotEmpty(tests);
            Assert.All(tests, test => Assert.True(TestSources.Holds(test), $"{row}: no test {test}"));
        });

    [Fact]
    public async Task Errors_OfEveryRefusal_Exist()
    {
        HashSet<string> errors =
        [
            .. (await CompiledContracts.ArtifactsAsync()).SelectMany(Errors),
            .. Enum.GetNames<ErrorCode>(),
            // Solidity's own.
            "Panic",
        ];

        Assert.All(Rows.Where(row => row.Heading == Refused), row =>
        {
            Assert.NotEmpty(row.Names(1));
            Assert.All(row.Names(1), error => Assert.True(errors.Contains(error), $"{row}: no error {error}"));
        });
    }

    [Fact]
    public void Errors_OfEveryRefusal_OccurBesideItsTests() =>
        Assert.All(Rows.Where(row => row.Heading == Refused), row =>
        {
            string[] texts = [.. row.Names(2).SelectMany(TestSources.TextsOf)];

            Assert.All(row.Names(1), error => Assert.True(
                texts.Any(text => text.Contains(error, StringComparison.Ordinal)),
                $"{row}: none of its tests' files names {error}"));
        });

    [Fact]
    public void ThreatsOfLaterParts_HaveAReason() =>
        Assert.All(Rows.Where(row => row.Heading == Later), row =>
        {
            Assert.Equal(2, row.Cells.Length);
            Assert.NotEmpty(row.Cells[1]);
        });

    private static IEnumerable<string> Errors(ContractArtifact artifact) =>
        artifact.Abi.Errors.Select(error => error.Name);
}
