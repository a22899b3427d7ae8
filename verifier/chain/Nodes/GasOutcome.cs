using System;

namespace Verifiable.Chain.Nodes;

/// <summary>A gas estimate, or the revert that made one impossible.</summary>
/// <param name="Reverted">True when the message reverts with any gas.</param>
/// <param name="Gas">The estimate; 0 beside a revert.</param>
/// <param name="RevertData">The revert data; empty beside an estimate.</param>
public sealed record GasOutcome(bool Reverted, ulong Gas, ReadOnlyMemory<byte> RevertData);
