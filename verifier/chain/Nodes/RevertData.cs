using System;
using System.Text.Json;
using Verifiable.Chain.Rpc;

namespace Verifiable.Chain.Nodes;

/// <summary>Finds the revert data in the errors of the nodes in use.</summary>
internal static class RevertData
{
    private const long ExecutionReverted = 3;

    /// <summary>
    /// The revert data, or null for an error that is no revert. Hardhat 3, anvil and geth use code 3 with a hexadecimal
    /// text; Hardhat 2 uses -32603 with an object that holds the text; some nodes tell a revert by the sentence alone.
    /// </summary>
    internal static byte[]? Find(JsonRpcError error)
    {
        bool reverted = error.Code == ExecutionReverted
            || error.Message.Contains("revert", StringComparison.OrdinalIgnoreCase);
        JsonElement data = error.Data;
        if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty("data", out JsonElement inner))
        {
            data = inner;
        }

        if (!reverted)
        {
            return null;
        }

        return data.ValueKind == JsonValueKind.String
            && ReplyText.TryReadBytes(ReplyText.Read(data, "/error/data"), out byte[] bytes)
                ? bytes
                : [];
    }
}
