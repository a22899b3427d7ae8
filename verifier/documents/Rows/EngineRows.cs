using System;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>What makes two engine builds one engine: equal output bits, shown by equal conformance vectors.</summary>
/// <param name="SpecMajor">Changes when documents or rows change.</param>
/// <param name="SpecMinor">Changes when any output bit changes.</param>
/// <param name="VectorsHash">The Keccak-256 of the canonical conformance vectors.</param>
public readonly record struct EngineIdentity(uint SpecMajor, uint SpecMinor, Bytes32 VectorsHash);

/// <summary>The engine's identity as words; their hash is the engine's id.</summary>
public static class EngineRows
{
    /// <summary>The preimage: tag, specMajor, specMinor, vectorsHash.</summary>
    public static byte[] Write(EngineIdentity engine) => Words(engine).ToArray();

    /// <summary>The engine's id.</summary>
    public static Bytes32 Hash(EngineIdentity engine) => Words(engine).Hash();

    /// <summary>Reads a preimage.</summary>
    /// <exception cref="Kernel.MarginException"><see cref="Kernel.ErrorCode.BundleMalformed"/>.</exception>
    public static EngineIdentity Read(ReadOnlySpan<byte> bytes, string file)
    {
        WordReader reader = new(bytes, file, "ENGINE");
        reader.Tag(Tags.Engine);
        uint specMajor = (uint)reader.Unsigned(uint.MaxValue);
        uint specMinor = (uint)reader.Unsigned(uint.MaxValue);
        EngineIdentity engine = new(specMajor, specMinor, reader.Word());
        reader.End();
        return engine;
    }

    private static WordList Words(EngineIdentity engine)
    {
        WordList words = new();
        words.Add(Tags.Engine);
        words.AddUnsigned(engine.SpecMajor);
        words.AddUnsigned(engine.SpecMinor);
        words.Add(engine.VectorsHash);
        return words;
    }
}
