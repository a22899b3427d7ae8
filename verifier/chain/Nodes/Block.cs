using System.Numerics;
using System.Text.Json;
using Verifiable.Chain.Rpc;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Nodes;

/// <summary>The head of a block.</summary>
/// <param name="Number">The height.</param>
/// <param name="Hash">The hash.</param>
/// <param name="ParentHash">The hash of the block before it.</param>
/// <param name="TimeSeconds">Unix seconds.</param>
/// <param name="GasLimit">The most gas of all its transactions.</param>
/// <param name="BaseFeePerGas">Wei burned per gas; 0 before EIP-1559.</param>
public sealed record Block(
    ulong Number, Bytes32 Hash, Bytes32 ParentHash, ulong TimeSeconds, ulong GasLimit, BigInteger BaseFeePerGas)
{
    internal static Block Read(JsonElement block) => new(
        ReplyText.ReadUInt64(Member(block, "number"), "/number"),
        ReplyText.ReadHash(Member(block, "hash"), "/hash"),
        ReplyText.ReadHash(Member(block, "parentHash"), "/parentHash"),
        ReplyText.ReadUInt64(Member(block, "timestamp"), "/timestamp"),
        ReplyText.ReadUInt64(Member(block, "gasLimit"), "/gasLimit"),
        block.TryGetProperty("baseFeePerGas", out JsonElement fee) ? ReplyText.ReadQuantity(fee, "/baseFeePerGas") : 0);

    private static JsonElement Member(JsonElement block, string name) => ReplyText.ReadMember(block, name, "block");
}
