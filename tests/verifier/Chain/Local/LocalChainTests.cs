using System;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Local;

/// <summary>The node itself, time, snapshots and deployments; both nodes run every test.</summary>
public abstract class LocalChainTests(LocalChainFixture fixture)
{
    [Fact]
    public async Task Accounts_OfTheFixture_AreTheNodes()
    {
        JsonElement listed = await fixture.Chain.Client.CallAsync("eth_accounts", []);

        string[] addresses = [.. listed.EnumerateArray().Take(10).Select(text => text.GetString()!)];

        Assert.Equal(
            addresses,
            fixture.Chain.Accounts.Keys.Select(key => key.Address.ToString()),
            StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Node_OfTheFixture_AnswersOnLoopback()
    {
        BigInteger balance =
            await fixture.Chain.Node.BalanceAsync(fixture.Chain.Accounts[9].Address, BlockReference.Latest);

        Assert.Equal(31337UL, await fixture.Chain.Node.ChainIdAsync());
        Assert.StartsWith("http://127.0.0.1:", fixture.Chain.Url, StringComparison.Ordinal);
        Assert.Equal(10_000 * BigInteger.Pow(10, 18), balance);
    }

    [Fact]
    public async Task FindBlockAsync_UnknownBlock_IsNull()
    {
        Assert.Null(await fixture.Chain.Node.FindBlockAsync(BlockReference.At(1UL << 40)));
        Assert.Null(await fixture.Chain.Node.FindBlockAsync(BlockReference.Of(new(1, 2, 3, 4))));
    }

    [Fact]
    public async Task Dev_TimeAndBlocks_MoveAsAsked()
    {
        Block start = await HeadAsync();
        await fixture.Chain.Dev.IncreaseTimeAsync(3600);
        await fixture.Chain.Dev.MineAsync();
        Block hourLater = await HeadAsync();
        await fixture.Chain.Dev.SetNextBlockTimeAsync(hourLater.TimeSeconds + 12);
        await fixture.Chain.Dev.MineAsync();
        Block next = await HeadAsync();
        await fixture.Chain.Dev.MineAsync(5);
        Block last = await HeadAsync();

        Assert.InRange(hourLater.TimeSeconds - start.TimeSeconds, 3600UL, 3660UL);
        Assert.Equal(hourLater.TimeSeconds + 12, next.TimeSeconds);
        Assert.Equal(hourLater.Hash, next.ParentHash);
        Assert.Equal(next.Number + 5, last.Number);
    }

    [Fact]
    public async Task Dev_RevertToASnapshot_LetsTheSenderGoOn()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(1);
        string snapshot = await fixture.Chain.Dev.SnapshotAsync();
        await probe.SendAsync(fixture.Sender, "requireCount", [1L]);

        await fixture.Chain.Dev.RevertAsync(snapshot);
        await probe.SendAsync(fixture.Sender, "requireCount", [1L]);

        Assert.Equal(2UL, (await probe.CallAsync("count", [])).Items.Single().Value.AsUInt64());
        MarginException refusal =
            await Assert.ThrowsAsync<MarginException>(() => fixture.Chain.Dev.RevertAsync(snapshot));
        Assert.Equal(ErrorCode.NodeRefused, refusal.Code);
    }

    [Fact]
    public async Task Sender_WithoutMining_ReplacesAndIsMinedOnce()
    {
        Address recipient = Address.Parse("0x00000000000000000000000000000000000000C3");
        BigInteger before = await fixture.Chain.Node.BalanceAsync(recipient, BlockReference.Latest);
        SecondSubmission second = new();
        using JsonRpcClient client = new(fixture.Chain.Url, handler: second);
        using TransactionSender sender = new(
            new EthereumNode(client),
            fixture.Chain.Accounts[1],
            fixture.Chain.ChainId,
            new SenderOptions { ReplaceAfter = TimeSpan.FromMilliseconds(50) });
        await fixture.Chain.Dev.SetAutomineAsync(false);

        Task<TransactionReceipt> sending =
            sender.SendAsync(new TransactionRequest { To = recipient, Value = 7 }, new(), "account", "receive");
        await second.Seen;
        await fixture.Chain.Dev.SetAutomineAsync(true);
        await fixture.Chain.Dev.MineAsync();
        TransactionReceipt receipt = await sending;

        Assert.True(receipt.Succeeded);
        Assert.Equal(before + 7, await fixture.Chain.Node.BalanceAsync(recipient, BlockReference.Latest));
        Assert.Equal(1UL, await fixture.Chain.Node.NonceAsync(sender.Address, BlockReference.Latest));
    }

    [Fact]
    public async Task DeployAsync_LinkedLibrary_IsFoundByItsName()
    {
        ContractDeployer deployer = fixture.CreateDeployer();
        await deployer.DeployAsync("DoublingLibrary", []);

        ContractInstance linked = await deployer.DeployAsync("LinkedProbe", [], "Quadrupler");

        Assert.Equal(28, (await linked.CallAsync("quadruple", [7L])).Items.Single().Value.AsInteger());
        Assert.Equal(
            ["DoublingLibrary", "Quadrupler"], deployer.Deployment.Contracts.Select(contract => contract.Name));
    }

    [Fact]
    public async Task VerifyAsync_DeploymentOfThisChain_Passes()
    {
        ContractDeployer deployer = fixture.CreateDeployer();
        ContractInstance probe = await deployer.DeployAsync("RevertProbe", [7L]);

        await deployer.Deployment.VerifyAsync(fixture.Chain.Node);

        DeployedContract record = deployer.Deployment.Find("RevertProbe");
        Assert.Equal(probe.Address, record.Address);
        Assert.Equal($"0x{new string('0', 63)}7", record.ConstructorArguments);
    }

    [Fact]
    public async Task VerifyAsync_AnotherChainNoCodeOrOtherCode_IsDeploymentUnknown()
    {
        ContractDeployer deployer = fixture.CreateDeployer();
        await deployer.DeployAsync("RevertProbe", [7L]);
        Deployment good = deployer.Deployment;
        DeployedContract probe = good.Contracts.Single();
        Address empty = Address.Parse("0x00000000000000000000000000000000000000D4");
        Deployment[] wrong =
        [
            good with { ChainId = 1 },
            good with { Contracts = [probe with { Address = empty }] },
            good with { Contracts = [probe with { CodeHash = probe.TransactionHash }] },
        ];

        MarginException[] refusals = await Task.WhenAll(wrong.Select(deployment =>
            Assert.ThrowsAsync<MarginException>(() => deployment.VerifyAsync(fixture.Chain.Node))));

        Assert.All(refusals, refusal => Assert.Equal(ErrorCode.DeploymentUnknown, refusal.Code));
    }

    private async Task<Block> HeadAsync() => (await fixture.Chain.Node.FindBlockAsync(BlockReference.Latest))!;
}

[Collection(nameof(HardhatTests))]
public sealed class HardhatLocalChainTests(HardhatFixture fixture) : LocalChainTests(fixture);

[Collection(nameof(AnvilTests))]
public sealed class AnvilLocalChainTests(AnvilFixture fixture) : LocalChainTests(fixture);
