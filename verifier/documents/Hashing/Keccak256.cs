using System;
using Org.BouncyCastle.Crypto.Digests;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Hashing;

/// <summary>Keccak-256 with Ethereum's padding, which is not that of NIST's SHA3-256.</summary>
public static class Keccak256
{
    /// <summary>The digest of the bytes.</summary>
    public static Bytes32 Hash(ReadOnlySpan<byte> bytes)
    {
        KeccakDigest digest = new(256);
        byte[] input = bytes.ToArray();
        digest.BlockUpdate(input, 0, input.Length);
        byte[] output = new byte[Bytes32.Length];
        digest.DoFinal(output, 0);
        return Bytes32.Read(output);
    }
}
