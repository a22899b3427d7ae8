using System;
using System.Collections.Immutable;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>An underlying to be listed.</summary>
/// <param name="Underlying">Its identifier: the ASCII name left-aligned.</param>
/// <param name="ReferencePrice">The first answer of its reference feed, 1e-8.</param>
/// <param name="OpenInterestCap">The open interest that one of its instruments may have, 1e-8.</param>
public sealed record ListedUnderlying(Bytes32 Underlying, long ReferencePrice, UInt128 OpenInterestCap);

/// <summary>
/// What a development deployment is built with. The defaults are the protocol's constants; the deploying account holds
/// the timelock's role and posts the bonds, and tokens and reference feeds are stand-ins that anyone may write.
/// </summary>
public sealed record ProtocolPlan
{
    /// <summary>Who may pause.</summary>
    public required Address Guardian { get; init; }

    /// <summary>The attesters.</summary>
    public required SignerSet Attesters { get; init; }

    /// <summary>The market publishers; none of them is an attester.</summary>
    public required SignerSet Publishers { get; init; }

    /// <summary>The engine's identity.</summary>
    public required Bytes32 EngineId { get; init; }

    /// <summary>The preimage of the parameters' hash.</summary>
    public required ReadOnlyMemory<byte> Parameters { get; init; }

    /// <summary>The preimage of the scenarios' hash.</summary>
    public required ReadOnlyMemory<byte> Scenarios { get; init; }

    /// <summary>The underlyings.</summary>
    public required ImmutableArray<ListedUnderlying> Underlyings { get; init; }

    /// <summary>The artifact of the engine that the registry pins.</summary>
    public required string EngineArtifact { get; init; }

    /// <summary>
    /// The sum of the model's capability bits; what its engine can do. Only a model that can be disputed is adopted.
    /// </summary>
    public uint Capabilities { get; init; } = ModelRegistry.DisputeCapability;

    /// <summary>The cash asset's identifier: the ASCII name left-aligned.</summary>
    public required Bytes32 CashAsset { get; init; }

    /// <summary>The collateral assets, each of which gets a token of eight decimals.</summary>
    public ImmutableArray<AssetId> Collateral { get; init; } = [];

    /// <summary>The most that the vault takes of each, 1e-8.</summary>
    public UInt128 CollateralCap { get; init; } = (UInt128)(Quantity.Limit - 1);

    /// <summary>The cash token's name and symbol.</summary>
    public string CashSymbol { get; init; } = "USDC";

    /// <summary>The cash token's decimals.</summary>
    public byte CashDecimals { get; init; } = 6;

    /// <summary>The most cash that the vault takes, micro-units.</summary>
    public UInt128 CashCap { get; init; } = 1_000_000_000_000_000_000;

    /// <summary>What each attester has at stake, micro-units: the bonds of a quorum bound the outflow.</summary>
    public UInt128 Bond { get; init; } = 1_000_000_000_000;

    /// <summary>How many of the worst scenarios the tail measure averages at most; zero without one.</summary>
    public ushort TailRank { get; init; }

    /// <summary>Seconds from the deployment's newest block to the start of epochs and model.</summary>
    public ulong ActivationDelaySeconds { get; init; } = 120;

    /// <summary>Seconds that the epochs last.</summary>
    public ulong EpochSeconds { get; init; } = 365 * 86_400;

    /// <summary>Seconds of one market round.</summary>
    public ulong RoundLengthSeconds { get; init; } = 12;

    /// <summary>The oldest snapshot for exits, seconds.</summary>
    public ulong MaxAgeExitSeconds { get; init; } = 24;

    /// <summary>The oldest snapshot for anything, seconds.</summary>
    public ulong MaxAgeSeconds { get; init; } = 60;

    /// <summary>T_c: how long a queued exit waits, seconds.</summary>
    public ulong ExitDelaySeconds { get; init; } = 6 * 3_600;

    /// <summary>What an auction may leave behind, micro-units.</summary>
    public UInt128 Dust { get; init; } = 10_000_000;

    /// <summary>The most that a snapshot's price may differ from the reference, millionths.</summary>
    public uint MaxDeviationPpm { get; init; } = 20_000;

    /// <summary>The most that a price may move between two rounds, millionths.</summary>
    public uint MaxJumpPpm { get; init; } = 50_000;
}
