using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Nodes;

/// <summary>A log of a mined transaction.</summary>
/// <param name="Address">The contract that wrote it.</param>
/// <param name="Topics">Up to four topics; the first names the event.</param>
/// <param name="Data">The unindexed fields.</param>
/// <param name="BlockNumber">The height of its block.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="TransactionHash">Its transaction.</param>
/// <param name="Index">Its place in the block.</param>
public sealed record Log(
    Address Address,
    ImmutableArray<Bytes32> Topics,
    ImmutableArray<byte> Data,
    ulong BlockNumber,
    Bytes32 BlockHash,
    Bytes32 TransactionHash,
    ulong Index)
{
    internal static Log Read(JsonElement log) => new(
        ReplyText.ReadAddress(Member(log, "address"), "/address"),
        [
            .. ReplyText.ReadItems(Member(log, "topics"), "/topics")
                .Select(topic => ReplyText.ReadHash(topic, "/topics")),
        ],
        [.. ReplyText.ReadBytes(Member(log, "data"), "/data")],
        ReplyText.ReadUInt64(Member(log, "blockNumber"), "/blockNumber"),
        ReplyText.ReadHash(Member(log, "blockHash"), "/blockHash"),
        ReplyText.ReadHash(Member(log, "transactionHash"), "/transactionHash"),
        ReplyText.ReadUInt64(Member(log, "logIndex"), "/logIndex"));

    private static JsonElement Member(JsonElement log, string name) => ReplyText.ReadMember(log, name, "log");
}
