using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Nodes;

/// <summary>A node over JSON-RPC. The client belongs to the caller.</summary>
public sealed class EthereumNode(JsonRpcClient client) : IChainNode
{
    /// <summary>The widest range of one eth_getLogs; hosted nodes refuse wider ones.</summary>
    public const ulong MaxLogBlocks = 2_000;

    private const int MedianPercentile = 50;

    /// <inheritdoc/>
    public async Task<ulong> ChainIdAsync(CancellationToken cancellation = default)
    {
        const string Method = "eth_chainId";
        JsonElement result = await client.CallAsync(Method, [], cancellation).ConfigureAwait(false);
        return ReplyText.ReadUInt64(result, Method);
    }

    /// <inheritdoc/>
    public async Task<Block?> FindBlockAsync(BlockReference block, CancellationToken cancellation = default)
    {
        string method = block.Hash is null ? "eth_getBlockByNumber" : "eth_getBlockByHash";
        JsonElement found = await client.CallAsync(method, [block.ToString(), false], cancellation)
            .ConfigureAwait(false);
        return found.ValueKind == JsonValueKind.Null ? null : Block.Read(found);
    }

    /// <inheritdoc/>
    public async Task<BigInteger> BalanceAsync(
        Address account, BlockReference block, CancellationToken cancellation = default)
    {
        const string Method = "eth_getBalance";
        JsonArray parameters = [account.ToString(), block.ToJson()];
        JsonElement result = await client.CallAsync(Method, parameters, cancellation).ConfigureAwait(false);
        return ReplyText.ReadQuantity(result, Method);
    }

    /// <inheritdoc/>
    public async Task<byte[]> CodeAsync(
        Address contract, BlockReference block, CancellationToken cancellation = default)
    {
        const string Method = "eth_getCode";
        JsonArray parameters = [contract.ToString(), block.ToJson()];
        JsonElement result = await client.CallAsync(Method, parameters, cancellation).ConfigureAwait(false);
        return ReplyText.ReadBytes(result, Method);
    }

    /// <inheritdoc/>
    public async Task<ulong> NonceAsync(Address account, BlockReference block, CancellationToken cancellation = default)
    {
        const string Method = "eth_getTransactionCount";
        JsonArray parameters = [account.ToString(), block.ToJson()];
        JsonElement result = await client.CallAsync(Method, parameters, cancellation).ConfigureAwait(false);
        return ReplyText.ReadUInt64(result, Method);
    }

    /// <inheritdoc/>
    public async Task<CallOutcome> CallAsync(
        CallRequest call, BlockReference block, CancellationToken cancellation = default)
    {
        const string Method = "eth_call";
        JsonRpcReply reply =
            await client.AskAsync(Method, [call.ToJson(), block.ToJson()], cancellation).ConfigureAwait(false);
        return reply.Error is null
            ? new CallOutcome(Reverted: false, ReplyText.ReadBytes(reply.Result, Method))
            : new CallOutcome(Reverted: true, RevertData.Find(reply.Error) ?? throw Refuse(Method, reply.Error));
    }

    /// <inheritdoc/>
    public async Task<GasOutcome> EstimateGasAsync(CallRequest call, CancellationToken cancellation = default)
    {
        const string Method = "eth_estimateGas";
        JsonRpcReply reply = await client.AskAsync(Method, [call.ToJson()], cancellation).ConfigureAwait(false);
        return reply.Error is null
            ? new GasOutcome(Reverted: false, ReplyText.ReadUInt64(reply.Result, Method), default)
            : new GasOutcome(Reverted: true, 0, RevertData.Find(reply.Error) ?? throw Refuse(Method, reply.Error));
    }

    /// <inheritdoc/>
    public async Task<FeeHistory> FeeHistoryAsync(int blocks, CancellationToken cancellation = default)
    {
        JsonArray parameters = [ReplyText.WriteQuantity(blocks), "latest", new JsonArray(MedianPercentile)];
        JsonElement result = await client.CallAsync("eth_feeHistory", parameters, cancellation).ConfigureAwait(false);
        return FeeHistory.Read(result);
    }

    /// <inheritdoc/>
    public async Task<JsonRpcError?> SubmitAsync(
        ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellation = default)
    {
        const string Method = "eth_sendRawTransaction";
        JsonArray parameters = [ReplyText.WriteBytes(rawTransaction.Span)];
        JsonRpcReply reply = await client.AskAsync(Method, parameters, cancellation).ConfigureAwait(false);
        Bytes32 hash = Keccak256.Hash(rawTransaction.Span);
        return reply.Error is not null || ReplyText.ReadHash(reply.Result, Method) == hash
            ? reply.Error
            : throw JsonRpcReply.Malformed(Method, JsonRpcReply.Quote(reply.Result), hash.ToString());
    }

    /// <inheritdoc/>
    public async Task<bool> KnowsTransactionAsync(Bytes32 transaction, CancellationToken cancellation = default)
    {
        const string Method = "eth_getTransactionByHash";
        JsonElement found = await client.CallAsync(Method, [transaction.ToString()], cancellation)
            .ConfigureAwait(false);
        return found.ValueKind != JsonValueKind.Null
            && (ReplyText.ReadHash(ReplyText.ReadMember(found, "hash", Method), Method) == transaction
                ? true
                : throw JsonRpcReply.Malformed(Method, JsonRpcReply.Quote(found), transaction.ToString()));
    }

    /// <inheritdoc/>
    public async Task<TransactionReceipt?> FindReceiptAsync(
        Bytes32 transaction, CancellationToken cancellation = default)
    {
        const string Method = "eth_getTransactionReceipt";
        JsonElement found = await client.CallAsync(Method, [transaction.ToString()], cancellation)
            .ConfigureAwait(false);
        if (found.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        TransactionReceipt receipt = TransactionReceipt.Read(found);
        return receipt.TransactionHash == transaction
            ? receipt
            : throw JsonRpcReply.Malformed(Method, receipt.TransactionHash.ToString(), transaction.ToString());
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Log>> LogsAsync(LogFilter filter, CancellationToken cancellation = default)
    {
        ImmutableArray<Log>.Builder logs = ImmutableArray.CreateBuilder<Log>();
        ulong from = filter.FromBlock;
        for (bool more = from <= filter.ToBlock; more;)
        {
            bool isLast = filter.ToBlock - from < MaxLogBlocks;
            ulong to = isLast ? filter.ToBlock : from + MaxLogBlocks - 1;
            logs.AddRange(await LogsOfRangeAsync(filter with { FromBlock = from, ToBlock = to }, cancellation)
                .ConfigureAwait(false));
            from = isLast ? to : to + 1;
            more = !isLast;
        }

        return logs.ToImmutable();
    }

    private async Task<Log[]> LogsOfRangeAsync(LogFilter filter, CancellationToken cancellation)
    {
        const string Method = "eth_getLogs";
        JsonElement found = await client.CallAsync(Method, [filter.ToJson()], cancellation).ConfigureAwait(false);
        Log[] logs = [.. ReplyText.ReadItems(found, Method).Select(Log.Read)];
        Log? stranger = logs.FirstOrDefault(log => !filter.Matches(log));
        return stranger is null
            ? logs
            : throw JsonRpcReply.Malformed(
                Method,
                string.Create(CultureInfo.InvariantCulture, $"block {stranger.BlockNumber} of {stranger.Address}"),
                "logs that the filter asks for");
    }

    private static MarginException Refuse(string method, JsonRpcError error) => JsonRpcClient.Refusal(method, error);
}
