using System.Collections.Immutable;
using Verifiable.Chain.Protocol;
using Verifiable.Documents;
using Verifiable.Engine.Units;

namespace Verifiable.Testing;

/// <summary>What a protocol on a local chain is built with.</summary>
public sealed record LocalProtocolOptions
{
    /// <summary>The shipped margin model.</summary>
    public string Profile { get; init; } = Profiles.Default;

    /// <summary>The artifact of the engine that the model registry pins.</summary>
    public required string EngineArtifact { get; init; }

    /// <summary>What the engine can do, as of <see cref="ProtocolPlan.Capabilities"/>.</summary>
    public uint Capabilities { get; init; } = ModelRegistry.DisputeCapability;

    /// <summary>The underlyings.</summary>
    public required ImmutableArray<ListedUnderlying> Underlyings { get; init; }

    /// <summary>The cash asset.</summary>
    public required AssetId CashAsset { get; init; }

    /// <summary>The collateral assets.</summary>
    public ImmutableArray<AssetId> Collateral { get; init; } = [];

    /// <summary>The oldest snapshot that is accepted, seconds: a test machine may be slow.</summary>
    public ulong MaxAgeSeconds { get; init; } = 600;
}
