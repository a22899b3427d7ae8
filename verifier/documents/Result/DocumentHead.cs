using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>What a document of margin is of: the engine, its inputs, the account and the moment.</summary>
/// <param name="EngineId">The engine.</param>
/// <param name="Inputs">What it was given.</param>
/// <param name="Account">The account.</param>
/// <param name="Sequence">The account's change counter.</param>
/// <param name="ObservedAt">The snapshot's time.</param>
/// <param name="Settlement">The currency of every amount.</param>
public sealed record DocumentHead(
    Bytes32 EngineId,
    ResultInputs Inputs,
    Bytes32 Account,
    ulong Sequence,
    Instant ObservedAt,
    AssetId Settlement);
