using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Verifiable.Attestation.Signing;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class AesCounterModeTests(ITestOutputHelper output)
{
    // NIST SP 800-38A, F.5.1: AES-128, four blocks.
    [Fact]
    public void Apply_NistCase_IsTheCiphertext() => Assert.Equal(
        "0x874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
        + "5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee",
        Hex.Text(AesCounterMode.Apply(
            Hex.Bytes("2b7e151628aed2a6abf7158809cf4f3c"),
            Hex.Bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"),
            Hex.Bytes(
                "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"))));

    [Fact]
    public void Apply_LastCounter_WrapsToZero()
    {
        byte[] key = Hex.Bytes("2b7e151628aed2a6abf7158809cf4f3c");
        byte[] last = Hex.Bytes("ffffffffffffffffffffffffffffffff");

        byte[] twoBlocks = AesCounterMode.Apply(key, last, new byte[32]);

        Assert.Equal(AesCounterMode.Apply(key, new byte[16], new byte[16]), twoBlocks[16..]);
    }

    [VectorFact(VectorKind.Ciphers)]
    public void Apply_EthereumTests_DecryptsThePayload()
    {
        List<JsonProperty> rows =
            [.. VectorFile.Of(VectorKind.Ciphers, output).SelectMany(file => file.Root.EnumerateObject())];

        output.WriteLine($"{rows.Count} ciphers");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(
            Hex.Text(Hex.Bytes(row.Value, "payload")),
            Hex.Text(row.Value.GetProperty("decryption_type").GetString() switch
            {
                "aes_ctr" => AesCounterMode.Apply(
                    Hex.Bytes(row.Value, "key"), new byte[16], Hex.Bytes(row.Value, "cipher")),
                "ecies_sec1_altered" => DecryptIntegrated(Hex.Bytes(row.Value, "key"), Hex.Bytes(row.Value, "cipher")),
                _ => throw new InvalidOperationException(row.Name),
            })));
    }

    /// <summary>
    /// devp2p's scheme: public key, counter, ciphertext and tag; the key is SHA-256 of 1 and the shared x.
    /// </summary>
    private static byte[] DecryptIntegrated(byte[] secret, byte[] message)
    {
        X9ECParameters curve = CustomNamedCurves.GetByName("secp256k1");
        Org.BouncyCastle.Math.EC.ECPoint shared =
            curve.Curve.DecodePoint(message[..65]).Multiply(new(1, secret)).Normalize();
        byte[] derived = SHA256.HashData([0, 0, 0, 1, .. shared.AffineXCoord.GetEncoded()]);
        byte[] authenticated = message[65..^32];

        Assert.Equal(HMACSHA256.HashData(SHA256.HashData(derived[16..]), authenticated), message[^32..]);
        return AesCounterMode.Apply(derived.AsSpan(0, 16), authenticated.AsSpan(0, 16), authenticated.AsSpan(16));
    }
}
