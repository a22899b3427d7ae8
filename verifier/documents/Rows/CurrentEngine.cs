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
    private const uint SpecMinor = 0;

    /// <summary>keccak of tests/vectors/engine/kernel.csv.</summary>
    private const string VectorsHash = "0x46d6440638c5802354e732a8f2c9afb77331240832ccfdc496e544fa98a2a4b7";

    /// <summary>The identity.</summary>
    public static EngineIdentity Identity { get; } =
        new(SpecMajor, SpecMinor, HexText.Parse(VectorsHash, string.Empty, nameof(VectorsHash)));

    /// <summary>The engine's id: the hash that attestations and models name.</summary>
    public static Bytes32 Id { get; } = EngineRows.Hash(Identity);
}
