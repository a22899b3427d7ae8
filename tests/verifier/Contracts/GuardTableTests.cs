using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Protocol;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Contracts;

/// <summary>tests/contracts/GUARDS.md has a row for every function that changes something.</summary>
public sealed class GuardTableTests(ITestOutputHelper output)
{
    private const int Who = 1;
    private const int States = 2;
    private const int WhilePaused = 3;
    private const int ShownBy = 4;

    private static readonly ImmutableArray<MarkdownRow> Rows = MarkdownTable.Read("tests", "contracts", "GUARDS.md");

    private static readonly string[] KnownStates =
        [.. Enum.GetNames<AccountState>(), "lapsed Auction", "sold Insolvent", "any", "–"];

    private static readonly string[] KnownPauses = ["passes", "stops", "stops Trade", "passes Reduce"];

    [Theory]
    [InlineData("MarginVault")]
    [InlineData("VaultTrading")]
    [InlineData("VaultExiting")]
    [InlineData("LiquidationAuction")]
    [InlineData("SelfProof")]
    [InlineData("MarginVerifier")]
    [InlineData("AttesterBond")]
    [InlineData("Disputes")]
    [InlineData("MarketRegistry")]
    [InlineData("ModelRegistry")]
    public async Task Functions_ThatChangeSomething_HaveOneRowEach(string contract)
    {
        ContractArtifact artifact =
            (await CompiledContracts.ArtifactsAsync()).Single(artifact => artifact.Name == contract);
        string[] changing =
        [
            .. artifact.Abi.Functions.Where(function => !function.ReadsOnly)
                .Select(function => function.Name)
                .Order(StringComparer.Ordinal),
        ];

        output.WriteLine($"{contract}: {changing.Length} functions");
        Assert.Equal(
            changing,
            Rows.Where(row => row.Heading == contract)
                .Select(row => row.Names(0).Single())
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rows_OfTheTable_NameCallerStatesAndPause() =>
        Assert.All(Rows, row =>
        {
            Assert.Equal(ShownBy + 1, row.Cells.Length);
            Assert.NotEmpty(row.Cells[Who]);
            Assert.All(Parts(row, States), state => Assert.Contains(state, KnownStates));
            Assert.All(Parts(row, WhilePaused), pause => Assert.Contains(pause, KnownPauses));
        });

    [Fact]
    public void Tests_OfEveryRow_Exist() =>
        Assert.All(Rows, row =>
        {
            string[] tests = [.. row.Names(ShownBy)];

            Assert.NotEmpty(tests);
            Assert.All(tests, test => Assert.True(TestSources.Holds(test), $"{row}: no test {test}"));
        });

    private static string[] Parts(MarkdownRow row, int cell) =>
        row.Cells[cell].Split(',', StringSplitOptions.TrimEntries);
}
