using System;

namespace Verifiable.Chain.Rpc;

/// <summary>Bounds on what a node may do to its caller.</summary>
public sealed record JsonRpcOptions
{
    /// <summary>The time for one request and its whole reply.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest reply; a longer one is refused before it is held in memory.</summary>
    public int MaxReplyBytes { get; init; } = 32 << 20;
}
