using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Testing;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Vault;
using Xunit;
using Xunit.Abstractions;
using RealChain = Verifiable.Benchmarks.Inputs.Chain;

namespace Verifiable.Tests.Neo.Bundle;

/// <summary>
/// The EVM's side: the protocol on a local Hardhat node, a real option chain registered, and two accounts of the
/// command line's user, who keeps keys, committee and documents in a folder.
/// </summary>
internal sealed class EvmStage : IAsyncDisposable
{
    private const string Password = "correct horse";
    private const int TestCost = 4;
    private const int Alice = 2;
    private const int Bob = 3;

    private readonly LocalChain _chain;
    private readonly LocalProtocol _protocol;

    private readonly ITestOutputHelper _output;

    private EvmStage(LocalChain chain, LocalProtocol protocol, MarketSnapshot market, ITestOutputHelper output)
    {
        _output = output;
        _chain = chain;
        _protocol = protocol;
        Market = market;
    }

    /// <summary>The folder of the command line's user.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("verifiable-vaults-").FullName;

    /// <summary>The registered market.</summary>
    internal MarketSnapshot Market { get; }

    /// <summary>The attesters' keys in the order of the committee, whose threshold is 3.</summary>
    internal IReadOnlyList<PrivateKey> Attesters => _protocol.Attesters.Keys;

    /// <summary>The account whose book is attested.</summary>
    internal string Account { get; private set; } = string.Empty;

    /// <summary>Who is paid.</summary>
    internal string Recipient => _chain.Accounts[Alice].Address.ToString();

    internal static async Task<EvmStage> StartAsync(ITestOutputHelper output)
    {
        await LocalChain.CompileAsync();
        MarketSnapshot listed = RealChain.Market;
        LocalChain chain = await LocalChain.StartAsync(new LocalChainOptions
        {
            Time = DateTimeOffset.FromUnixTimeSeconds(listed.ObservedAt.Seconds),
        });
        try
        {
            UnderlyingMarket ether = listed.Underlyings.Single();
            LocalProtocol protocol = await LocalProtocol.DeployAsync(chain, new LocalProtocolOptions
            {
                Profile = RealChain.Scan.Name,
                EngineArtifact = "MarginEngine",
                CashAsset = listed.Quote,
                Underlyings = [new ListedUnderlying(ether.Underlying.Word, ether.Spot.Raw, 1_000_000_00000000)],
            });
            Block head = (await chain.Node.FindBlockAsync(BlockReference.Latest))!;
            EvmStage stage = new(chain, protocol, MovedMarket.Of(listed, 0, (long)head.TimeSeconds), output);
            await stage.OpenAsync();
            return stage;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a verb that talks to the chain, and expects how it ends.</summary>
    internal Task OnChainAsync(int code, string verb, params string[] more) => RunAsync(
        code,
        verb,
        [
            .. more, "--rpc-url", _chain.Url, "--deployment", "deployment.json", "--artifacts",
            Path.Combine(_chain.Project, "artifacts", "solidity"),
        ]);

    /// <summary>Runs a verb, and expects how it ends.</summary>
    internal async Task RunAsync(int code, string verb, params string[] more)
    {
        (int ended, string printed) = await ProgramRun.RunAsync(Folder, [.. verb.Split(' '), .. more]);
        _output.WriteLine($"$ verifiable {verb}\n{printed.TrimEnd()}");
        Assert.True(ended == code, printed);
    }

    /// <summary>Sells and buys the rows at their marks, and writes the account's book as the vault has it.</summary>
    internal async Task<Book> TradeAsync(IEnumerable<Position> rows)
    {
        string[] fills =
        [
            .. rows.SelectMany(row => new[]
            {
                "--fill",
                $"{Documents.Text.InstrumentText.Format(row.Instrument)}="
                    + $"{Documents.Text.DecimalText.Format(row.Quantity.Raw, Quantity.Decimals)}@{MarkOf(row)}",
            }),
        ];
        string parties = $"--party {Account}=key{Alice}.json --party {_other}=key{Bob}.json";
        string signers = "--signer attester0.json --signer attester1.json --signer attester2.json";
        await OnChainAsync(
            0,
            $"chain trade -m market.json -p {RealChain.Scan.Name} {parties} --signers attesters.json {signers} "
                + "--password-file password",
            fills);
        await OnChainAsync(0, $"chain status {Account} -b book.json");
        byte[] book = await File.ReadAllBytesAsync(Path.Combine(Folder, "book.json"));
        return BookDocument.Read(book, "book.json", Market.Quote).Book;
    }

    /// <summary>What an account's owner has outside the vault, token units.</summary>
    internal async Task<UInt128> BalanceAsync() => (await _protocol.Contracts.CashToken
        .CallAsync("balanceOf", [_chain.Accounts[Alice].Address])).Items.Single().Value.AsUInt128();

    public async ValueTask DisposeAsync()
    {
        _protocol.Dispose();
        await _chain.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private string _other = string.Empty;

    /// <summary>What one whole unit of a row is worth in the registered market.</summary>
    private string MarkOf(Position row)
    {
        Position one = row with { Quantity = new Quantity(1_00000000) };
        MarginCase alone = new(
            Market, RealChain.ScanModel, RealChain.Scan.Scenarios.Set, new Book(default, 0, default, [], [one]));
        return Documents.Text.DecimalText.Format(alone.Margin().Equity.Raw, 6);
    }

    private async Task OpenAsync()
    {
        await _protocol.RegisterAsync(Market);
        Account = await OpenAsync(Alice, 250_000_000_000);
        _other = await OpenAsync(Bob, 2_000_000_000_000);
        DeploymentFile.Write(Path.Combine(Folder, "deployment.json"), _protocol.Contracts.Deployment);
        await File.WriteAllTextAsync(Path.Combine(Folder, "password"), Password);
        await File.WriteAllBytesAsync(Path.Combine(Folder, "market.json"), MarketDocument.Write(Market));
        string members = string.Join(',', _protocol.Attesters.Signers.Signers.Select(static one => $"\"{one}\""));
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "attesters.json"),
            $$"""{ "threshold": {{_protocol.Attesters.Signers.Threshold}}, "signers": [{{members}}] }""");
        for (int attester = 0; attester < Attesters.Count; attester++)
        {
            Save($"attester{attester}.json", Attesters[attester]);
        }
    }

    private async Task<string> OpenAsync(int owner, long cash)
    {
        using TransactionSender sender = _chain.CreateSender(owner);
        Bytes32 account = await _protocol.Contracts.Vault.OpenAsync(sender, 0);
        await _protocol.FundAsync(sender, account, (UInt128)cash);
        Save($"key{owner}.json", _chain.Accounts[owner]);
        return account.ToString();
    }

    private void Save(string name, PrivateKey key) =>
        Keystore.Encrypt(key, Password, TestCost).Save(Path.Combine(Folder, name));
}
