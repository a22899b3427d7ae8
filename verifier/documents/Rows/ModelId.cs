using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>The identity of a margin model: engine, parameters and scenarios together.</summary>
public static class ModelId
{
    /// <summary>keccak(tag, engineId, parametersHash, scenarioHash).</summary>
    public static Bytes32 Hash(Bytes32 engineId, Bytes32 parametersHash, Bytes32 scenarioHash)
    {
        WordWriter words = new();
        words.Word(Tags.Model);
        words.Word(engineId);
        words.Word(parametersHash);
        words.Word(scenarioHash);
        return words.Hash();
    }
}
