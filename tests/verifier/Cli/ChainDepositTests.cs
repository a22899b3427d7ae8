using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Transactions;
using Verifiable.Documents;
using Verifiable.Engine.Units;
using Verifiable.Testing;
using Verifiable.Tests.Verifier.Chain.Local;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>chain deposit and chain status with collateral, against the deployed contracts.</summary>
[Collection(nameof(HardhatTests))]
public sealed class ChainDepositTests(HardhatFixture fixture) : IAsyncLifetime
{
    private const int Owner = 2;
    private const string Password = "correct horse";
    private readonly string _folder = Directory.CreateTempSubdirectory("verifiable-deposit-").FullName;
    private string _snapshot = string.Empty;
    private string _account = string.Empty;

    public async Task InitializeAsync()
    {
        LocalProtocol protocol = await fixture.ProtocolAsync();
        _snapshot = await fixture.Chain.Dev.SnapshotAsync();
        DeploymentFile.Write(Path.Combine(_folder, "deployment.json"), protocol.Contracts.Deployment);
        Keystore.Encrypt(fixture.Chain.Accounts[Owner], Password, 4).Save(Path.Combine(_folder, "owner.json"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "password"), Password);
        using TransactionSender owner = fixture.Chain.CreateSender(Owner);
        _account = (await protocol.Contracts.Vault.OpenAsync(owner, 9)).ToString();
    }

    public async Task DisposeAsync()
    {
        await fixture.Chain.Dev.RevertAsync(_snapshot);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Deposit_Collateral_IsInTheAccountsBook()
    {
        Outcome deposit = await RunAsync($"deposit {_account} 12.5 --asset ETH --mint {Keys}");
        Outcome status = await RunAsync($"status {_account} -b book.json --json");

        Assert.Equal((0, string.Empty), (deposit.Code, deposit.Error));
        Assert.StartsWith("deposited 12.5 ETH, ", deposit.Out, StringComparison.Ordinal);
        Assert.Equal((0, string.Empty), (status.Code, status.Error));
        using JsonDocument answer = JsonDocument.Parse(status.Out);
        JsonElement shown = answer.RootElement.GetProperty("account").GetProperty("collateral");
        Assert.Equal("12.5", shown.GetProperty("ETH").GetString());
        BookDocument book = BookDocument.Read(
            await File.ReadAllBytesAsync(Path.Combine(_folder, "book.json")), "book.json", new AssetId(0x5553440000000000));
        Assert.Equal(1_250_000_000, book.Book.Collateral.Single().Amount.Raw);
    }

    [Theory]
    [InlineData("1 --asset DOGE", "IdentifierMalformed", "one of ETH, BTC")]
    [InlineData("1 --asset eth", "IdentifierMalformed", "one of ETH, BTC")]
    [InlineData("0.000000001 --asset ETH", "PrecisionLost", "AMOUNT")]
    [InlineData("0 --asset ETH", "NumberOutOfRange", "AMOUNT")]
    public async Task Deposit_CollateralThatIsNone_IsRefusedByName(string what, string code, string said)
    {
        Outcome outcome = await RunAsync($"deposit {_account} {what} --mint {Keys}");

        Assert.Equal(3, outcome.Code);
        Assert.Contains(code, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
    }

    private static string Keys => "--keystore ./owner.json --password-file password";

    private Task<Outcome> RunAsync(string verb) => CommandLine.RunAsync(
        _folder,
        [
            "chain",
            .. verb.Split(' '),
            "--rpc-url",
            fixture.Chain.Url,
            "--deployment",
            "deployment.json",
            "--artifacts",
            Path.Combine(fixture.Chain.Project, "artifacts", "solidity"),
        ]);
}
