using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Nodes;

/// <summary>What a mined transaction did.</summary>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="BlockNumber">The height of its block.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="Succeeded">False when it reverted.</param>
/// <param name="GasUsed">The gas that it paid for.</param>
/// <param name="EffectiveGasPrice">Wei per gas.</param>
/// <param name="ContractAddress">The contract that it created, or null.</param>
/// <param name="Logs">The logs in order.</param>
public sealed record TransactionReceipt(
    Bytes32 TransactionHash,
    ulong BlockNumber,
    Bytes32 BlockHash,
    bool Succeeded,
    ulong GasUsed,
    BigInteger EffectiveGasPrice,
    Address? ContractAddress,
    ImmutableArray<Log> Logs)
{
    internal static TransactionReceipt Read(JsonElement receipt) => new(
        ReplyText.ReadHash(Member(receipt, "transactionHash"), "/transactionHash"),
        ReplyText.ReadUInt64(Member(receipt, "blockNumber"), "/blockNumber"),
        ReplyText.ReadHash(Member(receipt, "blockHash"), "/blockHash"),
        ReadStatus(Member(receipt, "status")),
        ReplyText.ReadUInt64(Member(receipt, "gasUsed"), "/gasUsed"),
        ReplyText.ReadQuantity(Member(receipt, "effectiveGasPrice"), "/effectiveGasPrice"),
        ReadCreated(receipt),
        [.. ReplyText.ReadItems(Member(receipt, "logs"), "/logs").Select(Log.Read)]);

    private static bool ReadStatus(JsonElement status) => ReplyText.ReadUInt64(status, "/status") switch
    {
        0 => false,
        1 => true,
        _ => throw JsonRpcReply.Malformed("/status", JsonRpcReply.Quote(status), "0x0 or 0x1"),
    };

    private static Address? ReadCreated(JsonElement receipt) =>
        receipt.TryGetProperty("contractAddress", out JsonElement created) && created.ValueKind != JsonValueKind.Null
            ? ReplyText.ReadAddress(created, "/contractAddress")
            : null;

    private static JsonElement Member(JsonElement receipt, string name) =>
        ReplyText.ReadMember(receipt, name, "receipt");
}
