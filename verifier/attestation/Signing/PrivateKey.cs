using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Math;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Signing;

/// <summary>A secp256k1 private key held in memory until it is disposed, then overwritten with zeros.</summary>
/// <remarks>
/// BouncyCastle's arithmetic is not constant-time and keeps copies that only the collector frees. A key that guards
/// money of others belongs in an HSM or a remote signer; this type serves tools, tests and small committees.
/// </remarks>
public sealed class PrivateKey : IDisposable
{
    /// <summary>The number of bytes of a key.</summary>
    public const int Length = 32;

    private readonly byte[] _secret;
    private bool _disposed;

    /// <summary>Takes a copy of 32 bytes, the most significant first.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.KeyOutOfRange"/>: not 32 bytes, zero, or not below the order of the group. The message
    /// never holds the bytes.
    /// </exception>
    public PrivateKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Length)
        {
            throw new MarginException(
                ErrorCode.KeyOutOfRange, string.Empty, "private key", $"{secret.Length} bytes", "32 bytes");
        }

        _secret = secret.ToArray();
        BigInteger scalar = Scalar();
        if (!Secp256k1.IsScalar(scalar))
        {
            CryptographicOperations.ZeroMemory(_secret);
            throw new MarginException(
                ErrorCode.KeyOutOfRange, string.Empty, "private key", "outside the range", "1 to the group order - 1");
        }

        Address = Secp256k1.AddressOf(Secp256k1.MultiplyBase(scalar));
    }

    /// <summary>A fresh key from the operating system's random numbers.</summary>
    public static PrivateKey Generate()
    {
        Span<byte> secret = stackalloc byte[Length];
        try
        {
            do
            {
                RandomNumberGenerator.Fill(secret);
            }
            while (!Secp256k1.IsScalar(new BigInteger(1, secret.ToArray())));

            return new PrivateKey(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The address of the key; it stays readable after disposal.</summary>
    public Address Address { get; }

    /// <summary>Copies the 32 secret bytes; the caller overwrites them after use.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public void CopyTo(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _secret.CopyTo(destination);
    }

    /// <summary>Overwrites the secret.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }

    /// <summary>The address, never the secret.</summary>
    public override string ToString() => $"private key of {Address}";

    internal BigInteger Scalar()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new BigInteger(1, _secret);
    }

    internal DeterministicNonces Nonces(Bytes32 digest)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new DeterministicNonces(_secret, digest);
    }
}
