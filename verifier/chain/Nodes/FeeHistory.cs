using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Verifiable.Chain.Rpc;

namespace Verifiable.Chain.Nodes;

/// <summary>What recent blocks charged.</summary>
/// <param name="NextBaseFeePerGas">Wei per gas that the next block burns.</param>
/// <param name="PriorityFeesPerGas">The asked percentile of each block's priority fees, in wei per gas.</param>
public sealed record FeeHistory(BigInteger NextBaseFeePerGas, ImmutableArray<BigInteger> PriorityFeesPerGas)
{
    internal static FeeHistory Read(JsonElement history)
    {
        JsonElement baseFees = ReplyText.ReadMember(history, "baseFeePerGas", "feeHistory");
        BigInteger[] perBlock =
        [
            .. ReplyText.ReadItems(baseFees, "/baseFeePerGas")
                .Select(fee => ReplyText.ReadQuantity(fee, "/baseFeePerGas")),
        ];
        if (perBlock.Length == 0)
        {
            throw JsonRpcReply.Malformed("/baseFeePerGas", "[]", "the base fee of each block and of the next");
        }

        // Nodes leave the member out, or null, when the blocks held no transaction.
        bool anyReward =
            history.TryGetProperty("reward", out JsonElement rewards) && rewards.ValueKind != JsonValueKind.Null;
        return new FeeHistory(perBlock[^1], anyReward ? ReadRewards(rewards) : []);
    }

    private static ImmutableArray<BigInteger> ReadRewards(JsonElement rewards) =>
        [.. ReplyText.ReadItems(rewards, "/reward")
            .SelectMany(block => ReplyText.ReadItems(block, "/reward"))
            .Select(fee => ReplyText.ReadQuantity(fee, "/reward"))];
}
