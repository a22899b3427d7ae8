using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>The identity of a margin model: engine, parameters and scenarios together.</summary>
public static class ModelId
{
    /// <summary>keccak(tag, engineId, parametersHash, scenarioHash).</summary>
    public static Bytes32 Hash(Bytes32 engineId, Bytes32 parametersHash, Bytes32 scenarioHash) =>
        new WordList().Add(Tags.Model).Add(engineId).Add(parametersHash).Add(scenarioHash).Hash();
}
