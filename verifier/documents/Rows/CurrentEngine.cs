using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>The identity of the engine in this build.</summary>
/// <remarks>
/// A change of any output bit is a new <see cref="SpecMinor"/>. The vectors are tests/vectors/engine/kernel.csv; a
/// test recomputes their hash.
/// </remarks>
public static class CurrentEngine
{
    private const uint SpecMajor = 1;
    private const uint SpecMinor = 1;

    /// <summary>keccak of tests/vectors/engine/kernel.csv.</summary>
    private const string VectorsHash = "0xca219a929ad21a59e88b341273895e99a48d37b7a0691f42a9d5379668aa5fb1";

    /// <summary>The identity.</summary>
    public static EngineIdentity Identity { get; } =
        new(SpecMajor, SpecMinor, HexText.Parse(VectorsHash, string.Empty, nameof(VectorsHash)));

    /// <summary>The engine's id: the hash that attestations and models name.</summary>
    public static Bytes32 Id { get; } = EngineRows.Hash(Identity);
}
