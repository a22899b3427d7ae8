using System.Collections.Immutable;
using System.Linq;
using System.Text.Json.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Nodes;

/// <summary>Which logs a reader wants.</summary>
/// <param name="FromBlock">The first height, included.</param>
/// <param name="ToBlock">The last height, included.</param>
/// <param name="Address">The contract that writes them.</param>
/// <param name="Topics">The topics by place; null stands for any.</param>
public sealed record LogFilter(ulong FromBlock, ulong ToBlock, Address Address, ImmutableArray<Bytes32?> Topics)
{
    /// <summary>All logs of a contract.</summary>
    public LogFilter(ulong fromBlock, ulong toBlock, Address address)
        : this(fromBlock, toBlock, address, [])
    {
    }

    internal JsonObject ToJson() => new()
    {
        ["fromBlock"] = ReplyText.WriteQuantity(FromBlock),
        ["toBlock"] = ReplyText.WriteQuantity(ToBlock),
        ["address"] = Address.ToString(),
        ["topics"] = new JsonArray([.. Topics.Select(topic => (JsonNode?)topic?.ToString())]),
    };

    /// <summary>True for a log that the filter asks for.</summary>
    internal bool Matches(Log log) =>
        log.BlockNumber >= FromBlock
        && log.BlockNumber <= ToBlock
        && log.Address == Address
        && log.Topics.Length >= Topics.Length
        && Topics.Zip(log.Topics, (wanted, given) => wanted is null || wanted == given).All(equal => equal);
}
