using System;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Verifiable.Attestation.Signing;

/// <summary>
/// How a keystore turns its password into a key: scrypt, or PBKDF2 where <c>Iterations</c> is not zero.
/// </summary>
/// <param name="Salt">The salt.</param>
/// <param name="Cost">scrypt's n.</param>
/// <param name="BlockSize">scrypt's r.</param>
/// <param name="Parallelism">scrypt's p.</param>
/// <param name="Iterations">PBKDF2's c, with HMAC-SHA-256.</param>
internal sealed record KeystoreDerivation(byte[] Salt, int Cost, int BlockSize, int Parallelism, int Iterations)
{
    /// <summary>The bytes derived: half encrypts, half authenticates.</summary>
    internal const int Length = 32;

    /// <summary>The most iterations of PBKDF2, 40 times the usual number: a few seconds.</summary>
    internal const int MaxIterations = 10_000_000;

    // 128 bytes each: scrypt's table holds 256 MiB at most, as with the usual n = 262,144 and r = 8.
    private const long MaxTableRows = 1 << 21;

    // Twice the usual work.
    private const long MaxWork = 1 << 22;

    /// <summary>
    /// Whether the derivation is defined and needs no more memory and time than a keystore may ask for.
    /// </summary>
    internal bool IsBounded => Iterations != 0
        ? Iterations is > 0 and <= MaxIterations
        : Cost > 1
            && BitOperations.IsPow2(Cost)
            && BlockSize > 0
            && Parallelism > 0
            && (long)Cost * BlockSize <= MaxTableRows
            && (Int128)Cost * BlockSize * Parallelism <= MaxWork;

    internal byte[] Derive(string password)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(password);
        byte[] derived = Iterations != 0
            ? Rfc2898DeriveBytes.Pbkdf2(bytes, Salt, Iterations, HashAlgorithmName.SHA256, Length)
            : Scrypt.Derive(bytes, Salt, Cost, BlockSize, Parallelism, Length);
        CryptographicOperations.ZeroMemory(bytes);
        return derived;
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("kdf", Iterations != 0 ? "pbkdf2" : "scrypt");
        json.WriteStartObject("kdfparams");
        json.WriteNumber("dklen", Length);
        if (Iterations != 0)
        {
            json.WriteNumber("c", Iterations);
            json.WriteString("prf", "hmac-sha256");
        }
        else
        {
            json.WriteNumber("n", Cost);
            json.WriteNumber("r", BlockSize);
            json.WriteNumber("p", Parallelism);
        }

        json.WriteString("salt", Convert.ToHexStringLower(Salt));
        json.WriteEndObject();
    }
}
