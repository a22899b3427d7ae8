using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>The identity of the engine in this build.</summary>
/// <remarks>
/// A change of any output bit is a new <see cref="SpecMinor"/>. The vectors are the committed files of tests/vectors; a
/// test recomputes their hash.
/// </remarks>
public static class CurrentEngine
{
    private const uint SpecMajor = 1;
    private const uint SpecMinor = 0;

    /// <summary>keccak of the committed conformance vectors, in name order.</summary>
    private const string VectorsHash = "0x0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The identity.</summary>
    public static EngineIdentity Identity { get; } =
        new(SpecMajor, SpecMinor, HexText.Parse(VectorsHash, string.Empty, nameof(VectorsHash)));

    /// <summary>The engine's id: the hash that attestations and models name.</summary>
    public static Bytes32 Id { get; } = EngineRows.Hash(Identity);
}
