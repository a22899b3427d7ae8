using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Math;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Signing;

/// <summary>The nonces of RFC 6979, section 3.2, for a secp256k1 key and a 32-byte digest, with HMAC-SHA-256.</summary>
/// <remarks>
/// BouncyCastle's own generator leaves out step h.3 between two nonces, so that it differs from the standard, and from
/// every other library, in the second one.
/// </remarks>
internal sealed class DeterministicNonces
{
    private const int WordBytes = Bytes32.Length;

    private readonly byte[] _key = new byte[WordBytes];
    private readonly byte[] _state = new byte[WordBytes];

    internal DeterministicNonces(ReadOnlySpan<byte> secret, Bytes32 digest)
    {
        Span<byte> seed = stackalloc byte[2 * WordBytes];
        secret.CopyTo(seed);
        Secp256k1.Word(new BigInteger(1, digest.ToArray()).Mod(Secp256k1.Order)).Write(seed[WordBytes..]);
        _state.AsSpan().Fill(1);
        Update(0, seed);
        Update(1, seed);
        CryptographicOperations.ZeroMemory(seed);
    }

    /// <summary>The next nonce, 1 to the order less one.</summary>
    internal BigInteger Next()
    {
        BigInteger nonce;
        do
        {
            HMACSHA256.HashData(_key, _state, _state);
            nonce = new BigInteger(1, _state);
            Update(0, []);
        }
        while (!Secp256k1.IsScalar(nonce));

        return nonce;
    }

    /// <summary>
    /// Steps d and e, f and g, or h.3: a new key from the state, a byte and the seed; then a new state.
    /// </summary>
    private void Update(byte separator, ReadOnlySpan<byte> seed)
    {
        Span<byte> message = stackalloc byte[WordBytes + 1 + (2 * WordBytes)];
        _state.CopyTo(message);
        message[WordBytes] = separator;
        seed.CopyTo(message[(WordBytes + 1)..]);
        HMACSHA256.HashData(_key, message[..(WordBytes + 1 + seed.Length)], _key);
        HMACSHA256.HashData(_key, _state, _state);
        CryptographicOperations.ZeroMemory(message);
    }
}
