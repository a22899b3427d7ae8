using Verifiable.Chain.Disputing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Watching;

/// <summary>What a watcher tells.</summary>
public enum WatchEventKind
{
    /// <summary>A bundle replayed equal.</summary>
    Right,

    /// <summary>A bundle is wrong.</summary>
    Wrong,

    /// <summary>A wrong attestation was disproved in a transaction of this watcher.</summary>
    Disproved,

    /// <summary>A bundle cannot be judged.</summary>
    Unjudged,

    /// <summary>The chain accepted an attestation of which no bundle is at hand.</summary>
    Missing,

    /// <summary>The chain was reorganised; it is read again from the common ancestor.</summary>
    Reorganised,

    /// <summary>The node failed; the watcher tries again.</summary>
    Waiting,
}

/// <summary>One thing that a watcher tells.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Digest">The attestation; zero where it is about none.</param>
/// <param name="Text">For people.</param>
/// <param name="Found">The case, of a wrong attestation.</param>
public sealed record WatchEvent(WatchEventKind Kind, Bytes32 Digest, string Text, DisputeCase? Found = null);
