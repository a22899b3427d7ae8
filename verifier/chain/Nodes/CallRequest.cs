using System;
using System.Numerics;
using System.Text.Json.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;

namespace Verifiable.Chain.Nodes;

/// <summary>A message that a node simulates.</summary>
public sealed record CallRequest
{
    /// <summary>The sender; null leaves the choice to the node.</summary>
    public Address? From { get; init; }

    /// <summary>The callee; null creates a contract.</summary>
    public required Address? To { get; init; }

    /// <summary>The call's bytes, or the creation code.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The wei that move with it.</summary>
    public BigInteger Value { get; init; }

    /// <summary>The most gas; null leaves the choice to the node.</summary>
    public ulong? GasLimit { get; init; }

    internal JsonObject ToJson()
    {
        JsonObject call = new() { ["data"] = ReplyText.WriteBytes(Data.Span) };
        AddText(call, "from", From?.ToString());
        AddText(call, "to", To?.ToString());
        AddText(call, "gas", GasLimit is ulong gas ? ReplyText.WriteQuantity(gas) : null);
        AddText(call, "value", Value.IsZero ? null : ReplyText.WriteQuantity(Value));
        return call;
    }

    private static void AddText(JsonObject call, string name, string? text)
    {
        if (text is not null)
        {
            call[name] = text;
        }
    }
}
