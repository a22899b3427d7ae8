using System.Text.Json.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Nodes;

/// <summary>A block as requests name it: a tag, a number or a hash.</summary>
public readonly record struct BlockReference
{
    private readonly string? _tag;
    private readonly ulong _number;
    private readonly Bytes32? _hash;

    private BlockReference(string? tag, ulong number, Bytes32? hash)
    {
        _tag = tag;
        _number = number;
        _hash = hash;
    }

    /// <summary>The newest block.</summary>
    public static BlockReference Latest { get; } = new("latest", 0, null);

    /// <summary>The state after the transactions that wait.</summary>
    public static BlockReference Pending { get; } = new("pending", 0, null);

    /// <summary>The newest block that the chain calls final.</summary>
    public static BlockReference Finalized { get; } = new("finalized", 0, null);

    /// <summary>The block of a height.</summary>
    public static BlockReference At(ulong number) => new(null, number, null);

    /// <summary>The block of a hash, canonical or not (EIP-1898).</summary>
    public static BlockReference Of(Bytes32 hash) => new(null, 0, hash);

    /// <summary>The hash, when the reference is one.</summary>
    internal Bytes32? Hash => _hash;

    /// <summary>The parameter of state queries; the default reference is the block of height 0.</summary>
    internal JsonNode ToJson() => _hash is Bytes32 hash
        ? new JsonObject { ["blockHash"] = hash.ToString() }
        : JsonValue.Create(_tag ?? ReplyText.WriteQuantity(_number))!;

    /// <summary>The tag, number or hash.</summary>
    public override string ToString() => _hash?.ToString() ?? _tag ?? ReplyText.WriteQuantity(_number);
}
