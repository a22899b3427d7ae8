using System;

namespace Verifiable.Testing;

/// <summary>The development nodes that a local chain runs on.</summary>
public enum LocalNode
{
    /// <summary>Hardhat 3's node.</summary>
    Hardhat,

    /// <summary>Foundry's anvil, which starts faster and can reorganise its chain.</summary>
    Anvil,
}

/// <summary>How to start a local chain.</summary>
public sealed record LocalChainOptions
{
    /// <summary>The node.</summary>
    public LocalNode Node { get; init; } = LocalNode.Hardhat;

    /// <summary>
    /// The folder of <c>hardhat.config.js</c>; null searches above the current directory and the assembly.
    /// </summary>
    public string? Project { get; init; }

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The chain's clock at the start; null takes the machine's.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The time from the start to the first answer.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
