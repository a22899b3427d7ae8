using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Tests.Verifier.Chain.Transactions;

/// <summary>A node in memory whose answers to submissions are scripted; it records every byte it was offered.</summary>
internal sealed class ScriptedNode : IChainNode
{
    private static readonly Bytes32 SomeBlock = new(1, 0, 0, 0);
    private readonly HashSet<Bytes32> _mined = [];

    /// <summary>What happens to each submission in turn; the last repeats.</summary>
    internal required ImmutableArray<Func<ScriptedNode, Bytes32, JsonRpcError?>> OnSubmit { get; init; }

    internal List<byte[]> Offered { get; } = [];

    internal ulong Nonce { get; set; }

    internal GasOutcome Estimate { get; init; } = new(Reverted: false, 100_000, default);

    internal ImmutableArray<CallOutcome> Calls { get; init; } = [];

    internal bool ReceiptSucceeds { get; init; } = true;

    internal List<BlockReference> CalledAt { get; } = [];

    /// <summary>A submission that is mined at once.</summary>
    internal static JsonRpcError? Mine(ScriptedNode node, Bytes32 hash)
    {
        node._mined.Add(hash);
        node.Nonce++;
        return null;
    }

    /// <summary>A submission that waits for ever.</summary>
    internal static JsonRpcError? Keep(ScriptedNode node, Bytes32 hash) => null;

    /// <summary>A submission that is mined while the reply is lost.</summary>
    internal static JsonRpcError? MineAndLoseReply(ScriptedNode node, Bytes32 hash)
    {
        Mine(node, hash);
        return Lose(node, hash);
    }

    /// <summary>A submission that never arrives.</summary>
    internal static JsonRpcError? Lose(ScriptedNode node, Bytes32 hash) =>
        throw new MarginException(ErrorCode.NodeUnreachable, "node", "eth_sendRawTransaction", "lost", string.Empty);

    /// <summary>A submission refused with a sentence.</summary>
    internal static Func<ScriptedNode, Bytes32, JsonRpcError?> Refuse(string message) =>
        (_, _) => new JsonRpcError(-32000, message, default);

    public Task<ulong> ChainIdAsync(CancellationToken cancellation = default) => Task.FromResult(31337UL);

    public Task<Block?> FindBlockAsync(BlockReference block, CancellationToken cancellation = default) =>
        Task.FromResult<Block?>(new Block(7, SomeBlock, SomeBlock, 0, 0, 0));

    public Task<BigInteger> BalanceAsync(
        Address account, BlockReference block, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<byte[]> CodeAsync(Address contract, BlockReference block, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<ulong> NonceAsync(Address account, BlockReference block, CancellationToken cancellation = default) =>
        Task.FromResult(Nonce);

    public Task<CallOutcome> CallAsync(
        CallRequest call, BlockReference block, CancellationToken cancellation = default)
    {
        CalledAt.Add(block);
        return Task.FromResult(Calls[CalledAt.Count - 1]);
    }

    public Task<GasOutcome> EstimateGasAsync(CallRequest call, CancellationToken cancellation = default) =>
        Task.FromResult(Estimate);

    public Task<FeeHistory> FeeHistoryAsync(int blocks, CancellationToken cancellation = default) =>
        Task.FromResult(new FeeHistory(1_000, []));

    public Task<JsonRpcError?> SubmitAsync(
        ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellation = default)
    {
        Offered.Add(rawTransaction.ToArray());
        Func<ScriptedNode, Bytes32, JsonRpcError?> script = OnSubmit[Math.Min(Offered.Count, OnSubmit.Length) - 1];
        return Task.FromResult(script(this, Keccak256.Hash(rawTransaction.Span)));
    }

    public Task<bool> KnowsTransactionAsync(Bytes32 transaction, CancellationToken cancellation = default) =>
        Task.FromResult(_mined.Contains(transaction));

    public Task<TransactionReceipt?> FindReceiptAsync(Bytes32 transaction, CancellationToken cancellation = default) =>
        Task.FromResult(_mined.Contains(transaction)
            ? new TransactionReceipt(transaction, 7, SomeBlock, ReceiptSucceeds, 21_000, 1, null, [])
            : null);

    public Task<ImmutableArray<Log>> LogsAsync(LogFilter filter, CancellationToken cancellation = default) =>
        throw new NotSupportedException();
}
