using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Chain.Local;
using Xunit;

namespace Verifiable.Tests.Verifier.Packages;

/// <summary>What a protocol does with our npm package: install, inherit, compile, deploy, gate.</summary>
[Collection(nameof(HardhatTests))]
public sealed partial class ContractsPackageTests(PackedContracts package, HardhatFixture fixture)
    : IClassFixture<PackedContracts>, IAsyncLifetime
{
    private readonly TransactionSender _client = fixture.Chain.CreateSender(4);
    private string _snapshot = string.Empty;

    public async Task InitializeAsync()
    {
        await fixture.ProtocolAsync();
        _snapshot = await fixture.Chain.Dev.SnapshotAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await fixture.Chain.Dev.RevertAsync(_snapshot);
    }

    [Fact]
    public void Package_Files_AreSourcesInterfacesAndAbis()
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(package.Installed, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(package.Installed, file).Replace('\\', '/')),
        ];
        string[] expected =
        [
            "LICENSE", "README.md", "MarginConsumer.sol", "MarginVault.sol", "Kernel/Pricing/Black76.sol",
            "interfaces/IMarginVerifier.sol", "abi/IMarginVault.json", "abi/MarketRegistry.json",
        ];

        Assert.All(files, file => Assert.Matches(Shipped(), file));
        Assert.Empty(expected.Except(files));
    }

    [Fact]
    public void Package_Manifest_HasTheProjectsVersionAndThePinnedDependency()
    {
        JsonNode manifest = Json(Path.Combine(package.Installed, "package.json"));
        JsonNode project = Json(Path.Combine(ReferenceData.Root, "package.json"));
        string properties = File.ReadAllText(Path.Combine(ReferenceData.Root, "Directory.Build.props"));

        Assert.Contains($"<Version>{manifest["version"]}</Version>", properties, StringComparison.Ordinal);
        KeyValuePair<string, JsonNode?> dependency = Assert.Single(manifest["dependencies"]!.AsObject());
        Assert.Equal("@openzeppelin/contracts", dependency.Key);
        Assert.Equal($"{project["dependencies"]![dependency.Key]}", $"{dependency.Value}");
    }

    [Theory]
    [InlineData("MarginVerifier")]
    [InlineData("MarketRegistry")]
    [InlineData("ModelRegistry")]
    [InlineData("MarginVault")]
    [InlineData("LiquidationAuction")]
    public void Package_Abi_IsTheDeployedContracts(string contract)
    {
        JsonNode shipped = Json(Path.Combine(package.Installed, "abi", $"{contract}.json"));
        JsonNode compiled = Json(Path.Combine(
            fixture.Chain.Project, "artifacts", "solidity", "contracts", $"{contract}.sol", $"{contract}.json"));

        Assert.True(JsonNode.DeepEquals(compiled["abi"], shipped));
    }

    [Fact]
    public void Readme_Contract_IsTheExampleThatTheContractTestsRun()
    {
        string example = File.ReadAllText(
            Path.Combine(package.Installed, "examples", $"{PackedContracts.Contract}.sol"));

        Assert.Equal(
            example.Replace("\"../", "\"@verifiable/contracts/", StringComparison.Ordinal),
            PackedContracts.ReadmeContract);
    }

    [Fact]
    public async Task Withdraw_AttestedByTheEngine_IsPaidOnce()
    {
        EscrowStage stage = await OpenAsync();
        MarginAttestation attestation = await stage.AttestAsync();

        await stage.WithdrawAsync(attestation);

        Assert.Equal((Int128)99_750_000_000, attestation.Equity);
        Assert.Equal((UInt128)EscrowStage.Amount, await stage.PaidAsync());
        Assert.Equal(
            $"DigestConsumed(digest: {stage.DigestOf(attestation)})",
            await ReasonAsync(stage.WithdrawAsync(attestation)));
    }

    [Fact]
    public async Task Withdraw_MutatedAfterSigning_IsSignatureRejected()
    {
        EscrowStage stage = await OpenAsync();
        SignedAttestation signed = stage.Sign(await stage.AttestAsync());
        SignedAttestation forged =
            signed with { Attestation = signed.Attestation with { Equity = signed.Attestation.Equity + 1 } };

        Assert.Equal("SignatureRejected(index: 0)", await ReasonAsync(stage.WithdrawAsync(forged)));
    }

    [Fact]
    public async Task Withdraw_MutatedAndSigned_IsRefusedByTheNameOfTheField()
    {
        EscrowStage stage = await OpenAsync();
        MarginAttestation valid = await stage.AttestAsync();
        UInt128 above = (UInt128)valid.Equity + 1;

        Assert.Equal(
            "SequenceMismatch(given: 2, actual: 1)",
            await ReasonAsync(stage.WithdrawAsync(valid with { Sequence = 2 })));
        Assert.Equal(
            $"BookMismatch(given: {valid.MarketHash}, actual: {valid.BookHash})",
            await ReasonAsync(stage.WithdrawAsync(valid with { BookHash = valid.MarketHash })));
        Assert.Equal(
            $"InitialMarginNotMet(equity: {valid.Equity}, required: {above})",
            await ReasonAsync(stage.WithdrawAsync(valid with { InitialMargin = above })));
    }

    private async Task<EscrowStage> OpenAsync() =>
        await EscrowStage.OpenAsync(await fixture.ProtocolAsync(), _client, package.Artifacts);

    private static async Task<string> ReasonAsync(Task call)
    {
        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => call);
        Assert.Equal(ErrorCode.TransactionReverted, refusal.Code);
        return refusal.Value;
    }

    private static JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(file))!;

    [GeneratedRegex(
        @"^(LICENSE|README\.md|package\.json|abi/\w+\.json|((Kernel/\w+|examples|interfaces|valuation|vault)/)?\w+\.sol)$")]
    private static partial Regex Shipped();
}
