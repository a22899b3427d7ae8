using System;

namespace Verifiable.Chain.Nodes;

/// <summary>How a simulated call ended.</summary>
/// <param name="Reverted">True when it reverted.</param>
/// <param name="Data">What it returned, or the revert data.</param>
public sealed record CallOutcome(bool Reverted, ReadOnlyMemory<byte> Data);
