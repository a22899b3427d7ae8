using System.Text.Json;

namespace Verifiable.Chain.Rpc;

/// <summary>The error member of a reply.</summary>
/// <param name="Code">The node's number; 3 and -32603 carry revert data.</param>
/// <param name="Message">The node's sentence.</param>
/// <param name="Data">Whatever the node added, or a null element.</param>
public sealed record JsonRpcError(long Code, string Message, JsonElement Data);
