using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
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
    [InlineData("stress -m market.json", "--book", "verifiable stress --help")]
    [InlineData("stress -m market.json -b book.json --cascade x", "--cascade", "verifiable stress --help")]
    [InlineData("schema", "'schema'", "verifiable schema --help")]
    [InlineData("keys", "command", "verifiable keys --help")]
    [InlineData("import deribit", "'deribit'", "verifiable import deribit --help")]
    [InlineData("replay", "'replay'", "verifiable replay --help")]
    [InlineData("margin @arguments", "'@arguments'", "verifiable margin --help")]
    public async Task Run_Slip_Is2AndNamesItAndTheHelp(string line, string named, string help)
    {
        Outcome text = await CommandLine.RunAsync(folder.Path, line.Split(' '));
        Outcome json = await CommandLine.RunAsync(folder.Path, [.. line.Split(' '), "--json", "--quiet"]);

        Assert.Equal((2, 2), (text.Code, json.Code));
        Assert.Empty(text.Out);
        Assert.All(
            new[] { text.Error, json.Error },
            said =>
            {
                Assert.Contains(named, said, StringComparison.Ordinal);
                Assert.Contains(help, said, StringComparison.Ordinal);
                Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
            });
        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(json.Out), "stdout");
        Assert.Equal(ErrorCode.CommandLineMalformed, refusal.Code);
        Assert.NotEmpty(refusal.Path);
        Assert.Contains(named, refusal.Value, StringComparison.Ordinal);
        Assert.Contains(help, refusal.Accepted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("margin -b book.json --json", "--market")]
    [InlineData("nope --json", "verifiable")]
    [InlineData("--json nope", "verifiable")]
    [InlineData("--json", "verifiable")]
    [InlineData("keys --json=maybe", "verifiable keys")]
    public async Task Run_SlipWithJson_NamesThePlace(string line, string place)
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, line.Split(' '));

        Assert.Equal(2, outcome.Code);
        Assert.Equal(place, ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout").Path);
    }

    [Fact]
    public async Task Run_NoArguments_Is2AndPrintsTheVerbs()
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path);

        Assert.Equal(2, outcome.Code);
        Assert.Contains("Usage:", outcome.Out, StringComparison.Ordinal);
        Assert.All(
            new[] { "import", "margin", "stress", "attest", "sign", "verify", "replay", "inspect", "chain", "keys", "schema" },
            verb => Assert.Contains($"  {verb} ", outcome.Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("import deribit", "verifiable import deribit chain.csv.gz")]
    [InlineData("margin", "verifiable margin -m market.json")]
    [InlineData("stress", "verifiable stress -m market.json")]
    [InlineData("attest", "verifiable attest -m market.json")]
    [InlineData("sign", "verifiable sign ")]
    [InlineData("verify", "verifiable verify ")]
    [InlineData("replay", "verifiable replay ")]
    [InlineData("inspect", "verifiable inspect ")]
    [InlineData("keys new", "verifiable keys new attester1")]
    [InlineData("keys import", "verifiable keys import owner")]
    [InlineData("keys list", "verifiable keys list")]
    [InlineData("keys address", "verifiable keys address attester1")]
    [InlineData("chain up", "verifiable chain up --time")]
    [InlineData("chain deploy", "verifiable chain deploy -m market.json")]
    [InlineData("chain status", "verifiable chain status ")]
    [InlineData("chain publish", "verifiable chain publish -m market.json")]
    [InlineData("chain open", "verifiable chain open ")]
    [InlineData("chain deposit", "verifiable chain deposit ")]
    [InlineData("chain trade", "verifiable chain trade -m market.json")]
    [InlineData("chain withdraw", "verifiable chain withdraw ")]
    [InlineData("chain session", "verifiable chain session ")]
    [InlineData("chain escape", "verifiable chain escape ")]
    [InlineData("chain liquidate", "verifiable chain liquidate ")]
    [InlineData("chain bid", "verifiable chain bid -m market.json")]
    [InlineData("neo build", "verifiable neo build ")]
    [InlineData("neo disassemble", "verifiable neo disassemble ")]
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

    /// <summary>What would be passed over is refused: a payment that is not made, a signer who does not sign.</summary>
    [Theory]
    [InlineData("chain withdraw signed.vmb --amount 1", "--amount is for --self-proved")]
    [InlineData("chain withdraw --session 0x01 --to 0x02", "--to is for --self-proved")]
    [InlineData("chain bid -m market.json -b book.json --party a=b --signer key0.json", "--signer is for --signers.")]
    [InlineData(
        "attest -m market.json -b book.json --signers committee.json --purpose report --amount 1",
        "--amount is for --purpose withdraw.")]
    public async Task Run_OptionThatDoesNothing_Is2(string line, string said)
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, line.Split(' '));

        Assert.Equal(2, outcome.Code);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Nothing in a bundle says what the excess before a reduction was, and its signers answer for it.</summary>
    [Fact]
    public async Task Sign_OfAReduction_IsRefusedAndLeavesTheFile()
    {
        byte[] before = await File.ReadAllBytesAsync(folder.File("reduce.vmb"));

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "sign", "reduce.vmb", "--keystore", "key0.json", "--password-file", "password");

        Assert.Contains("WrongPurpose", outcome.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, outcome.Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.File("reduce.vmb")));
    }

    /// <summary>It cannot run from an installed tool alone, which its reader has to learn before trying.</summary>
    [Theory]
    [InlineData("hardhat.config.js")]
    [InlineData("node_modules")]
    [InlineData("NodeUnreachable")]
    [InlineData("exit code 7")]
    public async Task ChainUp_Help_SaysWhatItNeedsAndWhatComesOtherwise(string words)
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, "chain", "up", "--help");

        Assert.Contains(words, outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Help_SaysThatValidityIsJudgedNow()
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, "verify", "--help");

        Assert.Contains("Validity is judged now", outcome.Out, StringComparison.Ordinal);
    }
}
