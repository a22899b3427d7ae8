using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Documents;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Bundles;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Verifiable.Tests.Verifier.Margin;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>Answers: exit codes 0 and 1, one JSON document and nothing else, and the files that are written.</summary>
public sealed class AnswerTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    private const string At = " --at 2024-01-08T11:25:00Z";

    private static readonly string Chain = Path.Combine(
        ReferenceData.Root, "tests", "data", "option-chains", "deribit_eth_2024-01-08_book_summary.csv.gz");

    [Theory]
    [InlineData("margin -m market.json -b book.json")]
    [InlineData("margin -m market.json -b book.json --explain")]
    [InlineData("stress -m market.json -b book.json")]
    [InlineData("verify signed.vmb --signers committee.json" + At)]
    [InlineData("verify signed.vmb" + At)]
    [InlineData("replay signed.vmb --signers committee.json")]
    [InlineData("inspect signed.vmb")]
    [InlineData("inspect signed.vmb --section market")]
    [InlineData("inspect draft.vmb --section signatures")]
    [InlineData("verify both.vmb --signers committee.json" + At)]
    [InlineData("inspect both.vmb --section neo")]
    [InlineData("keys list")]
    [InlineData("keys address key1.json")]
    [InlineData("schema market")]
    public async Task Run_Json_IsOneDocumentAndNothingElse(string line)
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, [.. line.Split(' '), "--json", "--quiet"]);

        Assert.Equal(0, outcome.Code);
        Assert.Empty(outcome.Error);
        using JsonDocument document = JsonDocument.Parse(outcome.Out);
        Assert.True(document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
    }

    [Fact]
    public async Task Import_Json_AnswersAndWritesTheMarket()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "import", "deribit", Chain, "--round", "floor", "--asset", "USDC=1", "--json",
            "-o", "imported.json");

        Assert.Equal(0, outcome.Code);
        using JsonDocument answer = JsonDocument.Parse(outcome.Out);
        Assert.Equal(684, answer.RootElement.GetProperty("rowsKept").GetInt32());
        Assert.Contains("684 kept", outcome.Error, StringComparison.Ordinal);
        byte[] written = await File.ReadAllBytesAsync(folder.File("imported.json"));
        Assert.Equal(MarketDocument.Write(ChainMarket.Committed), written);
    }

    /// <summary>The document is the answer, so nothing else may follow it.</summary>
    [Theory]
    [InlineData("--json")]
    [InlineData("--no-color")]
    public async Task Import_ToStandardOutput_IsTheMarketAlone(string flag)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "import", "deribit", Chain, "--round", "floor", "--asset", "USDC=1", "-o", "-", flag);

        Assert.Equal(0, outcome.Code);
        Assert.Equal(MarketDocument.Write(ChainMarket.Committed), Encoding.UTF8.GetBytes(outcome.Out));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("-o -")]
    [InlineData("-o - --json")]
    public async Task Margin_ToStandardOutput_IsTheResultAlone(string flags)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, ["margin", "-m", "market.json", "-b", "book.json", .. flags.Split(' ')]);

        Assert.Equal(0, outcome.Code);
        ResultDocument document = ResultDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal<Money>(SampleBundle.Inputs.Compute().Totals, document.Result.Totals);
    }

    /// <summary>A bundle of 2024 has expired now, and the refusal says how to judge it as of then.</summary>
    [Fact]
    public async Task Verify_OldBundleWithoutAMoment_SaysThatItIsJudgedNow()
    {
        Outcome now = await CommandLine.RunAsync(folder.Path, "verify", "signed.vmb", "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(now.Out), "stdout");
        Assert.Equal((5, ErrorCode.AttestationExpired, "validUntil"), (now.Code, refusal.Code, refusal.Path));
        Assert.Equal(
            "a moment until 2024-01-08T11:25:00Z; without --at it is judged now, "
            + "with --at 2024-01-08T11:25:00Z as of then",
            refusal.Accepted);
        Outcome then = await CommandLine.RunAsync(folder.Path, "verify", "signed.vmb", "--at", "2024-01-08T11:25:00Z");
        Assert.Equal(0, then.Code);
    }

    [Theory]
    [InlineData("book.json", "1", 0)]
    [InlineData("book.json", "1000000", 1)]
    [InlineData("poor.json", "0.000000000001", 1)]
    public async Task Margin_FailUnder_Is1BelowTheBoundAndStillAnswers(string book, string ratio, int code)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "margin", "-m", "market.json", "-b", book, "--fail-under", ratio, "--json");

        Assert.Equal(code, outcome.Code);
        ResultDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
    }

    [Fact]
    public async Task Sign_ByTwo_CompletesABundleThatVerifies()
    {
        byte[] draft = SampleBundle.Draft(SampleBundle.Inputs).Encode();
        await File.WriteAllBytesAsync(folder.File("signing.vmb"), draft);
        foreach (string key in new[] { "key2.json", "key0.json" })
        {
            Outcome signed = await CommandLine.RunAsync(
                folder.Path, "sign", "signing.vmb", "--keystore", key, "--password-file", "password");
            Assert.Equal(0, signed.Code);
        }

        Outcome replayed = await CommandLine.RunAsync(
            folder.Path, "replay", "signing.vmb", "--signers", "committee.json");

        Assert.Equal(0, replayed.Code);
        Assert.Contains("equal, 33 scenario totals", replayed.Out, StringComparison.Ordinal);
        Bundle bundle = Bundle.Decode(await File.ReadAllBytesAsync(folder.File("signing.vmb")), "signing.vmb");
        bundle.Verify(SampleBundle.Binding.Domain, BundleVectors.Committee);
        Assert.Equal(SampleBundle.Signed.Encode(), bundle.Encode());
    }

    [Fact]
    public async Task Keys_ImportThenAddressThenList_AgreeOnTheAddress()
    {
        string secret = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
        await File.WriteAllTextAsync(folder.File("secret"), secret);

        Outcome imported = await CommandLine.RunAsync(
            folder.Path, "keys", "import", "first", "--secret-file", "secret", "--password-file", "password",
            "--scrypt-cost", "4");
        Outcome address = await CommandLine.RunAsync(folder.Path, "keys", "address", "first");
        Outcome list = await CommandLine.RunAsync(folder.Path, "keys", "list", "--json");

        // The first account of the development nodes, whose key is public.
        string expected = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
        string file = folder.File("keys/first.json");
        Assert.Equal((0, $"{expected}\nkeystore {file}"), (imported.Code, imported.Out.Trim()));
        Assert.Equal((0, expected), (address.Code, address.Out.Trim()));
        using JsonDocument keys = JsonDocument.Parse(list.Out);
        Assert.Equal(expected, keys.RootElement[0].GetProperty("address").GetString());
        string keystore = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain(secret, keystore, StringComparison.Ordinal);
    }
}
