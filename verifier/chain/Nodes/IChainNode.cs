using System;
using System.Collections.Immutable;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Nodes;

/// <summary>
/// What Verifiable asks of an Ethereum node. Every failure is a <see cref="MarginException"/>:
/// <see cref="ErrorCode.NodeUnreachable"/>, <see cref="ErrorCode.ReplyMalformed"/> or <see
/// cref="ErrorCode.NodeRefused"/>.
/// </summary>
public interface IChainNode
{
    /// <summary>The chain's id.</summary>
    public Task<ulong> ChainIdAsync(CancellationToken cancellation = default);

    /// <summary>The head of a block, or null where the node knows none.</summary>
    public Task<Block?> FindBlockAsync(BlockReference block, CancellationToken cancellation = default);

    /// <summary>An account's wei.</summary>
    public Task<BigInteger> BalanceAsync(
        Address account, BlockReference block, CancellationToken cancellation = default);

    /// <summary>A contract's code; empty for an account without.</summary>
    public Task<byte[]> CodeAsync(Address contract, BlockReference block, CancellationToken cancellation = default);

    /// <summary>The number of transactions that an account has sent.</summary>
    public Task<ulong> NonceAsync(Address account, BlockReference block, CancellationToken cancellation = default);

    /// <summary>Simulates a message; a revert is an outcome, not a failure.</summary>
    public Task<CallOutcome> CallAsync(
        CallRequest call, BlockReference block, CancellationToken cancellation = default);

    /// <summary>The gas that a message needs on top of the newest block, or its revert.</summary>
    public Task<GasOutcome> EstimateGasAsync(CallRequest call, CancellationToken cancellation = default);

    /// <summary>What recent blocks charged; the median of each block's priority fees.</summary>
    public Task<FeeHistory> FeeHistoryAsync(int blocks, CancellationToken cancellation = default);

    /// <summary>Hands over a signed transaction; the node's error, if any, is for the caller to read.</summary>
    public Task<JsonRpcError?> SubmitAsync(
        ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellation = default);

    /// <summary>True when the node knows the transaction, waiting or mined.</summary>
    public Task<bool> KnowsTransactionAsync(Bytes32 transaction, CancellationToken cancellation = default);

    /// <summary>The receipt of a mined transaction, or null.</summary>
    public Task<TransactionReceipt?> FindReceiptAsync(Bytes32 transaction, CancellationToken cancellation = default);

    /// <summary>The logs that a filter asks for, in order, whatever the length of its range.</summary>
    public Task<ImmutableArray<Log>> LogsAsync(LogFilter filter, CancellationToken cancellation = default);
}
