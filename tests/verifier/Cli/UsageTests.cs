using System;
using System.Threading.Tasks;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>What the program says to those who do not know it yet: exit code 0 for help, 2 for every slip.</summary>
public sealed class UsageTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    [Theory]
    [InlineData("nope", "'nope'", "verifiable --help")]
    [InlineData("margin", "--market", "verifiable margin --help")]
    [InlineData("margin -m market.json", "--book", "verifiable margin --help")]
    [InlineData("margin -m market.json -b book.json --nope", "--nope", "verifiable margin --help")]
    [InlineData("margin -m", "--book", "verifiable margin --help")]
    [InlineData("schema", "'schema'", "verifiable schema --help")]
    [InlineData("schema nope", "nope", "verifiable schema --help")]
    [InlineData("keys", "command", "verifiable keys --help")]
    [InlineData("import deribit", "'deribit'", "verifiable import deribit --help")]
    [InlineData("import deribit x --round up", "up", "verifiable import deribit --help")]
    [InlineData("replay", "'replay'", "verifiable replay --help")]
    [InlineData("inspect signed.vmb --section nope", "nope", "verifiable inspect --help")]
    [InlineData("keys new k --scrypt-cost many", "many", "verifiable keys new --help")]
    public async Task Run_Slip_Is2AndNamesItAndTheHelp(string line, string named, string help)
    {
        foreach (string[] arguments in new string[][] { line.Split(' '), [.. line.Split(' '), "--json"] })
        {
            Outcome outcome = await CommandLine.RunAsync(folder.Path, arguments);

            Assert.Equal(2, outcome.Code);
            Assert.Empty(outcome.Out);
            Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
            Assert.Contains(help, outcome.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_NoArguments_Is2AndPrintsTheVerbs()
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path);

        Assert.Equal(2, outcome.Code);
        Assert.Contains("Usage:", outcome.Out, StringComparison.Ordinal);
        Assert.All(
            new[] { "import", "margin", "attest", "sign", "verify", "replay", "inspect", "chain", "keys", "schema" },
            verb => Assert.Contains($"  {verb} ", outcome.Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("import deribit", "verifiable import deribit chain.csv.gz")]
    [InlineData("margin", "verifiable margin -m market.json")]
    [InlineData("attest", "verifiable attest -m market.json")]
    [InlineData("sign", "verifiable sign ")]
    [InlineData("verify", "verifiable verify ")]
    [InlineData("replay", "verifiable replay ")]
    [InlineData("inspect", "verifiable inspect ")]
    [InlineData("keys new", "verifiable keys new attester1")]
    [InlineData("schema", "verifiable schema book")]
    public async Task Run_Help_Is0AndShowsAnExample(string verb, string example)
    {
        foreach (string flag in new[] { "--help", "-h", "-?" })
        {
            Outcome outcome = await CommandLine.RunAsync(folder.Path, [.. verb.Split(' '), flag]);

            Assert.Equal(0, outcome.Code);
            Assert.Contains("Example", outcome.Out, StringComparison.Ordinal);
            Assert.Contains(example, outcome.Out, StringComparison.Ordinal);
            Assert.Empty(outcome.Error);
        }
    }
}
