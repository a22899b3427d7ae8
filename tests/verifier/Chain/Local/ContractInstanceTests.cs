using System;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Local;

/// <summary>Calls, transactions, events and reverts of a contract on a real node; both nodes run every test.</summary>
public abstract class ContractInstanceTests(LocalChainFixture fixture)
{
    private static readonly AbiValue Legs = AbiValue.Of(
        AbiValue.Of(Enumerable.Repeat((byte)0xAB, 32).ToArray(), -5L, new byte[] { 1, 2, 3 }),
        AbiValue.Of(new byte[32], long.MinValue, Array.Empty<byte>()));

    [Fact]
    public async Task CallAsync_NestedArguments_ComeBackUnchanged()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(0);
        AbiValue pairs = AbiValue.Of(AbiValue.Of(BigInteger.MinusOne, BigInteger.Pow(2, 254)), AbiValue.Of(0L, 7L));
        Address account = fixture.Sender.Address;

        NamedValues results = await probe.CallAsync("echo", [Legs, pairs, "grüße 𝄞", account]);

        Assert.Equal(
            new AbiValue[] { account, "grüße 𝄞", pairs, Legs }, results.Items.Select(item => item.Value));
    }

    [Fact]
    public async Task SendAsync_StateChange_IsMinedAndEmitsItsEvent()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(5);

        TransactionReceipt receipt = await probe.SendAsync(fixture.Sender, "set", [3L, "down", Legs]);

        DecodedEvent change = Assert.Single(probe.EventsOf(receipt));
        Assert.Equal("CountChanged", change.Name);
        Assert.Equal(fixture.Sender.Address, change.Fields["caller"].AsAddress());
        Assert.Equal(3UL, change.Fields["count"].AsUInt64());
        Assert.Equal(-2L, change.Fields["delta"].AsInt64());
        Assert.Equal("down", change.Fields["note"].AsText());
        Assert.Equal(Legs, change.Fields["legs"]);
        Assert.Equal(3UL, (await probe.CallAsync("count", [])).Items.Single().Value.AsUInt64());
    }

    [Fact]
    public async Task CallAsync_AtAnEarlierBlock_ReadsItsState()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(5);
        TransactionReceipt receipt = await probe.SendAsync(fixture.Sender, "set", [6L, string.Empty, AbiValue.Of()]);
        ContractInstance before = probe with { Block = BlockReference.At(receipt.BlockNumber - 1) };
        ContractInstance after = probe with { Block = BlockReference.Of(receipt.BlockHash) };

        NamedValues countBefore = await before.CallAsync("count", []);
        NamedValues countAfter = await after.CallAsync("count", []);

        Assert.Equal(5UL, countBefore.Items.Single().Value.AsUInt64());
        Assert.Equal(6UL, countAfter.Items.Single().Value.AsUInt64());
    }

    [Fact]
    public async Task EventsAsync_OverARange_YieldsEveryEventInOrder()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(0);
        TransactionReceipt first = await probe.SendAsync(fixture.Sender, "set", [1L, "a", AbiValue.Of()]);
        TransactionReceipt second = await probe.SendAsync(fixture.Sender, "set", [2L, "b", AbiValue.Of()]);

        ImmutableArray<DecodedEvent> both =
            await probe.EventsAsync("CountChanged", first.BlockNumber, second.BlockNumber);
        ImmutableArray<DecodedEvent> one =
            await probe.EventsAsync("CountChanged", second.BlockNumber, second.BlockNumber);

        Assert.Equal(["a", "b"], both.Select(change => change.Fields["note"].AsText()));
        Assert.Equal(["b"], one.Select(change => change.Fields["note"].AsText()));
    }

    [Theory]
    [InlineData("failBare", "RevertedWithoutReason()")]
    [InlineData("failAssertion", "Panic(code: 1, meaning: \"assertion failed\")")]
    [InlineData("failIndex", "Panic(code: 50, meaning: \"index out of bounds\")")]
    public async Task CallAsync_Reverts_NamesTheReason(string function, string reason)
    {
        ContractInstance probe = await fixture.DeployProbeAsync(0);

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => probe.CallAsync(function, []));

        Assert.Equal(ErrorCode.TransactionReverted, refusal.Code);
        Assert.Equal("RevertProbe", refusal.File);
        Assert.Equal(function, refusal.Path);
        Assert.Equal(reason, refusal.Value);
    }

    [Fact]
    public async Task CallAsync_RevertsWithValues_NamesThem()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(0);
        Address caller = fixture.Chain.Accounts[3].Address;

        Assert.Equal(
            "InitialMarginNotMet(equity: -1, required: 2)",
            await ReasonAsync(probe.CallAsync("failCustom", [-1L, 2L])));
        Assert.Equal(
            "Error(message: \"no \\u001B[0m\")", await ReasonAsync(probe.CallAsync("failMessage", ["no \u001b[0m"])));
        Assert.Equal(
            $"LegsRefused(legs: {Legs}, caller: {caller})",
            await ReasonAsync((probe with { Caller = caller }).CallAsync("failNested", [Legs])));
        Assert.Equal(
            "Panic(code: 17, meaning: \"arithmetic overflow\")",
            await ReasonAsync(probe.CallAsync("subtract", [1L, 2L])));
        Assert.Equal(
            "Panic(code: 18, meaning: \"division by zero\")", await ReasonAsync(probe.CallAsync("divide", [1L, 0L])));
    }

    [Fact]
    public async Task SendAsync_WouldRevert_IsRefusedBeforeItCostsANonce()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(4);
        ulong nonce = await fixture.Chain.Node.NonceAsync(fixture.Sender.Address, BlockReference.Latest);

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => probe.SendAsync(fixture.Sender, "requireCount", [9L]));

        Assert.Equal("InitialMarginNotMet(equity: 4, required: 9)", refusal.Value);
        Assert.Equal(nonce, await fixture.Chain.Node.NonceAsync(fixture.Sender.Address, BlockReference.Latest));
    }

    [Fact]
    public async Task SendAsync_MinedRevert_IsExplainedByTheStateItMet()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(4);
        byte[] calldata = probe.Abi.Function("requireCount").EncodeCall([9L]);
        TransactionRequest request = new() { To = probe.Address, Data = calldata, GasLimit = 100_000 };

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => fixture.Sender.SendAsync(request, probe.Reverts, probe.Name, "requireCount"));

        Assert.Equal("InitialMarginNotMet(equity: 4, required: 9)", refusal.Value);
        Assert.Equal((Int128)4, RevertReason.Of(refusal)!.Arguments["equity"].AsInt128());
    }

    [Fact]
    public async Task SendAsync_MinedRevertByTheBlocksTime_IsExplainedByItsOwnBlock()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(0);
        Block head = (await fixture.Chain.Node.FindBlockAsync(BlockReference.Latest))!;
        byte[] calldata = probe.Abi.Function("requireFresh").EncodeCall([head.TimeSeconds + 500]);
        TransactionRequest request = new() { To = probe.Address, Data = calldata, GasLimit = 100_000 };
        await fixture.Chain.Dev.SetNextBlockTimeAsync(head.TimeSeconds + 1000);

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => fixture.Sender.SendAsync(request, probe.Reverts, probe.Name, "requireFresh"));

        Assert.Equal($"AttestationExpired(validUntil: {head.TimeSeconds + 500})", refusal.Value);
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_AreAllMined()
    {
        ContractInstance probe = await fixture.DeployProbeAsync(0);

        TransactionReceipt[] receipts = await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(i => probe.SendAsync(fixture.Sender, "set", [(long)i, string.Empty, AbiValue.Of()])));

        Assert.All(receipts, receipt => Assert.True(receipt.Succeeded));
        Assert.Equal(10, receipts.Select(receipt => receipt.TransactionHash).Distinct().Count());
    }

    private static async Task<string> ReasonAsync(Task call) =>
        (await Assert.ThrowsAsync<MarginException>(() => call)).Value;
}

[Collection(nameof(HardhatTests))]
public sealed class HardhatContractInstanceTests(HardhatFixture fixture) : ContractInstanceTests(fixture);

[Collection(nameof(AnvilTests))]
public sealed class AnvilContractInstanceTests(AnvilFixture fixture) : ContractInstanceTests(fixture);
