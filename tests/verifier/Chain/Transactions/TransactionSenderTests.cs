using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Attestation.Encoding;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Transactions;

public sealed class TransactionSenderTests : IDisposable
{
    private static readonly TransactionRequest Request =
        new() { To = Address.Parse("0x00000000000000000000000000000000000000A1"), Data = new byte[] { 1, 2, 3, 4 } };

    private static readonly SenderOptions Impatient = new()
    {
        PollInterval = TimeSpan.FromMilliseconds(1),
        ReceiptTimeout = TimeSpan.FromMilliseconds(60),
        SubmitAttempts = 3,
    };

    private static readonly byte[] PanicOfOverflow = Convert.FromHexString($"4e487b71{new string('0', 62)}11");
    private readonly PrivateKey _key = new(Enumerable.Repeat((byte)7, 32).ToArray());
    private readonly string _journalFile = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.journal");

    public void Dispose()
    {
        _key.Dispose();
        File.Delete(_journalFile);
    }

    [Fact]
    public async Task SendAsync_NodeTakesIt_YieldsTheReceiptOfTheSignedBytes()
    {
        ScriptedNode node = new() { OnSubmit = [ScriptedNode.Mine], Nonce = 5 };

        TransactionReceipt receipt = await SendAsync(node, Impatient);

        SignedTransaction sent = Eip1559Transaction.Decode(node.Offered.Single());
        Assert.Equal(sent.Hash, receipt.TransactionHash);
        Assert.Equal(_key.Address, sent.Sender);
        Assert.Equal(5UL, sent.Transaction.Nonce);
        Assert.Equal(31337UL, sent.Transaction.ChainId);
        Assert.Equal(120_000UL, sent.Transaction.GasLimit);
        Assert.Equal(1_000_000_000, sent.Transaction.MaxPriorityFeePerGas);
        Assert.Equal(1_000_002_000, sent.Transaction.MaxFeePerGas);
    }

    [Theory]
    [InlineData("already known")]
    [InlineData("nonce too low")]
    [InlineData("Known transaction: 0x00")]
    public async Task SendAsync_ReplyLostAndThenRefused_LooksTheTransactionUp(string refusal)
    {
        ScriptedNode node = new() { OnSubmit = [ScriptedNode.MineAndLoseReply, ScriptedNode.Refuse(refusal)] };

        TransactionReceipt receipt = await SendAsync(node, Impatient);

        Assert.True(receipt.Succeeded);
        Assert.Equal(2, node.Offered.Count);
        Assert.Equal(node.Offered[0], node.Offered[1]);
    }

    [Fact]
    public async Task SendAsync_NonceTakenByAnother_SignsAgainWithTheNext()
    {
        ScriptedNode node = new() { OnSubmit = [Overtake, ScriptedNode.Mine] };

        await SendAsync(node, Impatient);

        Assert.Equal([0UL, 1UL], node.Offered.Select(raw => Eip1559Transaction.Decode(raw).Transaction.Nonce));
    }

    [Fact]
    public async Task SendAsync_RefusedForAnotherReason_IsNodeRefusedAtOnce()
    {
        ScriptedNode node = new() { OnSubmit = [ScriptedNode.Refuse("insufficient funds")] };

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => SendAsync(node, Impatient));

        Assert.Equal(ErrorCode.NodeRefused, refusal.Code);
        Assert.Single(node.Offered);
    }

    [Fact]
    public async Task SendAsync_AfterASendOfUnknownFate_OffersItsBytesFirst()
    {
        ScriptedNode node = new()
        {
            OnSubmit = [ScriptedNode.Lose, ScriptedNode.Lose, ScriptedNode.Lose, ScriptedNode.Mine, ScriptedNode.Mine],
        };
        using TransactionSender sender = new(node, _key, 31337, Impatient);

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => SendAsync(sender));
        await SendAsync(sender);

        Assert.Equal(ErrorCode.NodeUnreachable, refusal.Code);
        Assert.Equal(5, node.Offered.Count);
        Assert.All(node.Offered.Take(4), raw => Assert.Equal(node.Offered[0], raw));
        Assert.Equal(1UL, Eip1559Transaction.Decode(node.Offered[4]).Transaction.Nonce);
    }

    [Fact]
    public async Task SendAsync_ByANewProcess_OffersTheJournalsBytesFirst()
    {
        ScriptedNode dead = new() { OnSubmit = [ScriptedNode.Lose] };
        ScriptedNode alive = new() { OnSubmit = [ScriptedNode.Mine] };
        using TransactionSender before = new(dead, _key, 31337, Impatient, new TransactionJournal(_journalFile));
        await Assert.ThrowsAsync<MarginException>(() => SendAsync(before));

        using TransactionSender after = new(alive, _key, 31337, Impatient, new TransactionJournal(_journalFile));
        await SendAsync(after);

        Assert.Equal(dead.Offered[0], alive.Offered[0]);
        Assert.Equal(2, alive.Offered.Count);
        Assert.Empty(new TransactionJournal(_journalFile).Read());
    }

    [Fact]
    public async Task SendAsync_NeverMined_IsReceiptMissingWithTheHash()
    {
        ScriptedNode node = new() { OnSubmit = [ScriptedNode.Keep] };

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => SendAsync(node, Impatient));

        Assert.Equal(ErrorCode.ReceiptMissing, refusal.Code);
        Assert.Equal(Keccak256.Hash(node.Offered[0]).ToString(), refusal.Value);
    }

    [Fact]
    public async Task SendAsync_Stuck_OffersTheSameNonceAnEighthHigher()
    {
        ScriptedNode node = new() { OnSubmit = [ScriptedNode.Keep, ScriptedNode.Mine] };
        SenderOptions replacing = Impatient with
        {
            ReceiptTimeout = TimeSpan.FromMinutes(1),
            ReplaceAfter = TimeSpan.FromMilliseconds(5),
        };

        TransactionReceipt receipt = await SendAsync(node, replacing);

        Eip1559Transaction first = Eip1559Transaction.Decode(node.Offered[0]).Transaction;
        Eip1559Transaction second = Eip1559Transaction.Decode(node.Offered[1]).Transaction;
        Assert.Equal(Keccak256.Hash(node.Offered[1]), receipt.TransactionHash);
        Assert.Equal(first.Nonce, second.Nonce);
        Assert.Equal(first.Data.ToArray(), second.Data.ToArray());
        Assert.Equal(1_125_000_000, second.MaxPriorityFeePerGas);
        Assert.Equal(1_125_002_250, second.MaxFeePerGas);
    }

    [Fact]
    public async Task SendAsync_NotConfirmedDeepEnough_Waits()
    {
        ScriptedNode node = new() { OnSubmit = [ScriptedNode.Mine] };

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => SendAsync(node, Impatient with { Confirmations = 2 }));

        Assert.Equal(ErrorCode.ReceiptMissing, refusal.Code);
    }

    [Fact]
    public async Task SendAsync_EstimateReverts_SendsNothing()
    {
        ScriptedNode node = new()
        {
            OnSubmit = [ScriptedNode.Mine],
            Estimate = new GasOutcome(Reverted: true, 0, PanicOfOverflow),
        };

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => SendAsync(node, Impatient));

        Assert.Equal("Panic(code: 17, meaning: \"arithmetic overflow\")", refusal.Value);
        Assert.Equal(ErrorCode.TransactionReverted, refusal.Code);
        Assert.Empty(node.Offered);
    }

    [Fact]
    public async Task SendAsync_MinedRevertThatOnlyItsOwnBlockRepeats_IsExplainedThere()
    {
        ScriptedNode node = new()
        {
            OnSubmit = [ScriptedNode.Mine],
            ReceiptSucceeds = false,
            Calls = [new CallOutcome(Reverted: false, default), new CallOutcome(Reverted: true, PanicOfOverflow)],
        };

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => SendAsync(node, Impatient));

        Assert.Equal([BlockReference.At(6), BlockReference.At(7)], node.CalledAt);
        Assert.Equal("Panic", RevertReason.Of(refusal)!.Name);
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_UsesEachNonceOnce()
    {
        ScriptedNode node = new() { OnSubmit = [ScriptedNode.Mine] };
        using TransactionSender sender = new(node, _key, 31337, Impatient);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(sender)));

        Assert.Equal(
            Enumerable.Range(0, 20).Select(nonce => (ulong)nonce),
            node.Offered.Select(raw => Eip1559Transaction.Decode(raw).Transaction.Nonce));
    }

    private static Verifiable.Chain.Rpc.JsonRpcError? Overtake(ScriptedNode node, Verifiable.Engine.Units.Bytes32 hash)
    {
        node.Nonce++;
        string message = string.Create(CultureInfo.InvariantCulture, $"nonce too low: next {node.Nonce}");
        return ScriptedNode.Refuse(message)(node, hash);
    }

    private async Task<TransactionReceipt> SendAsync(ScriptedNode node, SenderOptions options)
    {
        using TransactionSender sender = new(node, _key, 31337, options);
        return await SendAsync(sender);
    }

    private static Task<TransactionReceipt> SendAsync(TransactionSender sender) =>
        sender.SendAsync(Request, new RevertDecoder(), "Contract", "function");
}
